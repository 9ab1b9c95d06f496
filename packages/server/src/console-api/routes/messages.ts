import { consoleLimits, type ConsoleMessageContent, type ConsoleMessagePage } from '@carillon/protocol'
import Type from 'typebox'

import { lookIntoMessages, lookUpConversation, lookUpMessage, type LookedAt } from '../../messaging/index.ts'
import { ConsoleError, invalidField } from '../console-error.ts'
import { route } from '../route.ts'
import { appPath, epochMs, exactly, groupID, msgID, userID } from './fields.ts'

const search = exactly({
  msgID: Type.Optional(msgID),
  /** Two users who talk to each other. */
  userID: Type.Optional(userID),
  peerUserID: Type.Optional(userID),
  groupID: Type.Optional(groupID),
  fromMs: Type.Optional(epochMs),
  untilMs: Type.Optional(epochMs),
  /** `next` of the page before. */
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

const conversationOf = (body: Type.Static<typeof search>): LookedAt => {
  const { userID: one, peerUserID: other, groupID: group } = body
  if (group !== undefined && one === undefined && other === undefined) return { groupID: group }
  if (group === undefined && one !== undefined && other !== undefined) return { userIDs: [one, other] }
  const field = one === undefined ? 'userID' : other === undefined ? 'peerUserID' : 'groupID'
  throw invalidField(field, 'Look for one of msgID, groupID, and userID with peerUserID.')
}

/** Messages, for those who help users: what was sent when by whom; what it says only for a reason. */
export const messageRoutes = [
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/messages/search',
    summary:
      'A message, or those of a conversation in a time, latest first, without what they say. Stands in the audit log',
    role: 'support',
    params: appPath,
    body: search,
    action: 'message.search',
    async handle({ params, body }, { parts, noteDetail }): Promise<ConsoleMessagePage> {
      const { sdkAppID } = await parts.admin.app(params.sdkAppID)
      noteDetail(body)
      if (body.msgID !== undefined) {
        const message = await lookUpMessage(parts.database, sdkAppID, body.msgID)
        if (message !== undefined) return { messages: [message] }
        throw new ConsoleError(
          404,
          'CRL_MESSAGE_NOT_FOUND',
          'There is no message with this ID. The ID is what sendMessage answered (msgID); online-only messages are not stored.',
          'msgID',
        )
      }
      const conversation = conversationOf(body)
      const { fromMs = 0, untilMs = parts.clock.now() + 1, before: beforeSeq, limit = 50 } = body
      if (fromMs >= untilMs) throw invalidField('fromMs', 'The time ends before it begins.')
      const asked = { conversation, fromMs, untilMs, beforeSeq, limit }
      return await lookUpConversation(parts.database, sdkAppID, asked)
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/messages/read',
    summary:
      'What messages say. The reason stands in the audit log; an owner can switch this off for the app',
    role: 'support',
    params: appPath,
    body: exactly({
      msgIDs: Type.Array(msgID, { minItems: 1, maxItems: consoleLimits.messagesPerLook }),
      reason: Type.String({ maxLength: 4096 }),
    }),
    action: 'message.read',
    async handle(
      { params, body },
      { parts, noteDetail },
    ): Promise<{ messages: readonly ConsoleMessageContent[] }> {
      const { sdkAppID, settings } = await parts.admin.app(params.sdkAppID)
      if (!settings.support.showMessageText)
        throw new ConsoleError(
          403,
          'CRL_CONSOLE_TEXT_OFF',
          'An owner has switched off that messages of this app can be read in the console.',
        )
      const reason = body.reason.trim()
      const { leastReasonCharacters: least, mostReasonCharacters: most } = consoleLimits
      if (reason.length < least || reason.length > most || /\p{Cc}/u.test(reason))
        throw invalidField('reason', `Say why you look, in ${least} to ${most} characters on one line.`)
      const messages = await lookIntoMessages(parts.database, sdkAppID, body.msgIDs)
      noteDetail({ reason, msgIDs: messages.map((message) => message.msgID) })
      return { messages }
    },
  }),
]
