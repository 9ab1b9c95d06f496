import {
  atAll,
  type ConversationRecord,
  type ConversationState,
  type LogEntry,
  type MessageChange,
  type MessageRecord,
  type UnreadMention,
} from '@carillon/protocol'

/** Something that happened to a conversation. */
export type ConversationEvent = LogEntry | { state: ConversationState }

/**
 * A conversation after something happened. `isStale`: what the server told is not enough to count by, so
 * the conversation is to be fetched anew; until then this is the best there is.
 */
export interface Applied {
  record: ConversationRecord
  isStale: boolean
}

const unchanged = (record: ConversationRecord): Applied => ({ record, isStale: false })

/** Brings a conversation on by one event. What it holds already, or something newer, changes nothing. */
export const applyEvent = (record: ConversationRecord, event: ConversationEvent, me: string): Applied => {
  if ('state' in event) return applyState(record, event.state)
  const { seq } = 'message' in event ? event.message : event.change
  if (seq <= record.lastSeq) return unchanged(record)
  const next =
    'message' in event ? applyMessage(record, event.message, me) : applyChange(record, event.change)
  // In a gap may lie what is not mine to see, or what I sent from here; the server knows.
  return { record: { ...next.record, lastSeq: seq }, isStale: next.isStale || seq > record.lastSeq + 1 }
}

/** Whether a message counts as unread for those who have not read it. */
const counts = (
  { sender, isExcludedFromUnreadCount, targetUserIDs, recalled }: MessageRecord,
  { groupType }: ConversationRecord,
  me: string,
): boolean =>
  sender.userID !== me &&
  isExcludedFromUnreadCount !== true &&
  targetUserIDs === undefined &&
  recalled === undefined &&
  groupType !== 'Meeting'

const applyMessage = (record: ConversationRecord, message: MessageRecord, me: string): Applied => {
  const { seq, timestampMs } = message
  const isUnread = seq > Math.max(record.readSeq, record.firstSeq) && counts(message, record, me)
  const mention = isUnread ? mentionOf(message, me) : undefined
  const isLast = message.isExcludedFromLastMessage !== true && seq > record.firstSeq
  return unchanged({
    ...record,
    isListed: record.isListed || seq > record.unlistedSeq,
    unreadCount: record.unreadCount + (isUnread ? 1 : 0),
    ...(mention !== undefined && { mentions: [...record.mentions, mention] }),
    ...(isLast && { lastMessage: message, lastTimeMs: timestampMs }),
  })
}

const mentionOf = (
  { groupID, seq, atUserIDs = [] }: MessageRecord,
  me: string,
): UnreadMention | undefined => {
  if (groupID === undefined) return undefined
  const isMe = atUserIDs.includes(me)
  if (!atUserIDs.includes(atAll)) return isMe ? { seq, type: 1 } : undefined
  return { seq, type: isMe ? 3 : 2 }
}

const applyChange = (
  record: ConversationRecord,
  { content, sender, timestampMs }: MessageChange,
): Applied => {
  const { lastMessage } = record
  if (content.kind === 'recalled') {
    const { msgID, reason } = content
    const recalled = { byUserID: sender.userID, atMs: timestampMs, ...(reason !== undefined && { reason }) }
    const isLast = lastMessage?.msgID === msgID
    const next = isLast ? { ...record, lastMessage: { ...lastMessage, recalled } } : record
    // Whether it was unread, its ID does not tell.
    return { record: next, isStale: record.unreadCount > 0 }
  }
  if (content.kind === 'modified' && lastMessage?.msgID === content.message.msgID)
    return unchanged({ ...record, lastMessage: content.message })
  return unchanged(record)
}

const applyState = (record: ConversationRecord, state: ConversationState): Applied => {
  if (state.version <= record.version) return unchanged(record)
  const { pinnedAtMs: _pinnedAtMs, peerReadAtMs: _peerReadAtMs, ...rest } = record
  const next: ConversationRecord = { ...rest, ...state }
  const isRead = state.readSeq > record.readSeq || state.firstSeq > record.firstSeq
  const isCleared = (record.lastMessage?.seq ?? 0) <= state.firstSeq
  const isDeleted = state.unlistedSeq > record.unlistedSeq
  if (isCleared) delete next.lastMessage
  // Marks are at the end as the server saw it, which may be ahead of what has come here.
  const seenSeq = Math.max(state.readSeq, state.firstSeq)
  if (isRead) next.mentions = record.mentions.filter(({ seq }) => seq > seenSeq)
  if (isRead && seenSeq >= record.lastSeq) next.unreadCount = 0
  if (isDeleted && state.unlistedSeq >= record.lastSeq) next.isListed = false
  const isCounted = !isRead || record.unreadCount === 0 || seenSeq >= record.lastSeq
  // Of a conversation that is not received nothing comes.
  const isReceivedAgain = record.receiveOption !== state.receiveOption
  const isPlaced = !isDeleted || state.unlistedSeq >= record.lastSeq
  return { record: next, isStale: !isCounted || !isPlaced || isReceivedAgain }
}
