import type { LabClock } from '../clock.ts'

const maxReceipts = 1_000
const maxWaiting = 10_000
const requestTimeoutMs = 5_000

/** What is posted to a callback URL. */
export interface Posting {
  readonly url: string
  readonly contentType: string
  readonly body: string
  /** Headers besides the content type. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A posting and what became of it. */
export type Posted<P extends Posting> = P & {
  /** Status of the last answer; absent while none came. */
  status?: number
  attempts: number
}

/** How receipts are gathered and posted; asked each time. */
export interface ReceiptPosterOptions<Event, P extends Posting> {
  clock: LabClock
  /** How long events are gathered before they are posted. */
  delayMs: () => number
  /** How often one is posted until the callback answers 200. */
  attempts: () => number
  /** From one attempt to the next. Default 1000. */
  retryMs?: number
  /** Puts events that belong together into one posting. */
  gather: (events: readonly Event[]) => readonly P[]
}

/** Gathers a vendor's receipts and posts them. More than 10 000 that wait: the newest are lost. */
export class ReceiptPoster<Event, P extends Posting> {
  /** Oldest first, at most 1000. */
  readonly log: Posted<P>[] = []
  readonly #options: ReceiptPosterOptions<Event, P>
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #waiting: Event[] = []
  #cancelFlush: (() => void) | undefined

  constructor(options: ReceiptPosterOptions<Event, P>) {
    this.#options = options
  }

  add(event: Event): void {
    if (this.#closing.signal.aborted || this.#waiting.length >= maxWaiting) return
    this.#waiting.push(event)
    this.#cancelFlush ??= this.#options.clock.after(this.#options.delayMs(), () => this.#flush())
  }

  /** Waits until nothing is under way; what waits for its time is posted at once. */
  async settled(): Promise<void> {
    this.#flush()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#cancelFlush?.()
    this.#waiting = []
    await Promise.all(this.#running)
  }

  #flush(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = undefined
    for (const posting of this.#options.gather(this.#waiting.splice(0))) {
      const run = this.#post(posting).finally(() => this.#running.delete(run))
      this.#running.add(run)
    }
  }

  async #post(posting: P): Promise<void> {
    const posted: Posted<P> = { ...posting, attempts: 0 }
    this.log.push(posted)
    if (this.log.length > maxReceipts) this.log.shift()
    const { attempts, retryMs = 1_000 } = this.#options
    while (posted.attempts < attempts() && !this.#closing.signal.aborted) {
      if (posted.attempts > 0 && retryMs > 0) await this.#pause(retryMs)
      posted.attempts += 1
      const status = await this.#request(posting)
      if (status !== undefined) posted.status = status
      if (status === 200) return
    }
  }

  async #request({ url, contentType, body, headers }: Posting): Promise<number | undefined> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': contentType, ...headers },
        body,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(requestTimeoutMs)]),
      })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      // Not reached, as the receipt's missing status says; another attempt may follow.
      return undefined
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#closing
      const done = (): void => {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = this.#options.clock.after(delayMs, done)
      signal.addEventListener('abort', done)
    })
  }
}
