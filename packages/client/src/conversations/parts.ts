import type { Method, MethodMap } from '@carillon/protocol'

import type { V2TimConversationListener } from '../api/conversations.ts'
import type { Answer } from '../connection/request-queue.ts'
import type { LocalMessages } from '../store/local-messages.ts'

/** What the conversations of a login are made from. */
export interface ConversationParts {
  /** The user who is logged in. */
  me: string
  messages: LocalMessages
  /** Calls the app's listeners. */
  tell(call: (listener: V2TimConversationListener) => unknown): void
  hasListeners(): boolean
  request<M extends Method>(method: M, params: MethodMap[M]['params']): Promise<Answer>
  isOnline(): boolean
  nowMs(): number
}
