import { globals } from './globals.ts'

/** Time, injected so that tests and virtual phones can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `callback` once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void
}

/** The platform's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = globals.setTimeout(callback, delayMs)
    return () => globals.clearTimeout(timer)
  },
}

/** The answer of `work`, or undefined when it has failed or not ended in `limitMs`. Never rejects. */
export const withinTime = <T>(
  clock: Clock,
  limitMs: number,
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T | undefined> =>
  new Promise((resolve) => {
    const cancel = clock.after(limitMs, () => {
      onFailure(new Error(`no answer in ${limitMs} ms`))
      resolve(undefined)
    })
    const workOnFailure = (error: unknown): void => {
      cancel()
      onFailure(error)
      resolve(undefined)
    }
    try {
      work().then((value) => {
        cancel()
        resolve(value)
      }, workOnFailure)
    } catch (error) {
      workOnFailure(error)
    }
  })
