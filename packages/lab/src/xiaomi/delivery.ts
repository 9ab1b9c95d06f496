import type { LabClock } from '../clock.ts'
import type { XiaomiDeliveredPush } from '../emulator/device.ts'
import type { CheckedMessage } from './check-message.ts'
import type { Quotas } from './quotas.ts'
import { ReceiptType, type Receipts } from './receipts.ts'
import type { Registration, Registry } from './registry.ts'
import type { XiaomiSettings } from './types.ts'

const maxScheduled = 10_000

/** Takes accepted messages to phones: at once, when their time has come, or when the phone is back. */
export class Delivery {
  readonly #clock: LabClock
  readonly #settings: XiaomiSettings
  readonly #registry: Registry
  readonly #quotas: Quotas
  readonly #receipts: Receipts
  readonly #scheduled = new Set<() => void>()

  constructor(parts: {
    clock: LabClock
    settings: XiaomiSettings
    registry: Registry
    quotas: Quotas
    receipts: Receipts
  }) {
    this.#clock = parts.clock
    this.#settings = parts.settings
    this.#registry = parts.registry
    this.#quotas = parts.quotas
    this.#receipts = parts.receipts
  }

  /** Room for one more scheduled message. */
  get hasRoom(): boolean {
    return this.#scheduled.size < maxScheduled
  }

  close(): void {
    for (const cancel of this.#scheduled) cancel()
    this.#scheduled.clear()
  }

  /** Sends now, or at the message's `time_to_send`. */
  take(message: CheckedMessage, registrations: readonly Registration[], messageID: string): void {
    const run = (): void => {
      for (const registration of registrations) this.#toPhone(message, registration, messageID)
    }
    if (message.timeToSendMs === undefined) return run()
    const cancel = this.#clock.after(message.timeToSendMs - this.#clock.now(), () => {
      this.#scheduled.delete(cancel)
      run()
    })
    this.#scheduled.add(cancel)
  }

  /** A regId of the request that is none. */
  reportBad(message: CheckedMessage, regID: string, messageID: string): void {
    this.#receipts.note(message, {
      messageID,
      target: regID,
      type: ReceiptType.targetNotFound,
      barStatus: 'Unknown',
      atMs: this.#clock.now(),
    })
  }

  #toPhone(message: CheckedMessage, registration: Registration, messageID: string): void {
    const { jobKey, channel } = message
    if (!registration.alive) return
    if (jobKey !== undefined && !this.#registry.isFirst(registration, jobKey)) return
    const nowMs = this.#clock.now()
    const { device, app } = registration
    if (this.#settings.quotasEnforced && !this.#quotas.takeDevice(device.deviceID, app, channel, nowMs)) {
      const quota = this.#quotas.perDevice(channel)
      this.#report(message, registration, messageID, ReceiptType.limited, { ack: quota, quota })
      return
    }
    const deliver = (): void => this.#handOver(message, registration, messageID)
    if (device.online) deliver()
    else if (!message.onlySendOnce && message.timeToLiveMs > 0) {
      const expiresAtMs = nowMs + message.timeToLiveMs
      this.#registry.store(registration, {
        notifyID: message.notifyID,
        expiresAtMs,
        deliver,
        bury: () => this.reportBad(message, registration.token, messageID),
      })
    }
  }

  #handOver(message: CheckedMessage, registration: Registration, messageID: string): void {
    const { device, app, token } = registration
    const push: XiaomiDeliveredPush = {
      vendor: 'xiaomi',
      token,
      messageID,
      sentAtMs: this.#clock.now(),
      packageName: app.packageName,
      title: message.title,
      description: message.description,
      payload: message.payload,
      passThrough: message.passThrough,
      notifyType: message.notifyType,
      ...(message.notifyID === undefined ? {} : { notifyID: message.notifyID }),
      extra: message.extra,
      reportClick: () => this.#report(message, registration, messageID, ReceiptType.clicked),
    }
    const verdict = device.receive(push)
    if (verdict === 'delivered') this.#quotas.countDelivered(app, message.channel, this.#clock.now())
    this.#report(message, registration, messageID, ReceiptType[verdict])
  }

  #report(
    message: CheckedMessage,
    { token: regID, device }: Registration,
    messageID: string,
    type: ReceiptType,
    counts?: { ack: number; quota: number },
  ): void {
    this.#receipts.note(message, {
      messageID,
      target: regID,
      type,
      barStatus: device.notificationsAllowed ? 'Enable' : 'Disable',
      atMs: this.#clock.now(),
      ...(counts === undefined ? {} : { counts }),
    })
  }
}
