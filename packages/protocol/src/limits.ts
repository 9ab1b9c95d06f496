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
  /** Largest picture and voice message. */
  imageBytes: 28 * 1024 * 1024,
  soundBytes: 28 * 1024 * 1024,
  /** Largest video and file. */
  videoBytes: 100 * 1024 * 1024,
  fileBytes: 100 * 1024 * 1024,
  /** Messages one merged message may hold, and how deep merged messages may lie in one another. */
  mergedMessages: 300,
  mergedLayers: 100,
  /** Lines of a merged message's summary, and characters of one. */
  mergerAbstracts: 5,
  mergerAbstractCharacters: 100,
  /** Messages one request may name: to delete, to confirm. */
  messagesPerRequest: 50,
  /** Messages one request may ask for by ID. */
  foundMessages: 30,
  /** Messages a page of history holds at most. */
  historyPage: 100,
  /** Bytes after which a page ends early: the client asks for the next. */
  pageBytes: 256 * 1024,
  /** Users whose receive option one request may set. */
  receiveOptionUsers: 30,
  /** Members a page of a read list holds at most. */
  readMembersPage: 100,
  extensionKeyBytes: 100,
  extensionValueBytes: 1024,
  extensionsPerRequest: 20,
  extensionsPerMessage: 300,
  /** Conversations a page of the list holds at most. */
  conversationsPage: 100,
  /** Conversations one request may name: to mark, to put into a group. */
  conversationsPerRequest: 100,
  /** Conversations one request may get whole. */
  conversationsPerGet: 20,
  /** Entries of a conversation's log that are looked at to count what is unread. */
  unreadEntries: 1000,
  /** Conversations of a user that may have marks. */
  markedConversations: 1000,
  conversationCustomDataBytes: 256,
  conversationGroups: 20,
  conversationGroupNameBytes: 32,
  conversationsPerGroup: 1000,
  /** Files one request may name. */
  filesPerRequest: 50,
  /** Conversations a client may list cursors for when it resumes. */
  resumeCursors: 1000,
  /** Pushes one `push.report` may tell of. */
  pushReports: 32,
  /** Devices a user's push story tells of, and entries of each. */
  storyDevices: 100,
  storyEntries: 20,
} as const
