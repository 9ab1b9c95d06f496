import type { MessageContent, MessageRecord } from '@carillon/protocol'

import { MessagePriorityEnum, MessageStatus } from '../api/enums.ts'
import type { V2TimMessage } from '../api/messages.ts'
import type { KeptConversation, KeptMessage, LocalPaths } from '../store/types.ts'
import { elemsOf, elemTypeOf, type FilePlaces } from './elems.ts'

/** What of a conversation shows in its messages. */
export type ReadState = Pick<KeptConversation, 'readSeq' | 'peerReadAtMs'>

/** A message of the server as the app sees it; `me` is the user logged in. */
const toV2TimMessage = (record: MessageRecord, me: string, read?: ReadState): V2TimMessage => {
  const isSelf = record.sender.userID === me
  return {
    ...contentOf(record, record.groupID),
    msgID: record.msgID,
    timestamp: Math.floor(record.timestampMs / 1000),
    sender: record.sender.userID,
    ...(record.sender.nickName !== undefined && { nickName: record.sender.nickName }),
    ...(record.sender.faceUrl !== undefined && { faceUrl: record.sender.faceUrl }),
    ...(record.sender.nameCard !== undefined && { nameCard: record.sender.nameCard }),
    ...peerFields(record, me),
    status: record.recalled === undefined ? MessageStatus.SEND_SUCC : MessageStatus.LOCAL_REVOKED,
    isSelf,
    isRead: isSelf || (record.seq > 0 && record.seq <= (read?.readSeq ?? 0)),
    isPeerRead: isSelf && record.groupID === undefined && record.timestampMs <= (read?.peerReadAtMs ?? 0),
    seq: String(record.seq),
    random: record.random,
  }
}

/** A message this device keeps as the app sees it. */
export const keptToV2TimMessage = (
  kept: KeptMessage,
  me: string,
  read?: ReadState,
  urls?: FilePlaces['urls'],
): V2TimMessage => {
  const { record, status, id, localCustomData, localCustomInt, paths, downloaded } = kept
  return {
    ...toV2TimMessage(record, me, read),
    ...elemsOf(record.elements, record.groupID, paths, { downloaded, urls }),
    status,
    ...(id !== undefined && { id }),
    ...(localCustomData !== undefined && { localCustomData }),
    ...(localCustomInt !== undefined && { localCustomInt }),
  }
}

/** The other user of a one-to-one message, or the group. */
const peerFields = (record: MessageRecord, me: string): Pick<V2TimMessage, 'userID' | 'groupID'> =>
  record.groupID === undefined
    ? { userID: record.sender.userID === me ? record.receiver : record.sender.userID }
    : { groupID: record.groupID }

/** The fields of a message that its content makes, the same for one on its way and one that arrived. */
export const contentOf = (
  content: MessageContent,
  groupID?: string,
  paths?: readonly LocalPaths[],
): V2TimMessage => ({
  progress: 100,
  elemType: elemTypeOf(content.elements[0]),
  ...elemsOf(content.elements, groupID, paths),
  priority: content.priority ?? MessagePriorityEnum.V2TIM_PRIORITY_NORMAL,
  isExcludedFromUnreadCount: content.isExcludedFromUnreadCount ?? false,
  isExcludedFromLastMessage: content.isExcludedFromLastMessage ?? false,
  needReadReceipt: content.needReadReceipt ?? false,
  isSupportMessageExtension: content.isSupportMessageExtension ?? false,
  ...(content.atUserIDs !== undefined && { groupAtUserList: content.atUserIDs }),
  ...(content.cloudCustomData !== undefined && { cloudCustomData: content.cloudCustomData }),
  ...(content.offlinePushInfo !== undefined && { offlinePushInfo: content.offlinePushInfo }),
})
