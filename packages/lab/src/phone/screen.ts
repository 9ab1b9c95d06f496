import type { LabClock } from '../clock.ts'
import type { DeliveredPush } from '../emulator/device.ts'
import type { BadgeChange, PushDecision } from './showing.ts'
import { Tray } from './tray.ts'
import type {
  IncomingCall,
  NotificationChannel,
  PhoneEvent,
  PhoneSwitches,
  PushFate,
  PushServiceName,
  ReceivedPush,
  ShownNotification,
} from './types.ts'

const maxReceived = 1_000
const maxOpenedURLs = 100
const maxCalls = 100

/** What the user sees and has set: tray, badge, switches, channels. */
export class Screen {
  readonly tray: Tray
  readonly received: ReceivedPush[] = []
  readonly openedURLs: string[] = []
  readonly calls: IncomingCall[] = []
  readonly #clock: LabClock
  readonly #emit: (event: PhoneEvent) => void
  readonly #channels = new Map<string, NotificationChannel>()
  #switches: PhoneSwitches
  readonly #switchesAfterInstall: Partial<PhoneSwitches>
  #badge = 0

  constructor(parts: {
    clock: LabClock
    switches: Partial<PhoneSwitches>
    /** What a new installation sets anew. */
    switchesAfterInstall: Partial<PhoneSwitches>
    emit: (event: PhoneEvent) => void
  }) {
    this.#clock = parts.clock
    this.#emit = parts.emit
    this.tray = new Tray(parts.emit)
    this.#switchesAfterInstall = parts.switchesAfterInstall
    this.#switches = {
      notificationsAllowed: true,
      lockScreen: true,
      sound: true,
      badge: true,
      doNotDisturb: false,
      ...parts.switches,
    }
  }

  get switches(): Readonly<PhoneSwitches> {
    return this.#switches
  }

  get channels(): ReadonlyMap<string, NotificationChannel> {
    return this.#channels
  }

  /** What stands on the icon: nothing when badges are off. */
  get badge(): number {
    return this.#switches.badge ? this.#badge : 0
  }

  setSwitches(change: Partial<PhoneSwitches>): void {
    this.#switches = { ...this.#switches, ...change }
  }

  /** As Android: a channel that exists keeps what the user set. */
  createChannel(channel: NotificationChannel): void {
    const enabled = this.#channels.get(channel.id)?.enabled ?? channel.enabled ?? true
    this.#channels.set(channel.id, { ...channel, enabled })
  }

  setChannelEnabled(channelID: string, enabled: boolean): void {
    const channel = this.#channels.get(channelID) ?? { id: channelID, name: channelID }
    this.#channels.set(channelID, { ...channel, enabled })
  }

  setBadge(count: number): void {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`The badge must be a whole number of 0 or more, got ${count}`)
    }
    if (count === this.#badge) return
    this.#badge = count
    this.#emit({ type: 'badge', badge: this.badge })
  }

  show({ draft, channel, badge }: Extract<PushDecision, { kind: 'show' }>): ShownNotification {
    this.createChannel(channel)
    const notification = this.tray.show(draft, this.#clock.now())
    if (badge !== undefined) this.#changeBadge(badge, notification)
    return notification
  }

  /** Withdraws what stands in a slot. @returns whether there was anything */
  revoke(vendor: PushServiceName, slot: string): boolean {
    const notification = this.tray.notifications.find(
      (shown) => shown.vendor === vendor && shown.slot === slot,
    )
    return notification !== undefined && this.tray.remove(notification, 'vendor')
  }

  /** Neither the tray's nor the app's switch counts: a call has a screen of its own. */
  ring(push: DeliveredPush): void {
    const { sound, doNotDisturb } = this.#switches
    const call: IncomingCall = { push, atMs: this.#clock.now(), audible: sound && !doNotDisturb }
    this.calls.push(call)
    if (this.calls.length > maxCalls) this.calls.shift()
    this.#emit({ type: 'call', call })
  }

  openURL(url: string): void {
    this.openedURLs.push(url)
    if (this.openedURLs.length > maxOpenedURLs) this.openedURLs.shift()
    this.#emit({ type: 'url-opened', url })
  }

  /** Notes what became of a push. */
  note(push: DeliveredPush, fate: PushFate, notification?: ShownNotification): void {
    const received: ReceivedPush = {
      push,
      fate,
      atMs: this.#clock.now(),
      ...(notification === undefined ? {} : { notificationID: notification.id }),
    }
    this.received.push(received)
    if (this.received.length > maxReceived) this.received.shift()
    this.#emit({ type: 'push', received })
  }

  /** The app is gone. */
  forgetApp(): void {
    this.tray.clear('uninstall')
    this.#channels.clear()
    this.setBadge(0)
    this.setSwitches(this.#switchesAfterInstall)
  }

  #changeBadge(change: BadgeChange, { revision }: ShownNotification): void {
    if ('set' in change) this.setBadge(change.set)
    else if (revision === 1) this.setBadge(this.#badge + change.add)
  }
}
