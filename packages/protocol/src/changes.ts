import type { MessageAddress, MessageRecord, MessageSender } from './messages.ts'

/** A key and value that somebody attached to a message. */
export interface MessageExtension {
  key: string
  value: string
  /** Raised by each change of this key: who sets it says which version they know. */
  version: number
}

/** What changed about messages that were sent before. */
export type ChangeContent =
  /** A message was taken back. */
  | { kind: 'recalled'; msgID: string; reason?: string }
  /** A message is gone for everyone, as if it had not been there. */
  | { kind: 'deleted'; msgID: string }
  /** A message has new content: the whole of it as it is now. */
  | { kind: 'modified'; message: MessageRecord }
  /** Extensions of a message were set. */
  | { kind: 'extensions-set'; msgID: string; extensions: MessageExtension[] }
  /** Extensions of a message are gone. */
  | { kind: 'extensions-deleted'; msgID: string; keys: string[] }

/**
 * An entry of a conversation's log that is no message of its own: it changes earlier ones. It has a place
 * and an ID like a message, so that it reaches each device once and in its order.
 */
export type MessageChange = MessageAddress & {
  /** Like a message's `msgID`: unique, opaque. */
  changeID: string
  /** Its place in the conversation's log. */
  seq: number
  sdkAppID: number
  /** Who made the change. */
  sender: MessageSender
  timestampMs: number
  content: ChangeContent
}

/** An entry of a conversation's log. */
export type LogEntry = { message: MessageRecord } | { change: MessageChange }
