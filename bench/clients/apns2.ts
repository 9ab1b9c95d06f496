import { ApnsClient, Notification } from 'apns2'

import { redirect } from '../borrowed.ts'
import type { Push } from '../target.ts'
import type { OpenClient } from './types.ts'

/** apns2: an undici pool of up to 32 HTTP/2 connections; no further tries. */
export const openApns2: OpenClient = (target) => {
  redirect(target)
  const { p8, keyID, teamID, bundleID } = target.apns
  const client = new ApnsClient({ team: teamID, keyId: keyID, signingKey: p8, defaultTopic: bundleID })
  const sendOne = ({ id, token, title, body, ext }: Push): Promise<boolean> =>
    client
      .send(
        new Notification(token, {
          alert: { title, body },
          sound: 'default',
          expiration: Math.floor(Date.now() / 1000) + 86_400,
          collapseId: id,
          mutableContent: true,
          data: { ext, msgID: id },
        }),
      )
      .then(
        () => true,
        () => false,
      )
  return {
    send: (pushes) => Promise.all(pushes.map(sendOne)),
    [Symbol.asyncDispose]: () => client.close(),
  }
}
