declare const setTimeout: (callback: () => void, delayMs: number) => unknown
declare const clearTimeout: (handle: unknown) => void

/** Time, injected so that tests can move it. */
export interface Timer {
  /** Calls `callback` once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void
  /** 0 up to 1, for jitter. */
  random(): number
}

/** The machine's own. */
export const systemTimer: Timer = {
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs)
    return () => clearTimeout(handle)
  },
  random: () => Math.random(),
}
