import { MessageElemType, MessageStatus, type V2TimMessage } from '@carillon/client'

import { strings } from '../strings'

/** A message in one line: for the list, and for what has no bubble of its own here. */
export const messageText = (message: V2TimMessage | undefined): string => {
  if (message === undefined) return ''
  if (message.status === MessageStatus.LOCAL_REVOKED) return strings.recalled
  switch (message.elemType) {
    case MessageElemType.V2TIM_ELEM_TYPE_TEXT:
      return message.textElem?.text ?? ''
    case MessageElemType.V2TIM_ELEM_TYPE_IMAGE:
      return strings.picture
    case MessageElemType.V2TIM_ELEM_TYPE_GROUP_TIPS:
      return strings.groupTip(
        message.groupTipsElem?.opMember.nickName || message.groupTipsElem?.opMember.userID || '',
      )
    default:
      return strings.otherMessage
  }
}
