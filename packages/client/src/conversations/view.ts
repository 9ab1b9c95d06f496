import {
  groupOfConversationID,
  isGroupID,
  isUserID,
  peerOfC2CConversationID,
  type ConversationRecord,
} from '@carillon/protocol'

import type { V2TimConversation } from '../api/conversations.ts'
import type { LocalMessages } from '../store/local-messages.ts'
import type { ConversationDraft, KeptMessage } from '../store/types.ts'

/** A conversation with what this device alone knows of it. */
export interface Held {
  record: ConversationRecord
  /** The newest message that exists here alone: on its way, failed, or put in by the app. */
  local: KeptMessage | undefined
  draft: ConversationDraft | undefined
}

/** Whether an ID is one of a conversation. */
export const isConversationID = (conversationID: unknown): conversationID is string => {
  if (typeof conversationID !== 'string') return false
  const peer = peerOfC2CConversationID(conversationID)
  if (peer !== undefined) return isUserID(peer)
  const groupID = groupOfConversationID(conversationID)
  return groupID !== undefined && isGroupID(groupID)
}

/** Whether a conversation is in the list. */
export const isInList = ({ record, local, draft }: Held): boolean =>
  record.isListed || local !== undefined || draft !== undefined

/** Orders the list: the time of what is newest in it. */
const orderKeyOf = ({ record, local, draft }: Held): number =>
  Math.max(record.lastTimeMs, local?.record.timestampMs ?? 0, draft?.atMs ?? 0)

/** Which of two conversations comes first: pinned ones, then newer ones. */
export const compareHeld = (one: Held, other: Held): number => {
  const pinned = (held: Held): number => (held.record.pinnedAtMs === undefined ? 0 : 1)
  return (
    pinned(other) - pinned(one) ||
    orderKeyOf(other) - orderKeyOf(one) ||
    (one.record.conversationID < other.record.conversationID ? -1 : 1)
  )
}

/** A conversation as the app sees it. */
export const toV2TimConversation = (held: Held, messages: LocalMessages): V2TimConversation => {
  const { record, draft } = held
  const { conversationID } = record
  const userID = peerOfC2CConversationID(conversationID)
  const groupID = groupOfConversationID(conversationID)
  const last = lastMessageOf(held, messages)
  return {
    conversationID,
    type: userID === undefined ? 2 : 1,
    ...(userID !== undefined && { userID }),
    ...(groupID !== undefined && { groupID }),
    showName: record.name ?? userID ?? groupID ?? '',
    ...(record.faceUrl !== undefined && { faceUrl: record.faceUrl }),
    ...(record.groupType !== undefined && { groupType: record.groupType }),
    unreadCount: record.unreadCount,
    ...(last !== undefined && { lastMessage: messages.view(last) }),
    ...(draft !== undefined && { draftText: draft.text, draftTimestamp: Math.floor(draft.atMs / 1000) }),
    isPinned: record.pinnedAtMs !== undefined,
    recvOpt: record.receiveOption,
    groupAtInfoList: record.mentions.map(({ seq, type }) => ({ seq: String(seq), atType: type })),
    orderkey: orderKeyOf(held),
    markList: [...record.marks],
    customData: record.customData,
    conversationGroupList: [...record.groups],
  }
}

const lastMessageOf = ({ record, local }: Held, messages: LocalMessages): KeptMessage | undefined => {
  const { lastMessage } = record
  if (local !== undefined && local.record.timestampMs >= (lastMessage?.timestampMs ?? 0)) return local
  return lastMessage === undefined ? undefined : messages.kept(lastMessage, messages.peek(lastMessage.msgID))
}
