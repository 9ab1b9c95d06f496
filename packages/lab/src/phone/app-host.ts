import type { DeliveredPush, DeviceVerdict } from '../emulator/device.ts'
import { PushServiceError } from '../push-service-error.ts'
import { AppData, gateUntil, storageOf } from './app-data.ts'
import { AppLife } from './app-life.ts'
import type { AppContext, AppProcess, Installation, LaunchReason, NotificationTap } from './app-types.ts'
import { deadSocket } from './dead-socket.ts'
import type { Network } from './network.ts'
import { createPushServices, retireTokens, type PushServiceParts } from './push-services.ts'
import { decide } from './rules.ts'
import type { Screen } from './screen.ts'
import type { PushDecision } from './showing.ts'
import type { AppState, Phone, PhoneEvent } from './types.ts'

const maxWaitingTaps = 100

interface HostParts {
  phone: Phone
  screen: Screen
  network: Network
  pushParts: PushServiceParts
  emit: (event: PhoneEvent) => void
}

/** The installed app: its data, its process, what it is told and when. */
export class AppHost {
  readonly #parts: HostParts
  #app: { installation: Installation; data: AppData } | undefined
  #life: AppLife | undefined
  /** The app's window is the one in front (behind the lock screen, if that is up). */
  #inFront = false
  #locked = false
  #taps: NotificationTap[] = []
  #state: AppState = 'not-installed'

  constructor(parts: HostParts) {
    this.#parts = parts
  }

  get state(): AppState {
    return this.#state
  }

  get process(): AppProcess | undefined {
    return this.#life?.process
  }

  /** @throws PushServiceError when no app is installed */
  installed(): { installation: Installation; data: AppData } {
    if (this.#app === undefined) {
      throw new PushServiceError('NOT_INSTALLED', `There is no app on ${this.#parts.phone.name}`)
    }
    return this.#app
  }

  install(installation: Installation): void {
    if (this.#app !== undefined) {
      throw new Error(`${this.#parts.phone.name} has an app already: uninstall it first`)
    }
    this.#app = { installation, data: new AppData() }
    this.#settleState()
  }

