import type { V2TimConversationListener } from '../../api/conversations.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { conversationChanges } from './changing.ts'
import { conversationReading } from './reading.ts'

/** The list of conversations, what is mine of them, and what happens to them. */
export const createConversationManager = (session: ClientSession) => ({
  ...conversationReading(session),
  ...conversationChanges(session),

  /** From the first listener on, or the first method that reads it, the list is kept up to date. */
  addConversationListener(listener: V2TimConversationListener): void {
    session.conversationListeners.add(listener)
    const account = session.requireAccount()
    if (!('code' in account)) account.conversations.activate()
  },

  /** Removes `listener`, or all listeners when none is given. */
  removeConversationListener(listener?: V2TimConversationListener): void {
    session.conversationListeners.remove(listener)
  },
})

/** `getConversationManager()`. */
export type V2TIMConversationManager = ReturnType<typeof createConversationManager>
