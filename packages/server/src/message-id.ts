import { randomBytes } from 'node:crypto'

/** Where a stored message is: its conversation's number and its place there. */
export interface MessagePlace {
  conversationID: number
  seq: number
}

/**
 * Makes a message ID: opaque to clients, unique, and of use to the server, which finds the place in it.
 * The random part keeps others from guessing it.
 */
export const makeMsgID = ({ conversationID, seq }: MessagePlace): string =>
  `${conversationID.toString(36)}-${seq.toString(36)}-${randomBytes(6).toString('hex')}`

/** The ID of a message that is not stored: no conversation is number 0. */
export const makeUnstoredMsgID = (): string => `0-0-${randomBytes(12).toString('hex')}`

/** The place a message ID names; undefined for a message that is not stored, and for what is no message ID. */
export const placeOf = (msgID: string): MessagePlace | undefined => {
  const match = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})-[0-9a-f]{12}$/.exec(msgID)
  if (!match) return undefined
  const conversationID = Number.parseInt(match[1] ?? '', 36)
  const seq = Number.parseInt(match[2] ?? '', 36)
  return Number.isSafeInteger(conversationID) && Number.isSafeInteger(seq) && conversationID > 0 && seq > 0
    ? { conversationID, seq }
    : undefined
}
