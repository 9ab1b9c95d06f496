import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import type { NodeApnResult } from './node-apn.ts'

// Nothing here knows of the lab: the proxy is the client's own option, and trust comes from the environment.

/** A notification to send with @parse/node-apn. */
export interface NodeApnProxyTask {
  proxy: { host: string; port: number }
  token: { key: string; keyId: string; teamId: string }
  notification: Record<string, unknown>
  deviceTokens: string[]
}

interface NodeApn {
  Provider: new (options: object) => {
    send(notification: object, deviceTokens: string[]): Promise<NodeApnResult[number]>
    shutdown(): Promise<void> | void
  }
  Notification: new (payload: object) => object
}

const { proxy, token, notification, deviceTokens } = JSON.parse(await text(process.stdin)) as NodeApnProxyTask
const apn = createRequire(import.meta.url)('@parse/node-apn') as NodeApn
const provider = new apn.Provider({ proxy, token, production: true })
const result = await provider.send(new apn.Notification(notification), deviceTokens)
await provider.shutdown()
process.stdout.write(JSON.stringify(result))
