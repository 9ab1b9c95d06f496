import type { MessageMethods } from '@carillon/protocol'

import { done, type Handlers } from './handler.ts'

/** Requests about messages. */
export const messageHandlers: Handlers<keyof MessageMethods> = {
  async 'message.send'({ messaging, events, clock }, session, params) {
    const startedMs = clock.now()
    const { sdkAppID, userID, deviceID } = session.login
    const outcome = await messaging.send({ sdkAppID, sender: userID, senderDeviceID: deviceID, params })
    if (!outcome.ok) return outcome
    const { msgID, seq, timestampMs } = outcome.record
    return done<'message.send'>({ msgID, seq, timestampMs }, () => {
      session.noteOwnMessage(msgID)
      events.sendAnswered({ sdkAppID, msgID, durationMs: clock.now() - startedMs })
    })
  },
}
