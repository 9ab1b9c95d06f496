import { ApnsClient, Notification, PushType, SilentNotification } from 'apns2'
import { runOracle } from './dial.ts'

/** A notification to send with apns2. */
export interface Apns2Notification {
  deviceToken: string
  /** Without content: the client's own kind. */
  silent?: boolean
  topic?: string
  isVoIP?: boolean
  options?: Record<string, unknown>
}

/** Notifications to send, round after round with one client. */
export interface Apns2Task {
  team: string
  keyId: string
  signingKey: string
  defaultTopic: string
  rounds: Apns2Notification[][]
}

/** What came of each: 200, or the status and reason. */
export type Apns2Result = { status: number; reason?: string }[][]

const notificationOf = ({ deviceToken, silent, topic, isVoIP, options }: Apns2Notification): Notification => {
  const own = topic === undefined ? {} : { topic }
  if (silent === true) return new SilentNotification(deviceToken, own)
  return new Notification(deviceToken, {
    ...options,
    ...own,
    ...(isVoIP === true ? { type: PushType.voip } : {}),
  })
}

await runOracle(async ({ rounds, ...credential }: Apns2Task) => {
  const client = new ApnsClient(credential)
  const results: Apns2Result = []
  for (const notifications of rounds) {
    const sent = await client.sendMany(notifications.map(notificationOf))
    results.push(
      sent.map((each) => {
        if (!('error' in each)) return { status: 200 }
        // What is no answer of Apple's is a failure of the test.
        if (typeof each.error.statusCode !== 'number') throw each.error
        return { status: each.error.statusCode, reason: each.error.reason }
      }),
    )
  }
  await client.close()
  return results
})
