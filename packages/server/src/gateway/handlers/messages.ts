import { ErrorCode, type MessageMethods, type SendMessageResult } from '@carillon/protocol'

import { findMessages, readHistory, readMerged } from '../../messaging/index.ts'
import { answerOf, done, refused, type Handlers } from './handler.ts'

/** Requests about messages. */
export const messageHandlers: Handlers<keyof MessageMethods> = {
  async 'message.send'({ messaging, files, events, clock }, session, params) {
    const startedMs = clock.now()
    const { sdkAppID, userID, deviceID } = session.login
    const outcome = await messaging.send({
      sdkAppID,
      sender: userID,
      senderDeviceID: deviceID,
      platform: session.platform,
      params,
    })
    if (!outcome.ok) return outcome
    const { msgID, seq, timestampMs, elements } = outcome.record
    const merged = elements.find((element) => element.type === 'merger')
    const urls = files.pictureURLs([outcome.record])
    const result: SendMessageResult = {
      msgID,
      seq,
      timestampMs,
      ...(urls.length === 0 ? {} : { urls }),
      ...(merged?.mergedID === undefined ? {} : { mergedID: merged.mergedID }),
      ...(merged?.isLayersOverLimit === undefined ? {} : { isLayersOverLimit: merged.isLayersOverLimit }),
    }
    return done<'message.send'>(result, () => {
      session.noteOwnMessage(msgID)
      events.sendAnswered({ sdkAppID, msgID, durationMs: clock.now() - startedMs })
    })
  },

  async 'message.history'({ database }, { login }, params) {
    return answerOf<'message.history'>(await readHistory(database, login, params))
  },

  async 'message.find'({ database }, { login }, { msgIDs }) {
    return done<'message.find'>({ messages: await findMessages(database, login, msgIDs) })
  },

  async 'message.merged'({ database }, { login: { sdkAppID } }, { mergedID, offset = 0 }) {
    const page = await readMerged(database, { sdkAppID, mergedID, offset })
    return page
      ? done<'message.merged'>(page)
      : refused(ErrorCode.INVALID_PARAMETERS, 'mergedID: there are no such merged messages')
  },
}
