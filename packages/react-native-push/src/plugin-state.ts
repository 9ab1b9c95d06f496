import { TencentImSDKPlugin } from '@carillon/client'

import type { PushChat } from './chat.ts'
import { messageOf, PushErrorCode, PushPluginError } from './errors.ts'
import { resolveNative } from './native/resolve.ts'
import type { NativeCarillonPush } from './native/spec.ts'
import { PushSession } from './session/push-session.ts'
import { systemTimer, type Timer } from './timer.ts'

declare const console: { warn(text: string): void }

/** All optional: an app gives at most `isUseGoogleFCM` and `unreadCount`, tests the rest. */
export interface TimPushPluginOptions {
  /** Prefer FCM to the maker's own push where Google services run. Default false. */
  isUseGoogleFCM?: boolean
  /**
   * The app's unread count, told to the server when the app goes to the background: the base of the
   * badge. Default: the SDK's total, else the number last given to `setBadgeNum`.
   */
  unreadCount?: () => number | Promise<number>
  /** The phone. Default: the native module of this app. */
  native?: NativeCarillonPush
  /** The chat SDK. Default: `TencentImSDKPlugin.v2TIMManager`. */
  chat?: PushChat
  timer?: Timer
  /** Told of what went wrong where nobody waits for an answer. Default: `console.warn`. */
  onFault?: (what: string) => void
}

/** One phone's push as its doors (`TimPushPlugin`, `Push`, the hooks) share it. */
export class PluginState {
  readonly options: TimPushPluginOptions
  lastBadgeNum = 0
  #session: PushSession | undefined

  constructor(options: TimPushPluginOptions = {}) {
    this.options = { ...options }
  }

  /** @throws PushPluginError off the phone */
  get native(): NativeCarillonPush {
    return this.options.native ?? resolveNative()
  }

  get chat(): PushChat {
    return this.options.chat ?? TencentImSDKPlugin.v2TIMManager
  }

  get timer(): Timer {
    return this.options.timer ?? systemTimer
  }

  /** Opened when it is first asked for. @throws PushPluginError off the phone */
  get session(): PushSession {
    return (this.#session ??= new PushSession({
      native: this.native,
      chat: this.chat,
      timer: this.timer,
      unreadCount: () => this.#unreadCount(),
      onFault: (what) => this.fault(what),
      isUseGoogleFCM: () => this.options.isUseGoogleFCM ?? false,
    }))
  }

  fault(what: string): void {
    if (this.options.onFault === undefined) console.warn(`[carillon push] ${what}`)
    else this.options.onFault(what)
  }

  dispose(): void {
    this.#session?.close()
    this.#session = undefined
  }

  async #unreadCount(): Promise<number> {
    try {
      return toCount(await (this.options.unreadCount ?? (() => this.#totalUnread()))())
    } catch (error) {
      this.fault(`unreadCount failed: ${messageOf(error)}`)
      return this.lastBadgeNum
    }
  }

  async #totalUnread(): Promise<number> {
    const answer = await this.chat.getConversationManager?.().getTotalUnreadMessageCount?.()
    return answer?.code === 0 && answer.data !== undefined ? answer.data : this.lastBadgeNum
  }
}

const place = Symbol.for('@carillon/react-native-push')
const globals = globalThis as { [place]?: PluginState }

/**
 * A phone has one push registration, so plugins made without a phone and chat of their own share one state:
 * also those of a second copy of this package, as an app has it that takes it under both of the originals' names.
 */
export const sharedState = (globals[place] ??= new PluginState())

/** Runs `work`; what the phone says becomes a PushPluginError. */
export const onPhone = async <T>(
  work: () => Promise<T>,
  code: number = PushErrorCode.NATIVE_FAILED,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PushPluginError) throw error
    throw new PushPluginError(code, `The phone failed: ${messageOf(error)}`)
  }
}

const toCount = (count: number): number => (Number.isInteger(count) && count > 0 ? count : 0)
