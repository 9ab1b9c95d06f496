import type { LabClock } from '../clock.ts'
import type { DeliveryEvent } from '../push-kit/delivery.ts'
import { StatusReceipts, type ReceiptTarget } from '../push-kit/receipts.ts'
import type { Registration } from '../push-kit/registry.ts'
import { receiptTargetOf } from './receipt-target.ts'
import type { HuaweiApp, HuaweiReceiptTarget, HuaweiSettings } from './types.ts'

/** Results by what happened; there is none for a tap. */
const resultOf: Readonly<Record<DeliveryEvent, number | undefined>> = {
  delivered: 0,
  'data-delivered': 0,
  'token-gone': 2,
  disabled: 6,
  filtered: 14,
  replaced: 15,
  'data-cached': 27,
  'over-quota': 102,
  clicked: undefined,
}

/** What a receipt is about. */
export interface Reported {
  readonly requestID: string
  readonly biTag: string
  readonly isMarketing: boolean
  /** Sent by v3, which reports in the second form alone. */
  readonly isHarmonyOS: boolean
}

/** Makes receipts of what became of messages. */
export class Reports extends StatusReceipts {
  readonly #clock: LabClock
  readonly #targets = new WeakMap<HuaweiReceiptTarget, ReceiptTarget>()

  constructor(clock: LabClock, settings: HuaweiSettings) {
    super(clock, settings)
    this.#clock = clock
  }

  report({ app, token }: Registration<HuaweiApp>, event: DeliveryEvent, reported: Reported): void {
    const { receipt } = app
    const { isMarketing, isHarmonyOS, biTag, requestID: requestId } = reported
    // Marketing over its share is "send controlled", in v3 "frequency limit"; service "frequency dropped".
    const overQuota = isHarmonyOS ? 256 : 201
    const result = event === 'over-quota' && isMarketing ? overQuota : resultOf[event]
    if (result === undefined || receipt === undefined) return
    const timestamp = this.#clock.now()
    const status =
      isHarmonyOS || receipt.version === 2
        ? {
            token,
            pushType: 0,
            appPackageName: app.packageName,
            biTag,
            requestId,
            deliveryStatus: { result, timestamp },
          }
        : { token, biTag, status: result, timestamp, clientId: app.appID, requestId }
    this.add({ target: this.#targetOf(receipt), status })
  }

  #targetOf(receipt: HuaweiReceiptTarget): ReceiptTarget {
    const target = this.#targets.get(receipt) ?? receiptTargetOf(receipt, () => this.#clock.now())
    this.#targets.set(receipt, target)
    return target
  }
}
