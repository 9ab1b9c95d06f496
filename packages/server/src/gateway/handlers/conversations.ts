import type { ConversationMethods } from '@carillon/protocol'

import {
  addToGroup,
  createGroup,
  deleteConversation,
  deleteGroup,
  getConversations,
  groupNamesOf,
  listConversations,
  markConversations,
  pinConversation,
  removeFromGroup,
  renameGroup,
  setCustomData,
  totalUnread,
} from '../../conversations/index.ts'
import { answerOf, done, type Handlers } from './handler.ts'

/** Requests about the user's own list of conversations. */
export const conversationHandlers: Handlers<keyof ConversationMethods> = {
  async 'conversation.list'({ database }, { login }, params) {
    return done<'conversation.list'>(await listConversations(database, login, params))
  },

  async 'conversation.get'({ database }, { login }, { conversationIDs }) {
    return done<'conversation.get'>({
      conversations: await getConversations(database, login, conversationIDs),
    })
  },

  async 'conversation.unread'({ database }, { login }, { filter }) {
    return done<'conversation.unread'>({ count: await totalUnread(database, login, filter) })
  },

  async 'conversation.delete'({ messaging }, { login }, params) {
    return answerOf<'conversation.delete'>(await deleteConversation(messaging.parts, login, params))
  },

  async 'conversation.pin'({ messaging }, { login }, params) {
    return answerOf<'conversation.pin'>(await pinConversation(messaging.parts, login, params))
  },

  async 'conversation.mark'({ messaging }, { login }, params) {
    return answerOf<'conversation.mark'>(await markConversations(messaging.parts, login, params))
  },

  async 'conversation.setCustomData'({ messaging }, { login }, params) {
    return answerOf<'conversation.setCustomData'>(await setCustomData(messaging.parts, login, params))
  },

  async 'conversation.groups'({ database }, { login }) {
    return done<'conversation.groups'>({ names: await groupNamesOf(database, login) })
  },

  async 'conversation.createGroup'({ messaging }, { login }, params) {
    return answerOf<'conversation.createGroup'>(await createGroup(messaging.parts, login, params))
  },

  async 'conversation.deleteGroup'({ messaging }, { login }, { name }) {
    return answerOf<'conversation.deleteGroup'>(await deleteGroup(messaging.parts, login, name))
  },

  async 'conversation.renameGroup'({ messaging }, { login }, params) {
    return answerOf<'conversation.renameGroup'>(await renameGroup(messaging.parts, login, params))
  },

  async 'conversation.addToGroup'({ messaging }, { login }, params) {
    return answerOf<'conversation.addToGroup'>(await addToGroup(messaging.parts, login, params))
  },

  async 'conversation.removeFromGroup'({ messaging }, { login }, params) {
    return answerOf<'conversation.removeFromGroup'>(await removeFromGroup(messaging.parts, login, params))
  },
}
