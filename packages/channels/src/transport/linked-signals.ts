import { unwatchAbort, watchAbort } from './aborts.ts'

interface Link {
  controller: AbortController
  /** What the watches of the two signals are ended by. */
  ownWatch: number
  closingWatch: number
  /** Requests that hold it now. */
  uses: number
}

/**
 * Signals that fire with a request's own and with the client's closing. One serves all requests with the same
 * signal; every `take` is to be given back, for a caller may have a signal for each request.
 */
export class LinkedSignals {
  readonly #closing: AbortSignal
  readonly #links = new Map<AbortSignal, Link>()

  constructor(closing: AbortSignal) {
    this.#closing = closing
  }

  /** Signals that are held now. */
  get size(): number {
    return this.#links.size
  }

  take(signal: AbortSignal | undefined): AbortSignal {
    if (signal === undefined) return this.#closing
    const known = this.#links.get(signal)
    if (known !== undefined) {
      known.uses += 1
      return known.controller.signal
    }
    const controller = new AbortController()
    if (signal.aborted || this.#closing.aborted) controller.abort()
    const ownWatch = watchAbort(signal, controller)
    const closingWatch = watchAbort(this.#closing, controller)
    this.#links.set(signal, { controller, ownWatch, closingWatch, uses: 1 })
    return controller.signal
  }

  giveBack(signal: AbortSignal | undefined): void {
    const link = signal === undefined ? undefined : this.#links.get(signal)
    if (signal === undefined || link === undefined) return
    link.uses -= 1
    if (link.uses > 0) return
    this.#links.delete(signal)
    unwatchAbort(signal, link.ownWatch)
    unwatchAbort(this.#closing, link.closingWatch)
  }
}
