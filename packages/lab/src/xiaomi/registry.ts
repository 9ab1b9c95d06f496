import { randomBytes } from 'node:crypto'
import { TokenRegistry, type TokenRegistration, type Waiting } from '../emulator/token-registry.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { AppRecord } from './apps.ts'

/** A message on its way to one phone. */
interface Pending extends Waiting {
  readonly notifyID: number | undefined
}

/** What Mi Push knows of one regId. */
export type Registration = TokenRegistration<AppRecord, Pending>

/** regIds and what is stored for phones that are away. */
export class Registry extends TokenRegistry<AppRecord, Pending> {
  /** regIds that died and have not been fetched, by app secret. */
  readonly #invalid = new Map<string, string[]>()

  /** The living registrations of an app. */
  count(app: AppRecord): number {
    return this.of(app).filter(({ alive }) => alive).length
  }

  override unregister(regID: string): void {
    const registration = this.find(regID)
    if (registration?.alive !== true) return
    super.unregister(regID)
    const { appSecret } = registration.app
    this.#invalid.set(appSecret, [...(this.#invalid.get(appSecret) ?? []), regID])
  }

  /** The invalid regIds since the last call. */
  drainInvalid(app: AppRecord): string[] {
    const list = this.#invalid.get(app.appSecret) ?? []
    this.#invalid.delete(app.appSecret)
    return list
  }
}

export const newRegID = (): string => randomBytes(48).toString('base64')

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: readonly AppRecord[],
  { appID, appKey, packageName }: { appID: string; appKey: string; packageName: string },
): AppRecord => {
  const app = apps.find((candidate) => candidate.appID === appID)
  if (app === undefined) throw new PushServiceError('22006', `Mi Push knows no app with the AppID "${appID}"`)
  if (app.appKey !== appKey) {
    throw new PushServiceError('22007', `The AppKey does not belong to the AppID "${appID}"`)
  }
  if (app.packageName !== packageName) {
    throw new PushServiceError('22022', `The AppID belongs to ${app.packageName}, not to ${packageName}`)
  }
  return app
}
