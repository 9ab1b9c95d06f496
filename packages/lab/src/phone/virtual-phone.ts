import type { LabClock } from '../clock.ts'
import type { DeliveredPush, DeviceVerdict, PushDevice } from '../emulator/device.ts'
import { Listeners, type WaitOptions } from '../listeners.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomHex } from '../random.ts'
import { AppHost } from './app-host.ts'
import { openGate } from './app-data.ts'
import type { AppProcess, Installation, PushServices } from './app-types.ts'
import { harmonyPhone, makers } from './makers.ts'
import { Network } from './network.ts'
import { pushKitSlot } from './push-kit.ts'
import { createPushServices, newFcmToken, type PushServiceParts, type Vendors } from './push-services.ts'
import { Screen } from './screen.ts'
import { tapTarget } from './tap-intent.ts'
import type {
  AppState,
  IncomingCall,
  KillOptions,
  NotificationChannel,
  Phone,
  PhoneEvent,
  PhoneMaker,
  PhoneOptions,
  PhoneSwitches,
  ReceivedPush,
  ShownNotification,
} from './types.ts'

/** What the lab gives each of its phones. */
export interface PhoneParts {
  vendors: Vendors
  clock: LabClock
  /** CA certificates (PEM) the phone trusts beside the usual ones. */
  trustedAuthorities: readonly string[]
  onClosed: (phone: Phone) => void
}

/** A phone: joins the app, the screen, the network and the push services. */
export class VirtualPhone implements Phone {
  readonly name: string
  readonly deviceID = randomHex(16)
  readonly maker: PhoneMaker
  readonly isHarmonyOS: boolean
  readonly manufacturer: string
  readonly model: string
  readonly systemProperties: Readonly<Record<string, string>>
  readonly pushServices: PushServices
  readonly network: Network
  readonly #parts: PhoneParts
  readonly #events = new Listeners<PhoneEvent>()
  readonly #screen: Screen
  readonly #host: AppHost
  readonly #pushParts: PushServiceParts
  #closed = false

