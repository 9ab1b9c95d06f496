import { unwatchAbort, watchAbort, type Abortable } from './aborts.ts'
import { unwatchDeadline, watchDeadline, type Deadline } from './deadlines.ts'
import type { SendOptions } from './http-transport.ts'

/** Why a wait ended early. */
export type CutoffReason = 'timeout' | 'stopped'

/** Deadline and signal of one request as one thing to listen to. */
export interface Cutoff extends Disposable {
  readonly reason: CutoffReason | undefined
  /** Calls `listener` once when the time is up or the signal fires; at once when that has happened. */
  onCut(listener: (reason: CutoffReason) => void): void
}

/** Starts the clock of a request. Only the listener given last is called. */
export const startCutoff = (options: SendOptions, nowMs: number, maxMs: number): Cutoff =>
  new RequestCutoff(options.signal, Math.min(options.deadlineMs - nowMs, maxMs))

class RequestCutoff implements Cutoff, Deadline, Abortable {
  readonly dueMs: number
  readonly #signal: AbortSignal | undefined
  #reason: CutoffReason | undefined
  #listener: ((reason: CutoffReason) => void) | undefined

  constructor(signal: AbortSignal | undefined, waitMs: number) {
    this.dueMs = performance.now() + waitMs
    this.#signal = signal
    if (signal?.aborted === true) this.#reason = 'stopped'
    else if (waitMs <= 0) this.#reason = 'timeout'
    else {
      watchDeadline(this)
      if (signal !== undefined) watchAbort(signal, this)
    }
  }

  get reason(): CutoffReason | undefined {
    return this.#reason
  }

  onCut(listener: (reason: CutoffReason) => void): void {
    this.#listener = listener
    if (this.#reason !== undefined) listener(this.#reason)
  }

  expire(): void {
    this.#cut('timeout')
  }

  abort(): void {
    this.#cut('stopped')
  }

  [Symbol.dispose](): void {
    this.#listener = undefined
    unwatchDeadline(this)
    if (this.#signal !== undefined) unwatchAbort(this.#signal, this)
  }

  #cut(reason: CutoffReason): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.#listener?.(reason)
  }
}

/** A cut in words, before anything was sent. */
export const unsentText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no connection before the deadline' : 'stopped before it was sent'

/** A cut in words, after the request went out. */
export const unansweredText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no answer before the deadline' : 'stopped while the answer was awaited'
