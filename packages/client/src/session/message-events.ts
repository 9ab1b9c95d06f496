import {
  conversationIDOf,
  type ConversationState,
  type MessageChange,
  type MessageDeletion,
  type MessageReceipt,
  type MessageRecord,
} from '@carillon/protocol'

import { MessageStatus } from '../api/enums.ts'
import type { V2TimAdvancedMsgListener, V2TimSimpleMsgListener } from '../api/listeners.ts'
import { toV2TimReceipt } from '../messages/receipts.ts'
import type { Logger } from '../platform/logger.ts'
import type { KeptMessage } from '../store/types.ts'
import type { AccountHandlers } from './account-handlers.ts'
import type { AccountSession } from './account-session.ts'
import type { ListenerList } from './listener-list.ts'
import { toConversationStates, toDeletions, toReceipts } from './parse.ts'
import { emitSimpleMessage } from './simple-message.ts'

/** Who is told of messages. */
export interface MessageListeners {
  advanced: ListenerList<V2TimAdvancedMsgListener>
  simple: ListenerList<V2TimSimpleMsgListener>
}

/** What a login tells of messages, told on to the app. */
export const messageHandlers = (
  account: () => AccountSession,
  listeners: MessageListeners,
  log: Logger,
): Pick<AccountHandlers, 'message' | 'changed' | 'event'> => ({
  message: (record) => messageArrived(account(), listeners, record),
  changed: (change) => changeArrived(account(), listeners, change),
  event: ({ name, data }) => {
    if (name === 'conversation.state') statesArrived(account(), listeners, data)
    else if (name === 'message.receipts') receiptsArrived(listeners, data)
    else log.debug(`event ${name}`)
  },
})

/** A message came: it is kept, and the listeners are told in the same breath. */
const messageArrived = (
  account: AccountSession,
  listeners: MessageListeners,
  record: MessageRecord,
): void => {
  const { messages } = account
  const kept = messages.kept(record, messages.peek(record.msgID))
  messages.remember([kept])
  if (record.seq > 0) void messages.keep([record])
  else void messages.put({ ...kept, isUnlisted: true })
  // It was taken back before it came.
  if (record.recalled !== undefined) return
  const message = messages.view(kept)
  listeners.advanced.emit((listener) => listener.onRecvNewMessage?.(message))
  listeners.simple.emit((listener) => emitSimpleMessage(listener, message))
}

/** Something changed about messages. */
const changeArrived = (
  account: AccountSession,
  listeners: MessageListeners,
  { content, sender, seq, ...change }: MessageChange,
): void => {
  const { messages, ownChanges } = account
  const conversationID = conversationIDOf({ ...change, sender }, account.userID)
  messages.note(conversationID, { lastSeq: seq })
  switch (content.kind) {
    case 'recalled': {
      const { msgID, reason } = content
      const isKnown = messages.peek(msgID)?.status === MessageStatus.LOCAL_REVOKED
      void markRecalled(account, msgID, sender.userID, change.timestampMs, reason)
      if (isKnown || ownChanges.has('recall', msgID)) return
      listeners.advanced.emit((listener) => listener.onRecvMessageRevoked?.(msgID, sender, reason))
      return
    }
    case 'deleted': {
      void messages.update(content.msgID, (kept) => ({ ...kept, status: MessageStatus.HAS_DELETED }))
      return
    }
    case 'modified': {
      const { message: record } = content
      if (record.seq <= messages.conversation(conversationID).firstSeq) return
      const known = messages.peek(record.msgID)
      const kept = messages.kept(record, known)
      if (known !== undefined) messages.remember([kept])
      // What this device does not have, or has no more, does not come back by being modified.
      void messages.update(record.msgID, (each) => messages.kept(record, each))
      if (kept.status !== MessageStatus.SEND_SUCC) return
      const message = messages.view(kept)
      listeners.advanced.emit((listener) => listener.onRecvMessageModified?.(message))
      return
    }
    case 'extensions-set': {
      const { msgID } = content
      account.extensionVersions.note(msgID, content.extensions)
      if (ownChanges.has('extensions', msgID)) return
      const extensions = content.extensions.map(({ key, value }) => ({
        extensionKey: key,
        extensionValue: value,
      }))
      listeners.advanced.emit((listener) => listener.onRecvMessageExtensionsChanged?.(msgID, extensions))
      return
    }
    case 'extensions-deleted': {
      const { msgID, keys } = content
      if (ownChanges.has('extensions', msgID)) return
      listeners.advanced.emit((listener) => listener.onRecvMessageExtensionsDeleted?.(msgID, keys))
      return
    }
    default:
      // A change that a newer server knows.
      content satisfies never
  }
}

