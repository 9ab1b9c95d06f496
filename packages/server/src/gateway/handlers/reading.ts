import type { ReceiptMethods, ReceiveOptionMethods } from '@carillon/protocol'

import {
  allReceiveOption,
  markAllRead,
  markRead,
  readMembers,
  readReceipts,
  sendReceipts,
  setAllReceiveOption,
  setGroupReceiveOption,
  setUserReceiveOptions,
  userReceiveOptions,
} from '../../messaging/index.ts'
import { answerOf, done, type Handlers } from './handler.ts'

/** Requests about what was read and what the user wants to receive. */
export const readingHandlers: Handlers<keyof (ReceiptMethods & ReceiveOptionMethods)> = {
  async 'conversation.markRead'({ messaging }, { login }, { conversationID }) {
    return answerOf<'conversation.markRead'>(await markRead(messaging.parts, login, conversationID))
  },

  async 'conversation.markAllRead'({ messaging }, { login }) {
    return answerOf<'conversation.markAllRead'>(await markAllRead(messaging.parts, login))
  },

  async 'message.sendReceipts'({ messaging }, { login }, { msgIDs }) {
    return answerOf<'message.sendReceipts'>(await sendReceipts(messaging.parts, login, msgIDs))
  },

  async 'message.receipts'({ messaging }, { login }, { msgIDs }) {
    return answerOf<'message.receipts'>(await readReceipts(messaging.parts, login, msgIDs))
  },

  async 'message.readMembers'({ messaging }, { login }, params) {
    return answerOf<'message.readMembers'>(await readMembers(messaging.parts, login, params))
  },

  async 'conversation.setReceiveOption'({ messaging }, { login }, { option, userIDs, groupID }) {
    return answerOf<'conversation.setReceiveOption'>(
      groupID === undefined
        ? await setUserReceiveOptions(messaging.parts, login, { option, userIDs })
        : await setGroupReceiveOption(messaging.parts, login, { option, groupID }),
    )
  },

  async 'conversation.receiveOptions'({ database }, { login }, { userIDs }) {
    const options = await userReceiveOptions(database, login, userIDs)
    return done<'conversation.receiveOptions'>({ options })
  },

  async 'user.setAllReceiveOption'({ messaging }, { login }, params) {
    return answerOf<'user.setAllReceiveOption'>(await setAllReceiveOption(messaging.parts, login, params))
  },

  async 'user.allReceiveOption'({ database }, { login }) {
    const option = await allReceiveOption(database, login)
    return done<'user.allReceiveOption'>(option === undefined ? {} : { option })
  },
}
