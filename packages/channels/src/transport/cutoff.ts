import { unwatchAbort, watchAbort, type Abortable } from './aborts.ts'
import { unwatchDeadline, watchDeadline, type Deadline } from './deadlines.ts'
import type { SendOptions } from './http-transport.ts'

/** Why a wait ended early. */
export type CutoffReason = 'timeout' | 'stopped'

/** Something that ends early. */
export interface Cuttable {
  cut(reason: CutoffReason): void
}

/** Deadline and signal of one request as one thing to listen to. */
export interface Cutoff extends Disposable {
  readonly reason: CutoffReason | undefined
  /** Cuts `wait` once when the time is up or the signal fires; at once when that has happened. */
  onCut(wait: Cuttable): void
}

/** Starts the clock of a request. Only what was given to `onCut` last is cut. */
export const startCutoff = (options: SendOptions, nowMs: number, maxMs: number): Cutoff =>
  new RequestCutoff(options.signal, Math.min(options.deadlineMs - nowMs, maxMs))

class RequestCutoff implements Cutoff, Deadline, Abortable {
  readonly dueMs: number
  readonly #signal: AbortSignal | undefined
  #deadlineWatch = -1
  #abortWatch = -1
  #reason: CutoffReason | undefined
  #wait: Cuttable | undefined

  constructor(signal: AbortSignal | undefined, waitMs: number) {
    this.dueMs = performance.now() + waitMs
    this.#signal = signal
    if (signal?.aborted === true) this.#reason = 'stopped'
    else if (waitMs <= 0) this.#reason = 'timeout'
    else {
      this.#deadlineWatch = watchDeadline(this)
      if (signal !== undefined) this.#abortWatch = watchAbort(signal, this)
    }
  }

  get reason(): CutoffReason | undefined {
    return this.#reason
  }

  onCut(wait: Cuttable): void {
    this.#wait = wait
    if (this.#reason !== undefined) wait.cut(this.#reason)
  }

  expire(): void {
    this.#cut('timeout')
  }

  abort(): void {
    this.#cut('stopped')
  }

  [Symbol.dispose](): void {
    this.#wait = undefined
    this.#unwatch()
  }

  #cut(reason: CutoffReason): void {
    this.#unwatch()
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.#wait?.cut(reason)
  }

  #unwatch(): void {
    if (this.#deadlineWatch < 0) return
    unwatchDeadline(this.#deadlineWatch)
    this.#deadlineWatch = -1
    if (this.#signal !== undefined) unwatchAbort(this.#signal, this.#abortWatch)
  }
}

/** A cut in words, before anything was sent. */
export const unsentText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no connection before the deadline' : 'stopped before it was sent'

/** A cut in words, after the request went out. */
export const unansweredText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no answer before the deadline' : 'stopped while the answer was awaited'
