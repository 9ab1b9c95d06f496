import type { GroupNotice, MessageChange, MessageRecord, SendMessageResult } from '@carillon/protocol'

import type { V2TimCallback } from '../api/callbacks.ts'
import type { V2TimConversationListener } from '../api/conversations.ts'
import type { RawEvent } from '../connection/wire.ts'
import type { ListenerList } from './listener-list.ts'

/** What a login tells. Nothing after `end` was called, nor after `kicked` or `userSigExpired`. */
export interface AccountHandlers {
  connecting(): void
  connected(): void
  connectFailed(code: number, desc: string): void
  kicked(): void
  userSigExpired(): void
  /** Something happened in a group. */
  groupNotice(notice: GroupNotice): void
  /** A message nobody here has seen. */
  message(record: MessageRecord): void
  /** A change of messages nobody here has seen. */
  changed(change: MessageChange): void
  /** Any other event. */
  event(event: RawEvent): void
  /** Who is told of conversations. */
  conversations: ListenerList<V2TimConversationListener>
}

/** The answer to a send. `result` is there when `code` is 0. */
export interface SendAnswer extends V2TimCallback {
  result?: SendMessageResult
}
