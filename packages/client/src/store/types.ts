import type { MessageRecord } from '@carillon/protocol'

/**
 * Where a message stands in its conversation. The server's messages stand by their `seq`, with 0 behind
 * it; what exists on this device alone stands behind the newest one that was known, in its own order.
 */
export interface MessagePlace {
  seq: number
  localOrder: number
}

/** A message as this device keeps it. */
export interface KeptMessage extends MessagePlace {
  msgID: string
  conversationID: string
  /** As the server gave it; of a message that exists here alone, as the server would. */
  record: MessageRecord
  /** `MessageStatus`. Those deleted stay, to be found by ID, and are on no page. */
  status: number
  /** On no page: it was for those who were connected alone. */
  isUnlisted?: boolean
  /** The temporary ID of a message made here. */
  id?: string
  localCustomData?: string
  localCustomInt?: number
  /** Where the files of its elements lie on this device, by the elements' numbers. */
  paths?: LocalPaths[]
  /** Where its downloaded files lie, by fileID. */
  downloaded?: Record<string, string>
}

/** Where an element's files lie on this device. */
export interface LocalPaths {
  path?: string
  snapshotPath?: string
}

/** What is kept of a conversation. */
export interface KeptConversation {
  conversationID: string
  /** Messages up to this place are read by me. */
  readSeq: number
  /** One-to-one: the other has read what was sent up to this instant; 0 for nothing. */
  peerReadAtMs: number
  /** Messages up to this place are not mine to see (any more). */
  firstSeq: number
  /** The newest message known here. */
  lastSeq: number
  receiveOption: number
  /** What the user has begun to write. */
  draft?: ConversationDraft | undefined
}

/** What the user has begun to write, and when. */
export interface ConversationDraft {
  text: string
  atMs: number
}

/** A part of a conversation. */
export interface PageQuery {
  conversationID: string
  /** Older: newest first. Newer: oldest first. */
  direction: 'older' | 'newer'
  count: number
  /** Begins beside this place, it itself left out. Absent: from the newest, or the oldest, on. */
  from?: MessagePlace | undefined
  /** Numbers of `MessageElemType`, of the first element; absent or empty: all. */
  elemTypes?: readonly number[] | undefined
}

/**
 * Messages and conversations of one user on this device. Calls take effect in the order they are made:
 * a read sees every write that was called before it. Nothing may reject: what cannot be read is not there.
 */
export interface LocalStore {
  /** Adds messages, in the place of those with the same msgID. */
  put(messages: readonly KeptMessage[]): Promise<void>
  /** Messages by msgID in the order asked for; unknown ones are left out. */
  find(msgIDs: readonly string[]): Promise<KeptMessage[]>
  /** A page of a conversation, deleted messages left out. */
  page(query: PageQuery): Promise<KeptMessage[]>
  /** Messages of one conversation or of all in a span of time, newest first, deleted and recalled ones left out. */
  between(span: {
    conversationID?: string | undefined
    sinceMs: number
    untilMs: number
  }): Promise<KeptMessage[]>
  /** Forgets messages. */
  remove(msgIDs: readonly string[]): Promise<void>
  /** Forgets all messages of a conversation. */
  clear(conversationID: string): Promise<void>
  /** All conversations that are kept. */
  conversations(): Promise<KeptConversation[]>
  /** Adds a conversation, in the place of the one with the same ID. */
  putConversation(conversation: KeptConversation): Promise<void>
  /** A value of the SDK's own by its name; undefined for none. */
  value(name: string): Promise<string | undefined>
  /** Sets a value, or with undefined removes it. */
  setValue(name: string, value: string | undefined): Promise<void>
  /** Writes what is not written yet, and lets go. Nothing is called after it. */
  close?(): Promise<void>
}
