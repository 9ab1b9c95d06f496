import { createRequire } from 'node:module'
import { runOracle } from './dial.ts'

/** A notification to send with @parse/node-apn, once with each way to prove who one is. */
export interface NodeApnTask {
  credentials: ({ token: { key: string; keyId: string; teamId: string } } | { cert: string; key: string })[]
  notification: Record<string, unknown>
  deviceTokens: string[]
}

/** What node-apn says of each credential's sends. */
export type NodeApnResult = {
  sent: { device: string }[]
  failed: { device: string; status?: number; response?: { reason: string; timestamp?: number } }[]
}[]

interface NodeApn {
  Provider: new (options: object) => {
    send(notification: object, deviceTokens: string[]): Promise<NodeApnResult[number]>
    shutdown(): Promise<void> | void
  }
  Notification: new (payload: object) => object
}

await runOracle(async ({ credentials, notification, deviceTokens }: NodeApnTask) => {
  const apn = createRequire(import.meta.url)('@parse/node-apn') as NodeApn
  const results: NodeApnResult = []
  for (const credential of credentials) {
    const provider = new apn.Provider({ ...credential, production: true })
    results.push(await provider.send(new apn.Notification(notification), deviceTokens))
    await provider.shutdown()
  }
  return results
})