/** Marks a kept message as taken back. */
export const markRecalled = async (
  { messages }: AccountSession,
  msgID: string,
  byUserID: string,
  atMs: number,
  reason?: string,
): Promise<void> => {
  const mark = (kept: KeptMessage): KeptMessage => {
    // What it said stays here: its sender may want to write it anew.
    const recalled = { byUserID, atMs, ...(reason !== undefined && { reason }) }
    const status = kept.status === MessageStatus.HAS_DELETED ? kept.status : MessageStatus.LOCAL_REVOKED
    return { ...kept, status, record: { ...kept.record, recalled } }
  }
  const atHand = messages.peek(msgID)
  if (atHand !== undefined) messages.remember([mark(atHand)])
  await messages.update(msgID, mark)
}

/** What is my own of conversations changed, here or on another of my devices. */
const statesArrived = (account: AccountSession, listeners: MessageListeners, data: unknown): void => {
  for (const state of toConversationStates(data)) stateArrived(account, listeners, state)
  for (const deletion of toDeletions(data)) void markDeletedSeqs(account, deletion)
}

const stateArrived = (
  account: AccountSession,
  listeners: MessageListeners,
  state: ConversationState,
): void => {
  const { messages } = account
  const known = messages.conversation(state.conversationID)
  const next = messages.note(state.conversationID, state)
  if (next.firstSeq > known.firstSeq) void markDeletedUpTo(account, state.conversationID, next.firstSeq)
  if (next.peerReadAtMs <= known.peerReadAtMs) return
  const receipt = {
    userID: state.conversationID.slice('c2c_'.length),
    timestamp: Math.floor(next.peerReadAtMs / 1000),
  }
  listeners.advanced.emit((listener) => listener.onRecvC2CReadReceipt?.([receipt]))
}

const everything = 1_000_000

const markDeletedUpTo = async (
  account: AccountSession,
  conversationID: string,
  firstSeq: number,
): Promise<void> =>
  await markDeletedWhere(
    account,
    conversationID,
    ({ seq, localOrder }) => localOrder === 0 && seq <= firstSeq,
  )

const markDeletedSeqs = async (
  account: AccountSession,
  { conversationID, seqs }: MessageDeletion,
): Promise<void> =>
  await markDeletedWhere(
    account,
    conversationID,
    ({ seq, localOrder }) => localOrder === 0 && seqs.includes(seq),
  )

const markDeletedWhere = async (
  { messages }: AccountSession,
  conversationID: string,
  matches: (kept: KeptMessage) => boolean,
): Promise<void> => {
  await messages.run(async (store) => {
    const kept = await store.page({ conversationID, direction: 'newer', count: everything })
    const deleted = kept.filter(matches).map((each) => ({ ...each, status: MessageStatus.HAS_DELETED }))
    messages.remember(deleted)
    await store.put(deleted)
  })
}

/** Somebody has read messages of mine. */
const receiptsArrived = (listeners: MessageListeners, data: unknown): void => {
  const receipts = toReceipts(data).map((receipt: MessageReceipt) => toV2TimReceipt(receipt))
  if (receipts.length > 0)
    listeners.advanced.emit((listener) => listener.onRecvMessageReadReceipts?.(receipts))
}
