import type { LabClock } from '../clock.ts'
import type { PushKitReceipt } from './types.ts'

const maxReceipts = 1_000
const maxWaiting = 10_000
const maxStatuses = 100
const requestTimeoutMs = 5_000

/** Where receipts go, and what they are signed with. */
export interface ReceiptTarget {
  readonly url: string
  /** Headers of one POST. */
  readonly headers?: () => Record<string, string>
}

interface Settings {
  readonly receiptDelayMs: number
  readonly receiptAttempts: number
}

/** Gathers statuses and posts them, up to 100 at once. More than 10 000 that wait: the newest are lost. */
export class StatusReceipts {
  readonly log: PushKitReceipt[] = []
  readonly #clock: LabClock
  readonly #settings: Settings
  readonly #waiting: { target: ReceiptTarget; status: Record<string, unknown> }[] = []
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #cancelFlush: (() => void) | undefined

  constructor(clock: LabClock, settings: Settings) {
    this.#clock = clock
    this.#settings = settings
  }

  add(target: ReceiptTarget | undefined, status: Record<string, unknown>): void {
    if (target === undefined || this.#closing.signal.aborted || this.#waiting.length >= maxWaiting) return
    this.#waiting.push({ target, status })
    this.#cancelFlush ??= this.#clock.after(this.#settings.receiptDelayMs, () => this.#flush())
  }

  /** Waits until nothing is under way; what waits for its time is posted at once. */
  async settled(): Promise<void> {
    this.#cancelFlush?.()
    this.#flush()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#cancelFlush?.()
    this.#waiting.length = 0
    await Promise.all(this.#running)
  }

  #flush(): void {
    this.#cancelFlush = undefined
    const byTarget = Map.groupBy(this.#waiting.splice(0), ({ target }) => target)
    for (const [target, entries] of byTarget) {
      for (let from = 0; from < entries.length; from += maxStatuses) {
        const statuses = entries.slice(from, from + maxStatuses).map(({ status }) => status)
        const run = this.#post(target, statuses).finally(() => this.#running.delete(run))
        this.#running.add(run)
      }
    }
  }

  async #post(target: ReceiptTarget, statuses: readonly Record<string, unknown>[]): Promise<void> {
    const receipt: PushKitReceipt = {
      url: target.url,
      headers: { 'content-type': 'application/json', ...target.headers?.() },
      statuses,
      attempts: 0,
    }
    this.log.push(receipt)
    if (this.log.length > maxReceipts) this.log.shift()
    while (receipt.attempts < this.#settings.receiptAttempts && !this.#closing.signal.aborted) {
      receipt.attempts += 1
      const status = await this.#request(receipt)
      if (status !== undefined) receipt.status = status
      if (status === 200) return
    }
  }

  async #request({ url, headers, statuses }: PushKitReceipt): Promise<number | undefined> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ statuses }),
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(requestTimeoutMs)]),
      })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      // Not reached, as the receipt's missing status says; another try follows.
      return undefined
    }
  }
}
