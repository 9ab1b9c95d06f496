import type { MessageRecord } from '../messages.ts'
import type { FileURL } from '../methods/files.ts'
import type { MessageChange } from '../changes.ts'
import type { MessageReceipt } from '../methods/receipts.ts'

/**
 * `urls`: of pictures in them, good for a while.
 *
 * The entries of a conversation's log, which is numbered by `seq`. They are acknowledged, resumed from
 * and caught up with alike: every entry once, each conversation in its order.
 */
export interface MessageEvents {
  /** A message for this user, or one of this user's own from another device. */
  'message.new': { message: MessageRecord; urls?: FileURL[] }
  /** Something changed about messages of a conversation, for all who are in it. */
  'message.changed': { change: MessageChange; urls?: FileURL[] }
  /** Read receipts of messages this user sent. Live only: after a pause a client asks for them. */
  'message.receipts': { receipts: MessageReceipt[] }
}
