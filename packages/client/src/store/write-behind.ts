import type { Clock } from '../platform/clock.ts'

/** How long writes are gathered, and how many at most. */
const gatherMs = 100
const mostGathered = 1000

/** Writes that wait for their turn, so that whoever writes does not. */
export interface WriteBehind<W> {
  add(write: W): Promise<void>
  /** What waits, in its order. */
  readonly waiting: readonly W[]
  /** Writes what waits. Rejects when that fails: what could not be written is given up. */
  flush(): Promise<void>
}

/** @param write stores a batch in its order; one is under way at a time */
export const writeBehind = <W>(
  clock: Clock,
  write: (batch: readonly W[]) => Promise<void>,
  onFailure: (error: unknown) => void,
): WriteBehind<W> => {
  let waiting: W[] = []
  let cancel: (() => void) | undefined
  let tail: Promise<void> = Promise.resolve()
  const flush = async (): Promise<void> => {
    cancel?.()
    cancel = undefined
    if (waiting.length > 0) {
      const batch = waiting
      waiting = []
      tail = tail.catch(() => undefined).then(() => write(batch))
    }
    return tail
  }
  const later = (): void => {
    flush().catch(onFailure)
  }
  return {
    get waiting() {
      return waiting
    },
    async add(entry) {
      waiting.push(entry)
      // Beyond the bound whoever writes waits as well.
      if (waiting.length >= mostGathered) return flush()
      cancel ??= clock.after(gatherMs, later)
      return undefined
    },
    flush,
  }
}
