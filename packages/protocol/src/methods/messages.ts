import type { FileURL } from './files.ts'
import type { MessageAddress, MessageContent, MessageRecord } from '../messages.ts'

/** A message to be sent: to one user, or to a group. */
export type SendMessageParams = MessageContent & MessageAddress & { random: number }

export interface SendMessageResult {
  msgID: string
  seq: number
  timestampMs: number
  /** Of a merged message: as its element has them now. */
  mergedID?: string
  isLayersOverLimit?: boolean
  /** Of its pictures, good for a while. */
  urls?: FileURL[]
}

/** Which part of a conversation is asked for. With none of `fromSeq` and `fromTimeMs`: from the newest or the oldest on. */
export interface HistoryParams {
  conversationID: string
  /** Older: newest first. Newer: oldest first. */
  direction: 'older' | 'newer'
  /** 1 to 100. */
  count: number
  /** Begins beside this place, it itself left out. */
  fromSeq?: number
  /** Begins at this instant. */
  fromTimeMs?: number
}

/** A page of a conversation, in the order asked for. It may hold fewer than were asked for: it ends early when it grows large. */
export interface HistoryResult {
  messages: MessageRecord[]
  /** There are no more in this direction. */
  isFinished: boolean
  /** Where the next page begins: its `fromSeq`. */
  nextSeq: number
  /** Messages up to this place are read. */
  readSeq: number
  /** One-to-one: the other has read what was sent up to this instant. */
  peerReadAtMs?: number
  /** Of pictures in them, good for a while. */
  urls?: FileURL[]
}

/** Requests about messages. */
export interface MessageMethods {
  'message.send': { params: SendMessageParams; result: SendMessageResult }
  'message.history': { params: HistoryParams; result: HistoryResult }
  /** Those of the messages the user may read; others are left out. */
  'message.find': { params: { msgIDs: string[] }; result: { messages: MessageRecord[]; urls?: FileURL[] } }
  /** The messages inside a merged one, in their order, from number `offset` on; `nextOffset` is absent at the end. */
  'message.merged': {
    params: { mergedID: string; offset?: number }
    result: { messages: MessageRecord[]; nextOffset?: number; urls?: FileURL[] }
  }
}

export const messageMethods = [
  'message.send',
  'message.history',
  'message.find',
  'message.merged',
] as const satisfies readonly (keyof MessageMethods)[]
