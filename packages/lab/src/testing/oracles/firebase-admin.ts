import { cert, deleteApp, initializeApp } from 'firebase-admin/app'
import { getMessaging, type Message } from 'firebase-admin/messaging'
import { runOracle } from './dial.ts'

/** Messages to send with firebase-admin, each batch as it says. */
export interface FirebaseTask {
  serviceAccount: Record<string, unknown>
  batches: { by: 'send' | 'sendEach' | 'sendEach over HTTP/1.1'; messages: Message[] }[]
}

/** Message id or error code of each message. */
export type FirebaseResult = (string | undefined)[][]

await runOracle(async ({ serviceAccount, batches }: FirebaseTask) => {
  const app = initializeApp({ credential: cert(serviceAccount) })
  const results: FirebaseResult = []
  for (const { by, messages } of batches) {
    const messaging = getMessaging(app)
    if (by === 'send') {
      results.push(
        await Promise.all(
          messages.map((message) =>
            messaging.send(message).catch((error: unknown) => (error as { code: string }).code),
          ),
        ),
      )
      continue
    }
    if (by !== 'sendEach') messaging.enableLegacyHttpTransport()
    const { responses } = await messaging.sendEach(messages)
    results.push(responses.map(({ messageId, error }) => messageId ?? error?.code))
  }
  await deleteApp(app)
  return results
})
