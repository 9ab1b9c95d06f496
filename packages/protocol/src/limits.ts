/** Limits both sides of the socket know. Bytes are of UTF-8. */
export const limits = {
  /** Largest frame the gateway takes from a client. */
  frameBytes: 64 * 1024,
  /** Largest message: the sum of all fields of its elements (original: 12 KB). */
  messageBytes: 12 * 1024,
  /** Elements one message may hold. */
  elementsPerMessage: 16,
  /** A userID: printable ASCII 0x20 to 0x7e. */
  userIDBytes: 32,
  /** Message-level custom data that is stored in the cloud. */
  cloudCustomDataBytes: 8 * 1024,
  /** `ext` of an offline push (classic rule: Desc and Ext together at most 3 KB). */
  pushExtBytes: 3 * 1024,
  pushTitleBytes: 1024,
  pushDescBytes: 3 * 1024,
  /** A vendor's push token. The longest known are FCM's and Honor's, below 1 KB. */
  pushTokenBytes: 4096,
  deviceIDBytes: 64,
  /** Conversations a client may list cursors for when it resumes. */
  resumeCursors: 1000,
} as const
