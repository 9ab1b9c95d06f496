/**
 * What is a user's own of a conversation. The same on all devices of the user: each change raises the
 * user's state version, and devices are told the whole of it.
 */
export interface ConversationState {
  conversationID: string
  /** Number of `ReceiveMsgOptEnum`. */
  receiveOption: number
  /** Messages up to this place are read. */
  readSeq: number
  /** One-to-one: the other has read what was sent up to this instant. */
  peerReadAtMs?: number
  /** Messages up to this place are not shown to the user (any more). */
  firstSeq: number
}

/** Messages a user deleted for himself. */
export interface MessageDeletion {
  conversationID: string
  seqs: number[]
}
