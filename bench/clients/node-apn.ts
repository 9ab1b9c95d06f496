import { createRequire } from 'node:module'

import { redirect } from '../borrowed.ts'
import type { Push } from '../target.ts'
import type { OpenClient } from './types.ts'

interface NodeApn {
  Provider: new (options: object) => {
    send(notification: object, deviceToken: string): Promise<{ sent: unknown[]; failed: unknown[] }>
    shutdown(): Promise<void> | void
  }
  Notification: new (payload: object) => object
}

/** @parse/node-apn with a key: one connection, up to 3 further tries after 429, 5xx and timeouts. */
export const openNodeApn: OpenClient = (target) => {
  redirect(target)
  const apn = createRequire(import.meta.url)('@parse/node-apn') as NodeApn
  const { p8, keyID, teamID, bundleID } = target.apns
  const provider = new apn.Provider({ token: { key: p8, keyId: keyID, teamId: teamID }, production: true })
  const sendOne = async ({ id, token, title, body, ext }: Push): Promise<boolean> => {
    const notification = new apn.Notification({
      alert: { title, body },
      topic: bundleID,
      pushType: 'alert',
      priority: 10,
      expiry: Math.floor(Date.now() / 1000) + 86_400,
      sound: 'default',
      collapseId: id,
      mutableContent: true,
      payload: { ext, msgID: id },
    })
    try {
      return (await provider.send(notification, token)).sent.length === 1
    } catch {
      return false
    }
  }
  return {
    send: (pushes) => Promise.all(pushes.map(sendOne)),
    [Symbol.asyncDispose]: async () => {
      await provider.shutdown()
    },
  }
}
