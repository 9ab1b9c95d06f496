import type { V2TimSimpleMsgListener } from '../api/listeners.ts'
import type { V2TimMessage } from '../api/messages.ts'

/**
 * Calls the simple listener for a message whose first element is text or custom. Messages of my own
 * from other devices are left out: a simple callback has no field for whom they were sent to.
 */
export const emitSimpleMessage = (listener: V2TimSimpleMsgListener, message: V2TimMessage): void => {
  const { msgID, sender, nickName, faceUrl, groupID, textElem, customElem, isSelf } = message
  if (isSelf === true || msgID === undefined || sender === undefined) return
  const user = {
    userID: sender,
    ...(nickName !== undefined && { nickName }),
    ...(faceUrl !== undefined && { faceUrl }),
  }
  if (textElem !== undefined) {
    const text = textElem.text ?? ''
    if (groupID === undefined) listener.onRecvC2CTextMessage?.(msgID, user, text)
    else listener.onRecvGroupTextMessage?.(msgID, groupID, user, text)
  } else if (customElem !== undefined) {
    const data = customElem.data ?? ''
    if (groupID === undefined) listener.onRecvC2CCustomMessage?.(msgID, user, data)
    else listener.onRecvGroupCustomMessage?.(msgID, groupID, user, data)
  }
}
