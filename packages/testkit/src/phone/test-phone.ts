import type { ChatCallback } from '@carillon/react-native-push'
import type { KillOptions, Phone, ShownNotification, WaitOptions } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'

import type { PhoneApp } from './phone-app.ts'
import type { StoredCredentials } from './running-app.ts'

/** A user of the tenant app, with what they log in with. */
export interface TestUser extends StoredCredentials {
  nickName: string
}

/**
 * A virtual phone with the app on it. Its methods are what a person does with a phone, and resolve when
 * the app has settled: logged in, token reported, background known to the server. Everything else is on
 * `device` (the phone itself: switches, network, channels) and `app` (the app and what it showed).
 */
export class TestPhone implements AsyncDisposable {
  readonly vendor: VendorId
  readonly device: Phone
  readonly app: PhoneApp

  constructor(vendor: VendorId, device: Phone, app: PhoneApp) {
    this.vendor = vendor
    this.device = device
    this.app = app
  }

  get name(): string {
    return this.device.name
  }

  /** The tray, oldest first. */
  get notifications(): readonly ShownNotification[] {
    return this.device.notifications
  }

  /** Opens the app by its icon. */
  async launch(): Promise<void> {
    await this.device.launch()
    await this.#settled()
  }

  /** Fills in the app's login form. The app must be running. @throws when the server refuses, with its code */
  async logIn(user: StoredCredentials): Promise<void> {
    succeed('login', await this.app.running.logIn(user))
    const { initAnswer } = this.app.running
    if (initAnswer !== undefined && initAnswer.code !== 0) succeed('init of the plugin', initAnswer)
    await this.#settled()
  }

  /** Logs out in the app. The app must be running. */
  async logOut(): Promise<void> {
    succeed('logout', await this.app.running.logOut())
  }

  /** Home button: the app goes to the background. */
  async goHome(): Promise<void> {
    await this.device.goHome()
    await this.#settled()
  }

  /** Screen off. */
  async lock(): Promise<void> {
    await this.device.lock()
    await this.#settled()
  }

  /** Screen on; the app that was in front is in front again. */
  async unlock(): Promise<void> {
    await this.device.unlock()
    await this.#settled()
  }

  /** Ends the app's process without a goodbye; `silently` leaves its connection half open. */
  async kill(options?: KillOptions): Promise<void> {
    await this.device.kill(options)
  }

  /** Taps a notification; default the newest. The app opens. */
  async tap(notification = this.notifications.at(-1)): Promise<void> {
    if (notification === undefined) throw new Error(`there is no notification on ${this.name}`)
    await this.device.tap(notification)
    await this.#settled()
  }

  /** A notification in the tray that matches, now or later. @throws LabTimeoutError */
  waitForNotification(
    matches?: (notification: ShownNotification) => boolean,
    options?: WaitOptions,
  ): Promise<ShownNotification> {
    return this.device.waitForNotification(matches, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.device.close()
  }

  async #settled(): Promise<void> {
    if (this.device.process === undefined || !this.device.network.online) return
    await this.app.started
    await this.app.running.idle()
  }
}

const succeed = (what: string, { code, desc }: ChatCallback): void => {
  if (code !== 0) throw new Error(`${what} answered ${code}: ${desc}`)
}
