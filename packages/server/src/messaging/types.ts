import type {
  GroupTipsElement,
  GroupRole,
  MessageRecord,
  Platform,
  SendMessageParams,
} from '@carillon/protocol'

/** What a client asks to be sent, with who asks. */
export interface SendRequest {
  sdkAppID: number
  sender: string
  senderDeviceID: string
  /** What the sender's device runs on; absent when the app itself sends. */
  platform?: Platform
  params: SendMessageParams
}

/** A send that is decided on: what is left is to store it. */
export interface Send extends SendRequest {
  /** A group's conversation. Absent: one-to-one, found or made by the pair. */
  group?: { conversationID: number; nameCard?: string }
  countsAsUnread: boolean
  /** It has an outbox row, from which it is pushed. */
  isPushed: boolean
  /** Only these may see it. */
  visibleTo?: readonly string[]
  /** What the sender gets when the receiver blocks him. */
  showsBlockedAsSent: boolean
}

/** What became of a send. */
export type SendOutcome =
  | { ok: true; record: MessageRecord; isDuplicate: boolean }
  | { ok: false; code: number; desc: string }

/** A send that was stored, with what decides who gets it live. */
export interface StoredSend {
  ok: true
  record: MessageRecord
  isDuplicate: boolean
  /** The receiver blocks the sender: only the sender sees it. */
  isBlocked: boolean
  /** Members who want nothing of the conversation but mentions (option 4) or not even those (option 1). */
  notReceiving: ReadonlyMap<string, 1 | 4>
}

/** What storing a send came to. */
export type StoreOutcome = StoredSend | { ok: false; code: number; desc: string }

/** Whether a user may send to a group, and who is to have it. */
export type GroupSendCheck =
  | {
      ok: true
      /** Of the `conversations` row with kind 'group' and the groupID as its key. */
      conversationID: number
      /** The members, the sender left out or not: it makes no difference. Kept and shared, so never changed in place. */
      recipients: readonly string[]
      /** The sender's name card in the group. */
      nameCard?: string
      /** False for AVChatRoom: live only, without history and push. */
      isStored: boolean
      /** False for groups without unread counts: Meeting and AVChatRoom. */
      countsAsUnread: boolean
      /** As clients name it: "Public". */
      groupType: string
    }
  | { ok: false; code: number; desc: string }

/** What messaging asks of groups. Every member of a group that stores messages has a `conversation_members` row. */
export interface GroupSends {
  /** 10010 for a group that does not exist, 10007 for a sender who is no member, 10017 for one who is muted. */
  checkSend(request: {
    sdkAppID: number
    groupID: string
    sender: string
    params: SendMessageParams
  }): Promise<GroupSendCheck>
  /** A group's members; undefined for a group that does not exist. */
  audience(group: { sdkAppID: number; groupID: string }): Promise<readonly string[] | undefined>
  /** A member's role; undefined for who is none. */
  roleOf(member: { sdkAppID: number; groupID: string; userID: string }): Promise<GroupRole | undefined>
}

/** A tip to be put into a group's conversation: stored, delivered, in history, never pushed, not counted as unread. */
export interface TipsRequest {
  sdkAppID: number
  groupID: string
  conversationID: number
  element: GroupTipsElement
  /** The members who are to have it. Those who just left may be among them. */
  recipients: readonly string[]
  /** False for AVChatRoom: live only. */
  isStored: boolean
}

/** The answer of a refused request. */
export const refusedSend = (code: number, desc: string): { ok: false; code: number; desc: string } => ({
  ok: false,
  code,
  desc,
})
