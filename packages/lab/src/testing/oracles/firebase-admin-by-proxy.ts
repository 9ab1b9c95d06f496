import { text } from 'node:stream/consumers'
import { cert, deleteApp, initializeApp } from 'firebase-admin/app'
import { getMessaging, type Message } from 'firebase-admin/messaging'

// Nothing here knows of the lab: proxy and trust come from the environment.

/** Messages to send, one by one. */
export interface ProxyTask {
  serviceAccount: Record<string, string>
  messages: Message[]
}

const { serviceAccount, messages } = JSON.parse(await text(process.stdin)) as ProxyTask
const app = initializeApp({ credential: cert(serviceAccount) })
const messaging = getMessaging(app)
const results = await Promise.all(
  messages.map((message) =>
    messaging.send(message).catch((error: unknown) => (error as { code?: string }).code ?? String(error)),
  ),
)
await deleteApp(app)
process.stdout.write(JSON.stringify(results))
