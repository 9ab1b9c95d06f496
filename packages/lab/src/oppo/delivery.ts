import type { LabClock } from '../clock.ts'
import type { AppRecord } from './apps.ts'
import type { CheckedMessage } from './check-message.ts'
import type { Quotas } from './quotas.ts'
import type { Receipts } from './receipts.ts'
import type { Registration, Registry } from './registry.ts'
import type { OppoEventType } from './types.ts'

/** The ids of one accepted message. */
export interface MessageIDs {
  messageID: string
  /** Of a broadcast; of a unicast its message id. */
  taskID: string
}

/** Takes accepted messages to phones: at once, or when the phone is back. */
export class Delivery {
  readonly #clock: LabClock
  readonly #registry: Registry
  readonly #quotas: Quotas
  readonly #receipts: Receipts

  constructor(parts: { clock: LabClock; registry: Registry; quotas: Quotas; receipts: Receipts }) {
    this.#clock = parts.clock
    this.#registry = parts.registry
    this.#quotas = parts.quotas
    this.#receipts = parts.receipts
  }

  take(message: CheckedMessage, registration: Registration, ids: MessageIDs): void {
    const { device, app, token: registrationID } = registration
    const nowMs = this.#clock.now()
    if (!registration.alive) return this.report(message, app, registrationID, ids, 'regid_invalid')
    if (!this.#quotas.takeDevice(device.deviceID, app, message.limits, nowMs))
      return this.report(message, app, registrationID, ids, 'user_daily_limit')
    const deliver = (): void => this.#handOver(message, registration, ids)
    if (device.online) return deliver()
    if (message.offlineMs <= 0) return undefined
    return this.#registry.store(registration, {
      expiresAtMs: nowMs + message.offlineMs,
      deliver,
      bury: () => this.report(message, app, registrationID, ids, 'regid_invalid'),
    })
  }

  report(
    message: CheckedMessage,
    { appID }: AppRecord,
    registrationID: string,
    ids: MessageIDs,
    type: OppoEventType,
  ): void {
    this.#receipts.note(message, { ...ids, appID, registrationID, type, atMs: this.#clock.now() })
  }

  #handOver(
    message: CheckedMessage,
    { device, app, token: registrationID }: Registration,
    ids: MessageIDs,
  ): void {
    device.receive({
      vendor: 'oppo',
      token: registrationID,
      messageID: ids.messageID,
      sentAtMs: this.#clock.now(),
      packageName: app.packageName,
      ...message.shown,
    })
    // It has arrived, whatever the phone's switches made of it.
    this.report(message, app, registrationID, ids, 'push_arrive')
  }
}
