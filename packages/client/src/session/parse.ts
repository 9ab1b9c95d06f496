import type {
  GroupNotice,
  ConversationState,
  MessageChange,
  MessageDeletion,
  MessageReceipt,
  MessageRecord,
  SendMessageResult,
} from '@carillon/protocol'

import { asRecord } from '../connection/wire.ts'

/** A value as a message, or undefined when it is not one this version can show. */
const asMessage = (value: unknown): MessageRecord | undefined => {
  const message = asRecord(value)
  if (message === undefined) return undefined
  const isWhole =
    isEntry(message) &&
    typeof message.msgID === 'string' &&
    typeof message.random === 'number' &&
    Array.isArray(message.elements) &&
    message.elements.every((element) => typeof asRecord(element)?.type === 'string')
  return isWhole ? (message as unknown as MessageRecord) : undefined
}

const isEntry = (entry: Record<string, unknown>): boolean =>
  Number.isSafeInteger(entry.seq) &&
  typeof asRecord(entry.sender)?.userID === 'string' &&
  (typeof entry.receiver === 'string' || typeof entry.groupID === 'string') &&
  typeof entry.timestampMs === 'number'

/** The message an event or answer carries, or undefined when it is not one this version can show. */
export const toMessageRecord = (data: unknown): MessageRecord | undefined =>
  asMessage(asRecord(data)?.message)

/** The messages an answer carries; those this version cannot show are left out. */
export const toMessageRecords = (data: unknown): MessageRecord[] =>
  listOf(data, 'messages').flatMap((value) => asMessage(value) ?? [])

/** The change an event carries, or undefined when it has none. What it changes may be unknown to this version. */
export const toMessageChange = (data: unknown): MessageChange | undefined => {
  const change = asRecord(asRecord(data)?.change)
  const isWhole =
    change !== undefined &&
    isEntry(change) &&
    typeof change.changeID === 'string' &&
    typeof asRecord(change.content)?.kind === 'string'
  return isWhole ? (change as unknown as MessageChange) : undefined
}

/** The read receipts an event or answer carries. */
export const toReceipts = (data: unknown): MessageReceipt[] =>
  listOf(data, 'receipts').filter(
    (value): value is MessageReceipt =>
      typeof asRecord(value)?.msgID === 'string' && typeof asRecord(value)?.readCount === 'number',
  )

/** The states of conversations an event carries. */
export const toConversationStates = (data: unknown): ConversationState[] =>
  listOf(data, 'conversations').filter(
    (value): value is ConversationState =>
      typeof asRecord(value)?.conversationID === 'string' && typeof asRecord(value)?.readSeq === 'number',
  )

/** The deletions an event carries. */
export const toDeletions = (data: unknown): MessageDeletion[] =>
  listOf(data, 'deletions').filter(
    (value): value is MessageDeletion =>
      typeof asRecord(value)?.conversationID === 'string' && Array.isArray(asRecord(value)?.seqs),
  )

/** A list in an answer or event; empty where there is none. */
export const listOf = (data: unknown, name: string): unknown[] => {
  const list = asRecord(data)?.[name]
  return Array.isArray(list) ? list : []
}

/** What the server says of a message it took, or undefined when it does not. */
export const toSendResult = (data: unknown): SendMessageResult | undefined => {
  const result = asRecord(data)
  const isWhole =
    typeof result?.msgID === 'string' &&
    Number.isSafeInteger(result.seq) &&
    typeof result.timestampMs === 'number'
  return isWhole ? (result as unknown as SendMessageResult) : undefined
}

/** What an event tells of a group, or undefined when it does not. */
export const toGroupNotice = (data: unknown): GroupNotice | undefined => {
  const notice = asRecord(asRecord(data)?.notice)
  return typeof notice?.groupID === 'string' && typeof notice.kind === 'string'
    ? (notice as unknown as GroupNotice)
    : undefined
}
