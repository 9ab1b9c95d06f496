import type { TokenRegistration, TokenRegistry } from '../emulator/token-registry.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { AppRecord } from './apps.ts'

/** What OPPO Push knows of one registration_id. */
export type Registration = TokenRegistration<AppRecord>

/** registration_ids and what is stored for phones that are away. */
export type Registry = TokenRegistry<AppRecord>

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: ReadonlyMap<string, AppRecord>,
  { appKey, appSecret, packageName }: { appKey: string; appSecret: string; packageName: string },
): AppRecord => {
  const app = apps.get(appKey)
  if (app === undefined)
    throw new PushServiceError('14', `OPPO Push knows no app with the AppKey "${appKey}"`)
  if (app.appSecret !== appSecret) {
    throw new PushServiceError('16', `The AppSecret does not belong to the AppKey "${appKey}"`)
  }
  if (app.packageName !== packageName) {
    throw new PushServiceError('14', `The AppKey belongs to ${app.packageName}, not to ${packageName}`)
  }
  return app
}
