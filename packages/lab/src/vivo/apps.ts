import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex } from '../random.ts'
import type { VivoApp, VivoAppOptions } from './types.ts'

/** An app with what the emulator looks up. */
export interface AppRecord extends VivoApp {
  /** By the ID of `callback.id`. */
  readonly receiptURLs: ReadonlyMap<string, string>
}

/** A new app with keys in the vendor's shapes. */
export const createAppRecord = (options: VivoAppOptions): AppRecord => {
  const receiptURLs = new Map<string, string>()
  return {
    packageName: options.packageName,
    appID: options.appID ?? Number(randomDigits(9)),
    appKey: options.appKey ?? randomHex(32),
    appSecret:
      options.appSecret ?? `${randomHex(8)}-${randomHex(4)}-${randomHex(4)}-${randomHex(4)}-${randomHex(12)}`,
    underReview: false,
    closed: false,
    systemMessages: true,
    forbiddenWords: [],
    testDevices: new Set(),
    receiptURLs,
    addReceiptURL(url) {
      const id = String(receiptURLs.size + 1)
      receiptURLs.set(id, url)
      return id
    },
  }
}

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: readonly AppRecord[],
  { appID, appKey, packageName }: { appID: string; appKey: string; packageName: string },
): AppRecord => {
  const app = apps.find((candidate) => String(candidate.appID) === appID)
  if (app === undefined) throw new PushServiceError('10005', `vivo knows no app with the AppID "${appID}"`)
  if (app.appKey !== appKey) {
    throw new PushServiceError('10004', `The AppKey does not belong to the AppID "${appID}"`)
  }
  if (app.packageName !== packageName) {
    throw new PushServiceError('10003', `The AppID belongs to ${app.packageName}, not to ${packageName}`)
  }
  return app
}
