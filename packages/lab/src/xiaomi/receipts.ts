import type { LabClock } from '../clock.ts'
import type { CheckedMessage } from './check-message.ts'
import type { XiaomiReceipt, XiaomiSettings } from './types.ts'

/** Bits of `extra.callback.type`. */
export const ReceiptType = {
  delivered: 1,
  clicked: 2,
  targetNotFound: 16,
  disabled: 32,
  filtered: 64,
  limited: 128,
} as const
export type ReceiptType = (typeof ReceiptType)[keyof typeof ReceiptType]

const allTypes = 243
const maxReceipts = 1_000
const maxWaiting = 10_000
const requestTimeoutMs = 5_000
const retryMs = 1_000

/** Something that happened to one target of a message. */
export interface ReceiptEvent {
  messageID: string
  target: string
  type: ReceiptType
  barStatus: 'Enable' | 'Disable' | 'Unknown'
  atMs: number
  /** For type 128: what was delivered today and what the quota is. */
  counts?: { ack: number; quota: number }
}

interface Group {
  events: ReceiptEvent[]
  callback: NonNullable<CheckedMessage['callback']>
  jobKey: string
}

/** Gathers receipts and posts them to the callback URLs. More than 10 000 that wait: the newest are lost. */
export class Receipts {
  readonly log: XiaomiReceipt[] = []
  readonly #clock: LabClock
  readonly #settings: XiaomiSettings
  readonly #groups = new Map<string, Group>()
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #cancelFlush: (() => void) | undefined
  #waiting = 0

  constructor(clock: LabClock, settings: XiaomiSettings) {
    this.#clock = clock
    this.#settings = settings
  }

  /** Notes an event if the sender asked for its type. A sum with unknown bits silently asks for nothing, as at Xiaomi. */
  add(message: CheckedMessage, event: ReceiptEvent): void {
    const { callback } = message
    const isAsked =
      callback !== undefined &&
      (callback.typeBits & ~allTypes) === 0 &&
      (callback.typeBits & event.type) !== 0
    if (!isAsked || this.#closing.signal.aborted || this.#waiting >= maxWaiting) return
    this.#waiting += 1
    const key = `${callback.url} ${event.messageID} ${event.type} ${event.barStatus} ${callback.param}`
    const group = this.#groups.get(key) ?? { events: [], callback, jobKey: message.jobKey ?? '' }
    group.events.push(event)
    this.#groups.set(key, group)
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
    this.#groups.clear()
    await Promise.all(this.#running)
  }

  #flush(): void {
    this.#cancelFlush = undefined
    this.#waiting = 0
    for (const group of this.#groups.values()) {
      const run = this.#post(group).finally(() => this.#running.delete(run))
      this.#running.add(run)
    }
    this.#groups.clear()
  }

  async #post(group: Group): Promise<void> {
    const data = toData(group)
    const body = new URLSearchParams({ data: JSON.stringify(data) }).toString()
    const receipt: XiaomiReceipt = { url: group.callback.url, body, data, attempts: 0 }
    this.log.push(receipt)
    if (this.log.length > maxReceipts) this.log.shift()
    while (receipt.attempts < this.#settings.receiptAttempts && !this.#closing.signal.aborted) {
      receipt.attempts += 1
      const status = await this.#request(receipt)
      if (status !== undefined) receipt.status = status
      if (status === 200 || receipt.attempts >= this.#settings.receiptAttempts) return
      await this.#pause(retryMs)
    }
  }

  async #request({ url, body }: XiaomiReceipt): Promise<number | undefined> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(requestTimeoutMs)]),
      })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      // Not reached, as the receipt's missing status says; another try follows.
      return undefined
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(delayMs, resolve)
      this.#closing.signal.addEventListener(
        'abort',
        () => {
          cancel()
          resolve()
        },
        { once: true },
      )
    })
  }
}

const toData = ({ events, callback, jobKey }: Group): XiaomiReceipt['data'] => {
  const [first] = events
  if (first === undefined) return {}
  return {
    [first.messageID]: {
      param: callback.param,
      type: first.type,
      targets: events.map(({ target }) => target).join(','),
      jobkey: jobKey,
      barStatus: first.barStatus,
      timestamp: first.atMs,
      // 1: the regId is wrong.
      ...(first.type === ReceiptType.targetNotFound ? { errorCode: 1 } : {}),
      ...(first.counts === undefined ? {} : { extra: first.counts }),
    },
  }
}