  constructor(name: string, { maker, harmonyOS = false, switches }: PhoneOptions, parts: PhoneParts) {
    if (harmonyOS && maker !== 'huawei')
      throw new RangeError(`HarmonyOS NEXT runs on phones of huawei, not of ${maker}`)
    const traits = harmonyOS ? harmonyPhone : makers[maker]
    this.isHarmonyOS = harmonyOS
    this.name = name
    this.maker = maker
    this.manufacturer = traits.manufacturer
    this.model = traits.model
    this.systemProperties = traits.systemProperties
    this.#parts = parts
    const emit = (event: PhoneEvent): void => this.#events.emit(event)
    this.#screen = new Screen({
      clock: parts.clock,
      switches: { ...traits.switches, ...switches },
      switchesAfterInstall: traits.switches ?? {},
      emit,
    })
    this.network = new Network(parts.trustedAuthorities, (online) => {
      emit({ type: 'network', online })
      if (online) this.#reconnect()
      else parts.vendors.fcm?.deviceDisconnected(this.#pushParts.device)
    })
    this.#pushParts = {
      vendors: parts.vendors,
      device: this.#link(),
      app: () => this.#host.installed(),
      tokenListeners: new Listeners<string>(),
    }
    this.#host = new AppHost({
      phone: this,
      screen: this.#screen,
      network: this.network,
      pushParts: this.#pushParts,
      emit,
    })
    this.pushServices = createPushServices(this.#pushParts, openGate)
  }

  get notifications(): readonly ShownNotification[] {
    return this.#screen.tray.notifications
  }

  get receivedPushes(): readonly ReceivedPush[] {
    return this.#screen.received
  }

  get calls(): readonly IncomingCall[] {
    return this.#screen.calls
  }

  get badge(): number {
    return this.#screen.badge
  }

  get switches(): Readonly<PhoneSwitches> {
    return this.#screen.switches
  }

  get channels(): ReadonlyMap<string, NotificationChannel> {
    return this.#screen.channels
  }

  get openedURLs(): readonly string[] {
    return this.#screen.openedURLs
  }

  get state(): AppState {
    return this.#host.state
  }

  get process(): AppProcess | undefined {
    return this.#host.process
  }

  setSwitches(change: Partial<PhoneSwitches>): void {
    this.#screen.setSwitches(change)
  }

  createChannel(channel: NotificationChannel): void {
    this.#screen.createChannel(channel)
  }

  setChannelEnabled(channelID: string, enabled: boolean): void {
    this.#screen.setChannelEnabled(channelID, enabled)
  }

  setBadge(count: number): void {
    this.#screen.setBadge(count)
  }

  clearNotifications(): void {
    this.#screen.tray.clear('app')
  }

  async rotateFcmToken(): Promise<string> {
    const { fcm } = this.#parts.vendors
    if (fcm === undefined) throw new PushServiceError('NO_SERVICE', `${this.name} has no Google services`)
    return newFcmToken(this.#pushParts, fcm)
  }

  install(installation: Installation): void {
    this.#host.install(installation)
  }

  uninstall(): Promise<void> {
    return this.#host.uninstall()
  }

  reinstall(): Promise<void> {
    return this.#host.reinstall()
  }

  clearData(): Promise<void> {
    return this.#host.clearData()
  }

  launch(): Promise<void> {
    return this.#host.bringToFront('launcher')
  }

  goHome(): Promise<void> {
    return this.#host.setFront({ inFront: false })
  }

  lock(): Promise<void> {
    return this.#host.setFront({ locked: true })
  }

  unlock(): Promise<void> {
    return this.#host.setFront({ locked: false })
  }

  kill({ silently = false }: KillOptions = {}): Promise<void> {
    return this.#host.kill(silently)
  }

  async tap(notification: ShownNotification): Promise<void> {
    const shown = this.notifications.find(({ id }) => id === notification.id)
    if (shown === undefined || !this.#screen.tray.remove(shown, 'tap')) {
      throw new Error(`There is no notification ${notification.id} in the tray of ${this.name}`)
    }
    if ('reportClick' in shown.push) shown.push.reportClick()
    const { intentActions } = this.#host.installed().installation
    const target = tapTarget(shown, {
      coldStart: this.state === 'killed',
      ...(intentActions === undefined ? {} : { intentActions }),
    })
    if (target.kind === 'url') this.#screen.openURL(target.url)
    else if (target.kind === 'app') await this.#host.open(target.tap)
  }

  dismiss(notification: ShownNotification): void {
    this.#screen.tray.remove(notification, 'dismiss')
  }

  onChange(listener: (event: PhoneEvent) => void): () => void {
    return this.#events.add(listener)
  }

  waitForNotification(
    matches: (notification: ShownNotification) => boolean = () => true,
    options?: WaitOptions,
  ): Promise<ShownNotification> {
    return this.#events.waitFor(
      `A matching notification on ${this.name}`,
      () => this.notifications.find(matches),
      options,
    )
  }

  waitForPush(
    matches: (received: ReceivedPush) => boolean = () => true,
    options?: WaitOptions,
  ): Promise<ReceivedPush> {
    return this.#events.waitFor(
      `A matching push on ${this.name}`,
      () => this.receivedPushes.find(matches),
      options,
    )
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    try {
      await this.#host.kill(false)
    } finally {
      this.network.close()
      this.#parts.onClosed(this)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #reconnect(): void {
    for (const emulator of Object.values(this.#parts.vendors))
      emulator.deviceConnected(this.#pushParts.device)
  }

  /** The phone as the vendors know it. */
  #link(): PushDevice {
    const isOnline = (): boolean => this.network.online && !this.#closed
    const isAllowed = (): boolean => this.switches.notificationsAllowed
    return {
      deviceID: this.deviceID,
      isHarmonyOS: this.isHarmonyOS,
      get online() {
        return isOnline()
      },
      get notificationsAllowed() {
        return isAllowed()
      },
      receive: (push: DeliveredPush): DeviceVerdict => this.#host.receive(push),
      messagesDeleted: (token) => this.#events.emit({ type: 'stored-messages-deleted', token }),
      revoke: (token, notifyID) => this.#revoke(token, notifyID),
    }
  }

  #revoke(token: string, notifyID: number): boolean {
    const { tokens } = this.#host.installed().data
    return token === tokens.huawei
      ? this.#screen.revoke('huawei', pushKitSlot(notifyID))
      : this.#screen.revoke('xiaomi', String(notifyID))
  }
}
