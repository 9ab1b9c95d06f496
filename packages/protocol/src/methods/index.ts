import { changeMethods, type ChangeMethods } from './changes.ts'
import { conversationMethods, type ConversationMethods } from './conversations.ts'
import { fileMethods, type FileMethods } from './files.ts'
import { groupMethods, type GroupMethods } from './groups.ts'
import { messageMethods, type MessageMethods } from './messages.ts'
import { pushMethods, type PushMethods } from './push.ts'
import { receiptMethods, type ReceiptMethods } from './receipts.ts'
import { receiveOptionMethods, type ReceiveOptionMethods } from './receive-options.ts'
import { sessionMethods, type SessionMethods } from './session.ts'

export type * from './changes.ts'
export type * from './conversations.ts'
export type * from './files.ts'
export type * from './groups.ts'
export type * from './messages.ts'
export type * from './push.ts'
export type * from './receipts.ts'
export type * from './receive-options.ts'
export type * from './session.ts'

/** Every request a client can make: its parameters and what a success carries. */
export interface MethodMap
  extends
    SessionMethods,
    MessageMethods,
    ChangeMethods,
    ReceiptMethods,
    ReceiveOptionMethods,
    ConversationMethods,
    GroupMethods,
    PushMethods,
    FileMethods {}

/** The name of a request. */
export type Method = keyof MethodMap

/** All requests by name. */
export const methods = [
  ...sessionMethods,
  ...messageMethods,
  ...changeMethods,
  ...receiptMethods,
  ...receiveOptionMethods,
  ...conversationMethods,
  ...groupMethods,
  ...pushMethods,
  ...fileMethods,
] as const satisfies readonly Method[]
