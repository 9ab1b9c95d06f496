import type { LabClock } from '../clock.ts'
import type { CheckedMessage } from './check-message.ts'
import type { VivoDeliveredPush } from './delivered.ts'
import type { Quotas } from './quotas.ts'
import { AckType, type createReceipts } from './receipts.ts'
import type { Registration, Registry } from './registry.ts'

const maxRecentTexts = 10_000

/** Takes accepted messages to phones: at once, or when the phone is back. */
export class Delivery {
  readonly #clock: LabClock
  readonly #registry: Registry
  readonly #quotas: Quotas
  readonly #receipts: ReturnType<typeof createReceipts>
  /** Operational texts that phones have had: the same text to the same user is shown once. */
  readonly #operationalTexts = new Set<string>()

  constructor(parts: {
    clock: LabClock
    registry: Registry
    quotas: Quotas
    receipts: ReturnType<typeof createReceipts>
  }) {
    this.#clock = parts.clock
    this.#registry = parts.registry
    this.#quotas = parts.quotas
    this.#receipts = parts.receipts
  }

  /** Brings an accepted message to one phone. */
  take(message: CheckedMessage, registration: Registration, taskID: string): void {
    const { device, app } = registration
    const nowMs = this.#clock.now()
    const report = (ackType: AckType): void => this.#report(message, registration, taskID, ackType)
    if (this.#isRepeated(message, registration)) return report(AckType.duplicateText)
    if (!this.#quotas.takeDevice(device.deviceID, app, message, nowMs)) return report(AckType.phoneQuota)
    const deliver = (): void => {
      const verdict = device.receive(pushOf(message, registration, taskID, this.#clock.now()))
      if (verdict === 'delivered') this.#quotas.countArrived(app, message, this.#clock.now())
      report(AckType[verdict])
    }
    if (device.online) deliver()
    else if (!message.sendOnline)
      this.#registry.store(registration, {
        expiresAtMs: nowMs + message.timeToLiveMs,
        deliver,
        expire: () => report(AckType.expired),
        bury: () => report(AckType.staleRegID),
      })
  }

  #isRepeated(
    { classification, testMode, title, content }: CheckedMessage,
    { token: regID }: Registration,
  ): boolean {
    if (classification === 1 || testMode) return false
    const key = JSON.stringify([regID, title, content])
    if (this.#operationalTexts.has(key)) return true
    this.#operationalTexts.add(key)
    const [oldest] = this.#operationalTexts
    if (this.#operationalTexts.size > maxRecentTexts && oldest !== undefined)
      this.#operationalTexts.delete(oldest)
    return false
  }

  /** Formal messages only. */
  #report(
    { receipt, testMode }: CheckedMessage,
    { token: regID }: Registration,
    taskID: string,
    ackType: AckType,
  ): void {
    if (receipt === undefined || testMode) return
    this.#receipts.add({ ...receipt, taskID, target: regID, ackTimeMs: this.#clock.now(), ackType })
  }
}

const pushOf = (
  message: CheckedMessage,
  { token: regID, app }: Registration,
  taskID: string,
  sentAtMs: number,
): VivoDeliveredPush => ({
  vendor: 'vivo',
  token: regID,
  messageID: taskID,
  sentAtMs,
  packageName: app.packageName,
  title: message.title,
  content: message.content,
  notifyType: message.notifyType,
  skipType: message.skipType,
  skipContent: message.skipContent,
  params: message.customMap,
  classification: message.classification,
  ...(message.category === undefined ? {} : { category: message.category }),
  ...(message.notifyID === undefined ? {} : { notifyID: message.notifyID }),
  foregroundShow: message.foregroundShow,
  addBadge: message.addBadge,
})
