import type { LabClock } from '../clock.ts'
import type { DayCounts } from './day-counts.ts'
import type { Registration, Registry } from './registry.ts'
import type { PushKitDeliveredPush, PushKitNotification } from './types.ts'

/** What became of a message for one token. */
export type DeliveryEvent =
  | 'delivered'
  | 'data-delivered'
  | 'disabled'
  | 'filtered'
  | 'data-cached'
  | 'over-quota'
  | 'replaced'
  | 'token-gone'
  | 'clicked'

/** A message that the vendor has taken. */
export interface Outgoing<App> {
  readonly vendor: PushKitDeliveredPush['vendor']
  readonly requestID: string
  readonly ttlMs: number
  /** Absent: every message is kept for a phone that is away. */
  readonly collapseKey?: number
  readonly data?: string
  readonly notification?: PushKitNotification
  /** How many of its class a phone may get of an app a day. */
  readonly perDevice: number
  readonly report: (registration: Registration<App>, event: DeliveryEvent) => void
}

/** Takes messages to phones: at once, or when the phone is back. */
export class Delivery<App extends { readonly appID: string; readonly packageName: string }> {
  readonly #clock: LabClock
  readonly #registry: Registry<App>
  readonly #counts: DayCounts

  constructor(clock: LabClock, registry: Registry<App>, counts: DayCounts) {
    this.#clock = clock
    this.#registry = registry
    this.#counts = counts
  }

  take(outgoing: Outgoing<App>, registration: Registration<App>): void {
    const { device, app } = registration
    const nowMs = this.#clock.now()
    const key = `${app.appID} ${device.deviceID} ${outgoing.notification?.messageClass ?? 'data'}`
    if (!this.#counts.take(key, outgoing.perDevice, nowMs)) return outgoing.report(registration, 'over-quota')
    const deliver = (): void => this.#handOver(outgoing, registration)
    if (device.online) return deliver()
    if (outgoing.ttlMs <= 0) return
    this.#registry.store(registration, {
      notifyID: outgoing.notification?.notifyID,
      collapseKey: outgoing.collapseKey,
      expiresAtMs: nowMs + outgoing.ttlMs,
      deliver,
      replace: () => outgoing.report(registration, 'replaced'),
      bury: () => outgoing.report(registration, 'token-gone'),
    })
  }

  #handOver(outgoing: Outgoing<App>, registration: Registration<App>): void {
    const { data, notification } = outgoing
    const verdict = registration.device.receive({
      vendor: outgoing.vendor,
      token: registration.token,
      messageID: outgoing.requestID,
      sentAtMs: this.#clock.now(),
      packageName: registration.app.packageName,
      ...(data === undefined ? {} : { data }),
      ...(notification === undefined ? {} : { notification }),
      reportClick: () => outgoing.report(registration, 'clicked'),
    })
    if (notification !== undefined) return outgoing.report(registration, verdict)
    outgoing.report(registration, verdict === 'delivered' ? 'data-delivered' : 'data-cached')
  }
}
