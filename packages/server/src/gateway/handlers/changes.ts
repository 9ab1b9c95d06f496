import type { ChangeMethods } from '@carillon/protocol'

import {
  clearConversation,
  deleteExtensions,
  deleteMessages,
  listExtensions,
  modifyMessage,
  recallMessage,
  setExtensions,
} from '../../messaging/index.ts'
import { answerOf, done, type Handlers } from './handler.ts'

/** Requests that change messages for everyone, or take them from the user's own sight. */
export const changeHandlers: Handlers<keyof ChangeMethods> = {
  async 'message.recall'({ messaging }, { login }, params) {
    const outcome = await recallMessage(messaging.parts, login, params)
    return outcome.ok ? done<'message.recall'>({}) : outcome
  },

  async 'message.modify'({ messaging }, { login }, params) {
    return answerOf<'message.modify'>(await modifyMessage(messaging.parts, login, params))
  },

  async 'message.delete'({ messaging }, { login }, { msgIDs }) {
    return answerOf<'message.delete'>(await deleteMessages(messaging.parts, login, msgIDs))
  },

  async 'conversation.clear'({ messaging }, { login }, { conversationID }) {
    return answerOf<'conversation.clear'>(await clearConversation(messaging.parts, login, conversationID))
  },

  async 'message.setExtensions'({ messaging }, { login }, params) {
    return answerOf<'message.setExtensions'>(await setExtensions(messaging.parts, login, params))
  },

  async 'message.extensions'({ database }, { login }, { msgID }) {
    return answerOf<'message.extensions'>(await listExtensions(database, login, msgID))
  },

  async 'message.deleteExtensions'({ messaging }, { login }, params) {
    return answerOf<'message.deleteExtensions'>(await deleteExtensions(messaging.parts, login, params))
  },
}
