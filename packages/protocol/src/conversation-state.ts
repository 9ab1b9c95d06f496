import type { GroupType } from './groups.ts'
import type { MessageRecord } from './messages.ts'

/**
 * What is a user's own of a conversation. The same on all devices of the user: each change raises the
 * user's state version, and devices are told the whole of it.
 */
export interface ConversationState {
  conversationID: string
  /** The user's state version at the last change of this. What has a lower one is older. */
  version: number
  /** Number of `ReceiveMsgOptEnum`. */
  receiveOption: number
  /** Messages up to this place are read. */
  readSeq: number
  /** One-to-one: the other has read what was sent up to this instant. */
  peerReadAtMs?: number
  /** Messages up to this place are not shown to the user (any more). */
  firstSeq: number
  /** Not in the list of conversations until something comes after this place: the user deleted the conversation. */
  unlistedSeq: number
  /** When the user pinned it; absent when it is not pinned. */
  pinnedAtMs?: number
  /** Marks by their numbers, 0 to 63, in order: 0 star, 1 unread, 2 fold, 3 hide, 32 and above the app's own. */
  marks: number[]
  /** The app's own text; '' for none. */
  customData: string
  /** Names of the user's groups of conversations it is in. */
  groups: string[]
}

/** A message of a group that mentions the user and is not read. */
export interface UnreadMention {
  seq: number
  /** 1 the user, 2 all, 3 both. */
  type: 1 | 2 | 3
}

/** A conversation as one user sees it, counted at one moment. */
export interface ConversationRecord extends ConversationState {
  /** It is in the user's list: there is something in it, and it was not deleted since. */
  isListed: boolean
  /** The end of its log as it was counted: what has a higher place is not in here. */
  lastSeq: number
  /** The newest message the user may see that is not excluded from being the last one. */
  lastMessage?: MessageRecord
  /** When its last message was stored, also one the user has deleted since; 0 for never. Orders the list. */
  lastTimeMs: number
  /** Messages of others after `readSeq`; of `limits.unreadEntries` entries of the log at most. */
  unreadCount: number
  /** In the order of the log, of those entries. */
  mentions: UnreadMention[]
  /** The other's nickname, or the group's name; absent where there is none. */
  name?: string
  faceUrl?: string
  /** Of a group that exists. */
  groupType?: GroupType
}

/** A conversation that was never used. */
export const unusedConversation = (conversationID: string): ConversationRecord => ({
  conversationID,
  version: 0,
  receiveOption: 0,
  readSeq: 0,
  firstSeq: 0,
  unlistedSeq: 0,
  marks: [],
  customData: '',
  groups: [],
  isListed: false,
  lastSeq: 0,
  lastTimeMs: 0,
  unreadCount: 0,
  mentions: [],
})

/** Which conversations are meant: those that match all that is given. */
export interface ConversationFilter {
  kind?: 'c2c' | 'group'
  mark?: number
  /** Name of a group of conversations. */
  group?: string
}

/** What became of one conversation of several. */
export interface ConversationResult {
  conversationID: string
  /** 0, 6004 for what is no conversation of the user's, 51007 for a group the user is not in. */
  code: number
  desc: string
}

/** What happened to the user's groups of conversations. */
export interface ConversationGroupsState {
  /** All names, in the order they were made. */
  names: string[]
  /** Set when this change gave one of them another name. */
  renamed?: { from: string; to: string }
}

/** Messages a user deleted for himself. */
export interface MessageDeletion {
  conversationID: string
  seqs: number[]
}
