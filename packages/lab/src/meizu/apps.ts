import { createHash, randomBytes } from 'node:crypto'
import type { TokenRegistration, TokenRegistry } from '../emulator/token-registry.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex } from '../random.ts'
import { refusal, type Refusal } from './codes.ts'
import type { MeizuApp, MeizuAppOptions } from './types.ts'

/** What Meizu knows of one pushId. */
export type Registration = TokenRegistration<MeizuApp>

/** pushIds and what is stored for phones that are away. */
export type Registry = TokenRegistry<MeizuApp>

/** A new app with keys in the vendor's shapes. */
export const createApp = (options: MeizuAppOptions): MeizuApp => ({
  packageName: options.packageName,
  appID: options.appID ?? randomDigits(6),
  appKey: options.appKey ?? randomHex(32),
  appSecret: options.appSecret ?? randomHex(32),
  receiptToken: options.receiptToken ?? randomHex(32),
  blacklisted: false,
  receiptURLs: new Set(),
})

/** The app of a signed call, or why it is refused. */
export const authorize = (
  fields: Readonly<Record<string, string>>,
  apps: ReadonlyMap<string, MeizuApp>,
): MeizuApp | Refusal => {
  const { sign, ...signed } = fields
  const app = apps.get(fields['appId'] ?? '')
  if (app === undefined) return refusal(110000)
  const joined = Object.entries(signed)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
  const expected = createHash('md5')
    .update([...joined, app.appSecret].join(''))
    .digest('hex')
  if (sign !== expected) return refusal(1006)
  return app.blacklisted ? refusal(110009) : app
}

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: ReadonlyMap<string, MeizuApp>,
  { appID, appKey, packageName }: { appID: string; appKey: string; packageName: string },
): MeizuApp => {
  const app = apps.get(appID)
  if (app === undefined) throw new PushServiceError('110000', 'Meizu knows no app with this AppID')
  if (app.appKey !== appKey)
    throw new PushServiceError('110001', `The AppKey does not belong to the AppID "${appID}"`)
  if (app.packageName !== packageName)
    throw new PushServiceError('110031', `The AppID belongs to ${app.packageName}, not to ${packageName}`)
  return app
}

export const newPushID = (): string => `UCI${randomBytes(22).toString('hex').slice(0, 43).toUpperCase()}`