  async uninstall(): Promise<void> {
    if (this.#app === undefined) return
    const killed = this.kill(false)
    retireTokens(this.#parts.pushParts.vendors, this.#app.data)
    this.#app = undefined
    this.#parts.screen.forgetApp()
    this.#settleState()
    await killed
  }

  async reinstall(): Promise<void> {
    const { installation } = this.installed()
    const gone = this.uninstall()
    this.install(installation)
    await gone
  }

  async clearData(): Promise<void> {
    const app = this.installed()
    const killed = this.kill(false)
    retireTokens(this.#parts.pushParts.vendors, app.data)
    app.data = new AppData()
    this.#parts.screen.tray.clear('app')
    this.#parts.screen.setBadge(0)
    await killed
  }

  async kill(silently: boolean): Promise<void> {
    const life = this.#life
    if (life === undefined) return
    this.#life = undefined
    this.#inFront = false
    this.#taps = []
    this.#parts.network.processGone(silently)
    this.#settleState()
    await life.end()
  }

  /** Moves the app's window or the lock screen, and tells the app if it came to the front or left it. */
  async setFront(change: { inFront?: boolean; locked?: boolean }): Promise<void> {
    const wasForeground = this.#isForeground
    this.#inFront = change.inFront ?? this.#inFront
    this.#locked = change.locked ?? this.#locked
    const isForeground = this.#isForeground
    this.#settleState()
    if (isForeground === wasForeground || this.#life === undefined) return
    await this.#life.call((process) => (isForeground ? process.onForeground?.() : process.onBackground?.()))
  }

  /** Starts the app or brings it to the front; unlocks the phone. */
  async bringToFront(reason: LaunchReason): Promise<void> {
    this.installed()
    if (this.#life !== undefined) return this.setFront({ inFront: true, locked: false })
    this.#inFront = true
    this.#locked = false
    return this.#start(reason)
  }

  /** Opens the app by a tap on a notification. */
  async open(tap: NotificationTap): Promise<void> {
    this.#taps.push(tap)
    if (this.#taps.length > maxWaitingTaps) this.#taps.shift()
    const life = this.#life
    if (life === undefined) return this.bringToFront('notification')
    await life.call((process) => {
      // The app may have asked for it while it started.
      if (!this.#taps.includes(tap) || process.onNotificationTapped === undefined) return
      if (process.onNotificationTapped(tap) !== false)
        this.#taps = this.#taps.filter((other) => other !== tap)
    })
    return this.setFront({ inFront: true, locked: false })
  }

  receive(push: DeliveredPush): DeviceVerdict {
    const { screen } = this.#parts
    const app = this.#app
    const { tokens, voipToken } = app?.data ?? { tokens: {} }
    const isOwn = push.token === tokens[push.vendor] || (push.vendor === 'apns' && push.token === voipToken)
    if (app === undefined || !isOwn) {
      screen.note(push, 'dropped-no-app')
      return 'filtered'
    }
    const { installation } = app
    const decision = decide(push, {
      packageName: installation.packageName,
      isForeground: this.#isForeground,
      hasProcess: this.#life !== undefined,
      wakesForDataMessages: installation.wakesForDataMessages === true,
      switches: screen.switches,
      channels: screen.channels,
      defaultChannelID: installation.firebase?.defaultChannelID,
    })
    return this.#carryOut(push, decision)
  }

  #carryOut(push: DeliveredPush, decision: PushDecision): DeviceVerdict {
    const { screen } = this.#parts
    switch (decision.kind) {
      case 'show': {
        const notification = screen.show(decision)
        screen.note(push, notification.revision === 1 ? 'shown' : 'replaced', notification)
        if (decision.tellApp) this.#tell((process) => process.onPushWhileForeground?.(push))
        return 'delivered'
      }
      case 'hand-to-app':
        screen.note(push, 'handed-to-app')
        this.#tell((process) => process.onPushWhileForeground?.(push))
        return 'delivered'
      case 'data-to-app': {
        screen.note(push, 'data-to-app')
        if (decision.badge !== undefined) screen.setBadge(decision.badge)
        const started = this.#life === undefined ? this.#start('data-message') : Promise.resolve()
        void started.catch(report)
        this.#tell((process) => process.onDataMessage?.(push))
        return 'delivered'
      }
      case 'ring': {
        const started = this.#life === undefined ? this.#start('voip-push') : Promise.resolve()
        void started.catch(report)
        screen.ring(push)
        screen.note(push, 'rang')
        this.#tell((process) => process.onVoIPPush?.(push))
        return 'delivered'
      }
      case 'drop':
        screen.note(push, 'dropped-no-process')
        if (decision.badge !== undefined) screen.setBadge(decision.badge)
        return 'filtered'
      case 'hide':
        screen.note(push, decision.because === 'no-channel' ? 'hidden-no-channel' : 'hidden-by-switch')
        return decision.because === 'notifications' ? 'disabled' : 'filtered'
      default:
        return decision satisfies never
    }
  }

  get #isForeground(): boolean {
    return this.#life !== undefined && this.#inFront && !this.#locked
  }

  #tell(act: (process: AppProcess) => void): void {
    this.#life?.call(act).catch(report)
  }

  #start(reason: LaunchReason): Promise<void> {
    const { installation } = this.installed()
    const life = new AppLife()
    this.#life = life
    this.#settleState()
    return life.start(installation.app, this.#context(life, reason))
  }

  #settleState(): void {
    const before = this.#state
    if (this.#app === undefined) this.#state = 'not-installed'
    else if (this.#life === undefined) this.#state = 'killed'
    else if (this.#locked) this.#state = 'locked'
    else this.#state = this.#inFront ? 'foreground' : 'background'
    if (this.#state !== before) this.#parts.emit({ type: 'app-state', state: this.#state })
  }

  #context(life: AppLife, reason: LaunchReason): AppContext {
    const { installation, data } = this.installed()
    const { phone, network, screen, pushParts } = this.#parts
    const gate = gateUntil(life.signal)
    const whileAlive = (act: () => void): void => {
      if (!life.signal.aborted) act()
    }
    const stateNow = (): AppState => (life.signal.aborted ? 'killed' : this.#state)
    return {
      packageName: installation.packageName,
      reason,
      storage: storageOf(data, gate),
      pushServices: createPushServices(pushParts, gate, life.signal),
      signal: life.signal,
      get state() {
        return stateNow()
      },
      manufacturer: phone.manufacturer,
      isHarmonyOS: phone.isHarmonyOS,
      systemProperties: phone.systemProperties,
      openWebSocket: (url, protocols = []) =>
        life.signal.aborted
          ? deadSocket(url)
          : network.open(url, typeof protocols === 'string' ? [protocols] : protocols),
      takeTaps: () => (life.signal.aborted ? [] : this.#taps.splice(0)),
      setBadge: (count) => whileAlive(() => screen.setBadge(count)),
      clearNotifications: () => whileAlive(() => screen.tray.clear('app')),
      createChannel: (channel) => whileAlive(() => screen.createChannel(channel)),
      get switches() {
        return screen.switches
      },
      get channels() {
        return [...screen.channels.values()]
      },
      get notifications() {
        return screen.tray.notifications
      },
      removeNotification: (notification) => whileAlive(() => void screen.tray.remove(notification, 'app')),
    }
  }
}

// Nobody waits for it: an app that fails here must not fail unseen.
const report = (error: unknown): void => {
  queueMicrotask(() => {
    throw error
  })
}
