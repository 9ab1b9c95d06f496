import type { MessageContent, MessageElement, MessageRecord } from '@carillon/protocol'

import type { V2TimCustomElem, V2TimNextElem, V2TimTextElem } from '../api/elements.ts'
import { MessageElemType, MessagePriorityEnum, MessageStatus } from '../api/enums.ts'
import type { V2TimMessage } from '../api/messages.ts'

/** A message of the server as the app sees it; `me` is the user logged in. */
export const toV2TimMessage = (record: MessageRecord, me: string): V2TimMessage => {
  const isSelf = record.sender.userID === me
  return {
    ...contentOf(record),
    msgID: record.msgID,
    timestamp: Math.floor(record.timestampMs / 1000),
    sender: record.sender.userID,
    ...(record.sender.nickName !== undefined && { nickName: record.sender.nickName }),
    ...(record.sender.faceUrl !== undefined && { faceUrl: record.sender.faceUrl }),
    ...peerFields(record, me),
    status: MessageStatus.SEND_SUCC,
    isSelf,
    isRead: isSelf,
    isPeerRead: false,
    seq: String(record.seq),
    random: record.random,
  }
}

/** The other user of a one-to-one message, or the group. */
const peerFields = (record: MessageRecord, me: string): Pick<V2TimMessage, 'userID' | 'groupID'> =>
  record.groupID === undefined
    ? { userID: record.sender.userID === me ? record.receiver : record.sender.userID }
    : { groupID: record.groupID }

/** The fields of a message that its content makes, the same for one on its way and one that arrived. */
export const contentOf = (content: MessageContent): V2TimMessage => ({
  progress: 100,
  elemType: elemTypeOf(content.elements[0]),
  ...elemsOf(content.elements),
  priority: content.priority ?? MessagePriorityEnum.V2TIM_PRIORITY_NORMAL,
  isExcludedFromUnreadCount: content.isExcludedFromUnreadCount ?? false,
  isExcludedFromLastMessage: content.isExcludedFromLastMessage ?? false,
  needReadReceipt: content.needReadReceipt ?? false,
  isSupportMessageExtension: content.isSupportMessageExtension ?? false,
  ...(content.cloudCustomData !== undefined && { cloudCustomData: content.cloudCustomData }),
  ...(content.offlinePushInfo !== undefined && { offlinePushInfo: content.offlinePushInfo }),
})

const elemTypes: Record<MessageElement['type'], number> = {
  text: MessageElemType.V2TIM_ELEM_TYPE_TEXT,
  custom: MessageElemType.V2TIM_ELEM_TYPE_CUSTOM,
  image: MessageElemType.V2TIM_ELEM_TYPE_IMAGE,
  sound: MessageElemType.V2TIM_ELEM_TYPE_SOUND,
  video: MessageElemType.V2TIM_ELEM_TYPE_VIDEO,
  file: MessageElemType.V2TIM_ELEM_TYPE_FILE,
  location: MessageElemType.V2TIM_ELEM_TYPE_LOCATION,
  face: MessageElemType.V2TIM_ELEM_TYPE_FACE,
  merger: MessageElemType.V2TIM_ELEM_TYPE_MERGER,
  'group-tips': MessageElemType.V2TIM_ELEM_TYPE_GROUP_TIPS,
}

// An element of a type that a newer server knows shows as none.
const elemTypeOf = (element: MessageElement | undefined): number =>
  (element && elemTypes[element.type]) ?? MessageElemType.V2TIM_ELEM_TYPE_NONE

const elemsOf = (elements: readonly MessageElement[]): Pick<V2TimMessage, 'textElem' | 'customElem'> => {
  const [first, ...rest] = elements
  if (first === undefined) return {}
  const elem = chained(first, rest)
  switch (first.type) {
    case 'text':
      return { textElem: elem }
    case 'custom':
      return { customElem: elem }
    default:
      return {}
  }
}

const chained = (
  element: MessageElement,
  rest: readonly MessageElement[],
): V2TimTextElem & V2TimCustomElem => {
  if (element.type !== 'text' && element.type !== 'custom') return {}
  const { type: _, ...fields } = element
  const [next, ...others] = rest
  if (next === undefined) return fields
  const nextElem: V2TimNextElem = { elemType: elemTypeOf(next), ...chained(next, others) }
  return { ...fields, nextElem }
}
