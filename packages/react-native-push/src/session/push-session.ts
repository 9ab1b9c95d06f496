import type { VendorId } from '@carillon/protocol'

import { loggedInUser, type PushChat } from '../chat.ts'
import { failedWith, PushErrorCode, PushPluginError, succeeded, type PushCallback } from '../errors.ts'
import { chooseCertificate, type ChosenCertificate, manufacturerOf } from '../maker/choose-certificate.ts'
import { vendorOfMaker } from '../maker/makers.ts'
import type { NativeCarillonPush, NativeEvent } from '../native/spec.ts'
import { credentialsFor, type PushConfig } from '../params/parse.ts'
import type { PushClickAction } from '../params/types.ts'
import { messageIDOf } from '../taps/forms.ts'
import { TapDelivery } from '../taps/tap-delivery.ts'
import type { Timer } from '../timer.ts'
import { AppStateReporter } from './app-state-reporter.ts'
import { ConfigSource } from './config-source.ts'
import { DeviceTokens } from './device-token.ts'
import { noCertificate } from './no-certificate.ts'
import { PushReporter } from './push-reporter.ts'
import { notLoggedIn, TokenReporter } from './token-reporter.ts'
import { VoipRegistration } from './voip-registration.ts'
import { refusedToRegister, tokenWaitMs, waitForToken } from './wait-for-token.ts'

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

type RegistrationFailure = Extract<NativeEvent, { type: 'registration-failed' }>

