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
export const startCutoff = (options: SendOptions, nowMs: number, maxMs: number): Cutoff => {
  let reason: CutoffReason | undefined
  let listener: ((reason: CutoffReason) => void) | undefined
  const cut = (why: CutoffReason): void => {
    if (reason !== undefined) return
    reason = why
    listener?.(why)
  }
  const onAbort = (): void => cut('stopped')
  const waitMs = Math.min(options.deadlineMs - nowMs, maxMs)
  const timer = waitMs > 0 ? setTimeout(cut, waitMs, 'timeout') : undefined
  if (options.signal?.aborted === true) cut('stopped')
  else if (timer === undefined) cut('timeout')
  else options.signal?.addEventListener('abort', onAbort, { once: true })
  return {
    get reason() {
      return reason
    },
    onCut: (next) => {
      listener = next
      if (reason !== undefined) next(reason)
    },
    [Symbol.dispose]: () => {
      listener = undefined
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    },
  }
}

/** A cut in words, before anything was sent. */
export const unsentText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no connection before the deadline' : 'stopped before it was sent'

/** A cut in words, after the request went out. */
export const unansweredText = (reason: CutoffReason): string =>
  reason === 'timeout' ? 'no answer before the deadline' : 'stopped while the answer was awaited'
