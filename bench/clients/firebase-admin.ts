import { cert, deleteApp, initializeApp } from 'firebase-admin/app'
import { getMessaging, type Message, type Messaging } from 'firebase-admin/messaging'

import { redirect } from '../borrowed.ts'
import type { Push, Target } from '../target.ts'
import type { OpenClient, PushClient } from './types.ts'

/** `sendEach`: a batch over HTTP/2, as Google recommends. */
export const openSendEach: OpenClient = (target) =>
  open(target, async (messaging, messages) => {
    const { responses } = await messaging.sendEach(messages)
    return responses.map(({ success }) => success)
  })

/** `send`: one at a time, which is HTTP/1.1. */
export const openSend: OpenClient = (target) =>
  open(target, async (messaging, messages) =>
    Promise.all(
      messages.map((message) =>
        messaging.send(message).then(
          () => true,
          () => false,
        ),
      ),
    ),
  )

const open = (
  target: Target,
  send: (messaging: Messaging, messages: Message[]) => Promise<boolean[]>,
): PushClient => {
  redirect(target)
  // As the key file has it: its types name the fields otherwise.
  const app = initializeApp({ credential: cert(target.fcm.serviceAccount as object) })
  const messaging = getMessaging(app)
  return {
    send: async (pushes) => {
      try {
        return await send(messaging, pushes.map(messageOf))
      } catch {
        return pushes.map(() => false)
      }
    },
    [Symbol.asyncDispose]: () => deleteApp(app),
  }
}

const messageOf = ({ id, token, title, body, ext }: Push): Message => ({
  token,
  notification: { title, body },
  data: { ext, msgID: id },
  android: {
    priority: 'high',
    ttl: 86_400_000,
    notification: { tag: id, sound: 'default', channelId: 'messages' },
  },
})