/** One phone's offline push, from the first `init` until `close`: registration, token, app state and taps. */
export class PushSession {
  readonly #parts: SessionParts
  readonly #tokens: DeviceTokens
  readonly #tokenReporter: TokenReporter
  readonly #voip: VoipRegistration
  readonly #appStateReporter: AppStateReporter
  readonly #pushReporter: PushReporter
  readonly taps: TapDelivery
  readonly config: ConfigSource
  #chosen: ChosenCertificate | undefined
  /** After clearToken, until the app asks for push again. */
  #cleared = false
  #unsubscribe: (() => void) | undefined
  readonly #listeners = new Set<(event: NativeEvent) => void>()
  #closed = false

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#tokens = new DeviceTokens(parts.timer)
    this.#tokenReporter = new TokenReporter(parts.chat, parts.timer, ({ certificateID, token }) =>
      parts.chat.getOfflinePushManager().setOfflinePushConfig(certificateID, token, false),
    )
    this.#voip = new VoipRegistration(parts)
    this.#appStateReporter = new AppStateReporter(parts.chat, parts.unreadCount)
    this.config = new ConfigSource(parts.native)
    this.#pushReporter = new PushReporter(parts.chat, parts.timer)
    this.taps = new TapDelivery(parts.native, parts.onFault, (tap) =>
      this.#pushReporter.report('tapped', messageIDOf(tap)),
    )
  }

  /** Registers with the phone's vendor and reports from then on; see `TimPushPlugin.init`. */
  async init(params: unknown): Promise<PushCallback> {
    try {
      const { config, pushClickAction } = await this.config.readInit(params)
      // Before anything is taken from the phone: a later init finds everything still there.
      if ((await loggedInUser(this.#parts.chat)) === undefined) return notLoggedIn()
      this.#subscribe()
      this.#pushReporter.refresh()
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
      const config = await this.config.read(appInfo)
      if ((await loggedInUser(this.#parts.chat)) === undefined) return notLoggedIn()
      this.#subscribe()
      const registration = await this.#register(config)
      const vendor = this.vendor
      if (registration.code !== 0 || vendor === undefined || this.#tokens.get(vendor) !== '')
        return registration
      const failure = await waitForToken(this.#tokens, vendor)
      return failure ?? (await this.#tokenReporter.refresh())
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Registers with the vendor, whoever is logged in, and reports the token now or with the next login. */
  async registerPush(): Promise<PushCallback> {
    try {
      this.#subscribe()
      this.#tokenReporter.waitForLogin()
      this.#voip.waitForLogin()
      const registration = await this.#register(await this.config.read())
      const vendor = this.vendor
      const isRefused = registration.code !== 0 && registration.code !== PushErrorCode.NOT_LOGGED_IN
      if (vendor === undefined || isRefused) return registration
      const failure = this.#tokens.get(vendor) === '' ? await waitForToken(this.#tokens, vendor) : undefined
      void this.#reportAppState()
      if (failure !== undefined) return failure
      return registration.code === PushErrorCode.NOT_LOGGED_IN ? succeeded() : registration
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Takes the binding back on the server, and the registration with the vendor. */
  async unRegisterPush(): Promise<PushCallback> {
    try {
      const chosen = this.#chosen ?? (await this.choose(await this.config.read()))
      if (chosen === undefined) return await this.#noCertificate()
      const vendor = vendorOfMaker[chosen.maker]
      const answer = await this.clearToken(undefined)
      await this.#parts.native.unregisterPush(vendor)
      this.#tokens.forget(vendor)
      // A user who is logged out has no binding any more.
      return answer.code === PushErrorCode.NOT_LOGGED_IN ? succeeded() : answer
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Takes the binding back: this phone gets no pushes until `init` or `uploadToken`. */
  async clearToken(appInfo: unknown): Promise<PushCallback> {
    try {
      const chosen =
        appInfo === undefined && this.#chosen !== undefined
          ? this.#chosen
          : await this.choose(await this.config.read(appInfo))
      if (chosen === undefined) return await this.#noCertificate()
      this.#cleared = true
      this.#voip.cleared()
      return await this.#tokenReporter.report({ certificateID: chosen.certificateID, token: '' })
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }

  /** Calls `listener` with everything the phone tells, until the returned function is called. */
  listen(listener: (event: NativeEvent) => void): () => void {
    this.#subscribe()
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Taps go to `listener` from now on, until the returned function is called; nobody need be logged in. */
  listenToTaps(listener: PushClickAction): () => void {
    this.#subscribe()
    return this.taps.listen(listener)
  }

  /** The certificate this phone uses of those given. */
  async choose(config: PushConfig): Promise<ChosenCertificate | undefined> {
    const device = await this.#parts.native.getDeviceInfo()
    return chooseCertificate(device, config.certificateIDs, this.#parts.isUseGoogleFCM())
  }

  /** The vendor this phone is, or would be, registered with. @throws PushPluginError (6017) */
  async chosenVendor(): Promise<VendorId | undefined> {
    const chosen = this.#chosen ?? (await this.choose(await this.config.read()))
    return chosen && vendorOfMaker[chosen.maker]
  }

  /** Lower-case maker. */
  async manufacturer(): Promise<string> {
    return manufacturerOf(await this.#parts.native.getDeviceInfo())
  }

  /** The token of the chosen vendor, waited for at most 20 s; '' when none came or none was chosen. */
  deviceToken(): Promise<string> {
    const { vendor } = this
    return vendor === undefined ? Promise.resolve('') : this.#tokens.wait(vendor, tokenWaitMs)
  }

  /** Ends listening and retries. May be called twice. */
  close(): void {
    this.#closed = true
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#tokenReporter.close()
    this.#voip.close()
    this.#pushReporter.close()
  }

  async #register(config: PushConfig): Promise<PushCallback> {
    const chosen = await this.choose(config)
    if (chosen === undefined) return this.#noCertificate()
    const credentials = credentialsFor(config, chosen.maker)
    const vendor = vendorOfMaker[chosen.maker]
    this.#chosen = chosen
    this.#cleared = false
    this.#tokens.forget(vendor)
    if (chosen.maker === 'apple') void this.#voip.register(config.voipCertificateID)
    try {
      this.#tokens.set(vendor, await this.#parts.native.registerPush(vendor, credentials))
    } catch (error) {
      return failedWith(error, PushErrorCode.REGISTER_FAILED, refusedToRegister(vendor))
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
    this.#act(event)
    for (const listener of this.#listeners) listener(event)
  }

  #act(event: NativeEvent): void {
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
        if (event.state === 'active') {
          void this.#tokenReporter.refresh()
          this.#voip.refresh()
          this.#pushReporter.refresh()
        }
        return
      case 'registration-failed':
        this.#registrationOnFailure(event)
        return
      case 'message':
        if (event.message.isShown) this.#pushReporter.report('shown', messageIDOf(event.message))
        return
      case 'voip-token':
        void this.#voip.changed(event.token)
        return
      case 'message-revoked':
        return
      default:
        event satisfies never
    }
  }

  #registrationOnFailure({ vendor, code, message }: RegistrationFailure): void {
    const words = code === '' ? message : `${code} ${message}`
    this.#tokens.refuse(vendor, words)
    if (this.vendor === vendor) this.#parts.onFault(`${refusedToRegister(vendor)}: ${words}`)
  }

  #tokenOnChange(vendor: VendorId): void {
    const token = this.#tokens.get(vendor)
    if (this.#chosen === undefined || this.vendor !== vendor || this.#cleared || token === '') return
    void this.#tokenReporter
      .update({ certificateID: this.#chosen.certificateID, token })
      .then(({ code, desc }) => {
        // Nobody is logged in: the next login needs no warning.
        if (code !== 0 && code !== PushErrorCode.NOT_LOGGED_IN) this.#parts.onFault(desc)
      })
  }

  /** The vendor this phone is registered with; undefined before. */
  get vendor(): VendorId | undefined {
    return this.#chosen && vendorOfMaker[this.#chosen.maker]
  }

  /** The certificate this phone is registered with; undefined before. */
  get certificateID(): number | undefined {
    return this.#chosen?.certificateID
  }

  async #noCertificate(): Promise<PushCallback> {
    return noCertificate(await this.#parts.native.getDeviceInfo())
  }
}
