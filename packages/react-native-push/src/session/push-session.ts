import type { VendorId } from '@carillon/protocol'

import { loggedInUser, type PushChat } from '../chat.ts'
import {
  failed,
  failedWith,
  PushErrorCode,
  PushPluginError,
  succeeded,
  type PushCallback,
} from '../errors.ts'
import { chooseCertificate, type ChosenCertificate, manufacturerOf } from '../maker/choose-certificate.ts'
import { vendorOfMaker } from '../maker/makers.ts'
import type { NativeCarillonPush, NativeEvent } from '../native/spec.ts'
import { credentialsFor, parseAppInfo, parseInitParams, type PushConfig } from '../params/parse.ts'
import { TapDelivery } from '../taps/tap-delivery.ts'
import type { Timer } from '../timer.ts'
import { AppStateReporter } from './app-state-reporter.ts'
import { DeviceTokens } from './device-token.ts'
import { notLoggedIn, TokenReporter } from './token-reporter.ts'

/** How long a vendor may take to give a token to one who waits for it. */
const tokenWaitMs = 20_000

/** What a session is made from. */
export interface SessionParts {
  native: NativeCarillonPush
  chat: PushChat
  timer: Timer
  /** The app's unread count for doBackground. Never rejects. */
  unreadCount: () => Promise<number>
  /** Told of what nobody waits for the answer of. */
  onFault: (what: string) => void
  isUseGoogleFCM: () => boolean
}

/** One phone's offline push, from the first `init` until `close`: registration, token, app state and taps. */
export class PushSession {
  readonly #parts: SessionParts
  readonly #tokens: DeviceTokens
  readonly #tokenReporter: TokenReporter
  readonly #appStateReporter: AppStateReporter
  readonly taps: TapDelivery
  #chosen: ChosenCertificate | undefined
  /** After clearToken, until the app asks for push again. */
  #cleared = false
  #unsubscribe: (() => void) | undefined
  #closed = false

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#tokens = new DeviceTokens(parts.timer)
    this.#tokenReporter = new TokenReporter(parts.chat, parts.timer)
    this.#appStateReporter = new AppStateReporter(parts.chat, parts.unreadCount)
    this.taps = new TapDelivery(parts.native, parts.onFault)
  }

  /** Registers with the phone's vendor and reports from then on; see `TimPushPlugin.init`. */
  async init(params: unknown): Promise<PushCallback> {
    try {
      const { config, pushClickAction } = parseInitParams(params)
      // Before anything is taken from the phone: a later init finds everything still there.
      if ((await loggedInUser(this.#parts.chat)) === undefined) return notLoggedIn()
      this.#subscribe()
      const [registration] = await Promise.all([
        this.#register(config),
        this.#reportAppState(),
        pushClickAction === undefined ? this.taps.deliver() : this.taps.setAction(pushClickAction),
      ])
      return registration
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Reports the token now, waiting for the vendor if it has given none yet. */
  async uploadToken(appInfo: unknown): Promise<PushCallback> {
    try {
      const config = parseAppInfo(appInfo)
      if ((await loggedInUser(this.#parts.chat)) === undefined) return notLoggedIn()
      this.#subscribe()
      const registration = await this.#register(config)
      const vendor = this.#vendor()
      if (registration.code !== 0 || vendor === undefined || this.#tokens.get(vendor) !== '')
        return registration
      if ((await this.#tokens.wait(vendor, tokenWaitMs)) === '') {
        return failed(
          PushErrorCode.TOKEN_EMPTY,
          `The phone's push service (${vendor}) gave no token in time.`,
        )
      }
      return await this.#tokenReporter.refresh()
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Takes the binding back: this phone gets no pushes until `init` or `uploadToken`. */
  async clearToken(appInfo: unknown): Promise<PushCallback> {
    try {
      const chosen = appInfo === undefined ? this.#chosen : await this.choose(parseAppInfo(appInfo))
      if (chosen === undefined) return await this.#noCertificate()
      this.#cleared = true
      return await this.#tokenReporter.report({ certificateID: chosen.certificateID, token: '' })
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** The certificate this phone uses of those given. */
  async choose(config: PushConfig): Promise<ChosenCertificate | undefined> {
    const device = await this.#parts.native.getDeviceInfo()
    return chooseCertificate(device, config.certificateIDs, this.#parts.isUseGoogleFCM())
  }

  /** Lower-case maker. */
  async manufacturer(): Promise<string> {
    return manufacturerOf(await this.#parts.native.getDeviceInfo())
  }

  /** The token of the chosen vendor, waited for at most 20 s; '' when none came or none was chosen. */
  deviceToken(): Promise<string> {
    const vendor = this.#vendor()
    return vendor === undefined ? Promise.resolve('') : this.#tokens.wait(vendor, tokenWaitMs)
  }

  /** Ends listening and retries. May be called twice. */
  close(): void {
    this.#closed = true
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#tokenReporter.close()
  }

  async #register(config: PushConfig): Promise<PushCallback> {
    const chosen = await this.choose(config)
    if (chosen === undefined) return this.#noCertificate()
    const credentials = credentialsFor(config, chosen.maker)
    const vendor = vendorOfMaker[chosen.maker]
    this.#chosen = chosen
    this.#cleared = false
    try {
      this.#tokens.set(vendor, await this.#parts.native.register(vendor, credentials))
    } catch (error) {
      return failedWith(
        error,
        PushErrorCode.REGISTER_FAILED,
        `The phone's push service (${vendor}) refused to register`,
      )
    }
    const token = this.#tokens.get(vendor)
    // None yet: it is reported when it comes.
    if (token === '') return succeeded()
    return this.#tokenReporter.report({ certificateID: chosen.certificateID, token })
  }

  async #reportAppState(): Promise<void> {
    await this.#appStateReporter.restart(await this.#parts.native.getAppState())
  }

  #subscribe(): void {
    if (this.#closed) throw new PushPluginError(PushErrorCode.DISPOSED, 'The plugin was disposed of.')
    this.#unsubscribe ??= this.#parts.native.addEventListener((event) => this.#nativeOnEvent(event))
  }

  #nativeOnEvent(event: NativeEvent): void {
    switch (event.type) {
      case 'token':
        this.#tokens.set(event.vendor, event.token)
        this.#tokenOnChange(event.vendor)
        return
      case 'tap':
        void this.taps.deliver()
        return
      case 'app-state':
        void this.#appStateReporter.change(event.state)
        // Someone else may have logged in while the app was away.
        if (event.state === 'active') void this.#tokenReporter.refresh()
        return
      default:
        event satisfies never
    }
  }

  #tokenOnChange(vendor: VendorId): void {
    const token = this.#tokens.get(vendor)
    if (this.#chosen === undefined || this.#vendor() !== vendor || this.#cleared || token === '') return
    void this.#tokenReporter
      .update({ certificateID: this.#chosen.certificateID, token })
      .then((answer) => answer.code !== 0 && this.#parts.onFault(answer.desc))
  }

  #vendor(): VendorId | undefined {
    return this.#chosen && vendorOfMaker[this.#chosen.maker]
  }

  async #noCertificate(): Promise<PushCallback> {
    const { system } = await this.#parts.native.getDeviceInfo()
    const maker = await this.manufacturer()
    const wanted = system === 'ios' ? 'apple_buz_id' : `that of its maker, or google_buz_id`
    return failed(
      PushErrorCode.INVALID_PARAMETERS,
      `No certificate ID was given for this phone (maker "${maker}"): pass ${wanted}. Nothing was reported.`,
    )
  }
}
