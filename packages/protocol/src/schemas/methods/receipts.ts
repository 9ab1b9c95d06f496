import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { ReceiptMethods } from '../../methods/receipts.ts'
import { conversationID, msgID, none, seq } from '../parts.ts'
import { msgIDs } from './messages.ts'

const strict = { additionalProperties: false }

export const receiptParams = {
  'conversation.markRead': Type.Object({ conversationID }, strict),
  'conversation.markAllRead': none,
  'message.sendReceipts': Type.Object({ msgIDs }, strict),
  'message.receipts': Type.Object({ msgIDs }, strict),
  'message.readMembers': Type.Object(
    {
      msgID,
      filter: Type.Union([Type.Literal('read'), Type.Literal('unread')]),
      nextSeq: seq,
      count: Type.Integer({ minimum: 1, maximum: limits.readMembersPage }),
    },
    strict,
  ),
} as const satisfies Record<keyof ReceiptMethods, unknown>
