import { createV2TIMManager, type V2TIMManager } from './managers/v2tim-manager.ts'
import type { ClientOptions } from './options.ts'
import { ClientSession } from './session/client-session.ts'

/** An SDK of its own: what one app on one device has. */
export interface TencentImSDK {
  readonly v2TIMManager: V2TIMManager
  /** Adds options; they count from the next `initSDK` on. */
  configure(options: ClientOptions): void
}

/** Makes an SDK beside the singleton: for programs that log in several users, and for tests. */
export const createTencentImSDK = (options: ClientOptions = {}): TencentImSDK => {
  const session = new ClientSession(options)
  return { v2TIMManager: createV2TIMManager(session), configure: (more) => session.configure(more) }
}

/**
 * An app that takes this package under the original's name has it twice, for the push plugin brings it under
 * its own: both must be one SDK, or nobody would ever be logged in for the plugin.
 */
const place = Symbol.for('@carillon/client')
const globals = globalThis as { [place]?: TencentImSDK }
const shared = (globals[place] ??= createTencentImSDK())

/** The app's SDK, under the name the original gives it. */
export class TencentImSDKPlugin {
  static readonly v2TIMManager: V2TIMManager = shared.v2TIMManager

  /**
   * Says where the server is, before `initSDK`. The one call an app of the original has to add:
   * `TencentImSDKPlugin.configure({ server: 'wss://chat.example.com' })`.
   */
  static configure(options: ClientOptions): void {
    shared.configure(options)
  }
}
