import type { MessageReceipt } from '@carillon/protocol'

import type { V2TimMessageReceipt } from '../api/messages.ts'

/** A read receipt of the server as the app sees it. */
export const toV2TimReceipt = (receipt: MessageReceipt): V2TimMessageReceipt => ({
  userID: receipt.receiver ?? '',
  ...(receipt.groupID !== undefined && { groupID: receipt.groupID }),
  timestamp: Math.floor(receipt.timestampMs / 1000),
  msgID: receipt.msgID,
  readCount: receipt.readCount,
  unreadCount: receipt.unreadCount,
})
