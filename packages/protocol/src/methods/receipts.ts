import type { TipUser } from '../elements.ts'
import type { MessageAddress } from '../messages.ts'

/** How far a message of the asking user is read: `receiver` or `groupID` say where. */
export type MessageReceipt = MessageAddress & {
  msgID: string
  readCount: number
  unreadCount: number
  /** When it was last read, epoch milliseconds; 0 for never. */
  timestampMs: number
}

/** A page of those who have read a message, or have not. */
export interface ReadMembersParams {
  msgID: string
  filter: 'read' | 'unread'
  /** 0 for the first page, then `nextSeq` of the page before. */
  nextSeq: number
  /** 1 to 100. */
  count: number
}

type Nothing = Record<string, never>

/** Requests about what has been read. */
export interface ReceiptMethods {
  /** Marks all messages of a conversation as read; in a one-to-one conversation the other learns of it. */
  'conversation.markRead': { params: { conversationID: string }; result: Nothing }
  'conversation.markAllRead': { params: Nothing; result: Nothing }
  /** Confirms that messages of one conversation were read, to their senders. */
  'message.sendReceipts': { params: { msgIDs: string[] }; result: Nothing }
  'message.receipts': { params: { msgIDs: string[] }; result: { receipts: MessageReceipt[] } }
  'message.readMembers': {
    params: ReadMembersParams
    result: { members: TipUser[]; nextSeq: number; isFinished: boolean }
  }
}

export const receiptMethods = [
  'conversation.markRead',
  'conversation.markAllRead',
  'message.sendReceipts',
  'message.receipts',
  'message.readMembers',
] as const satisfies readonly (keyof ReceiptMethods)[]
