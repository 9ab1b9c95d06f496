import type { Clock } from '../../clock.ts'

/** A clock that runs with real time and can be moved ahead. */
export interface TestClock extends Clock {
  /** Moves ahead and calls what became due, in order. */
  advance(byMs: number): void
}

interface Timer {
  dueAtMs: number
  callback: () => void
}

/** Real time passes, so that sockets and databases get theirs; long waits are jumped over. */
export const createTestClock = (startMs: number = Date.now()): TestClock => {
  let offsetMs = startMs - Date.now()
  const timers = new Set<Timer>()
  const now = (): number => Date.now() + offsetMs
  const fire = (timer: Timer): void => {
    if (timers.delete(timer)) timer.callback()
  }
  return {
    now,
    after(delayMs, callback) {
      const timer: Timer = { dueAtMs: now() + delayMs, callback }
      timers.add(timer)
      const handle = setTimeout(() => fire(timer), Math.min(delayMs, 2 ** 31 - 1))
      handle.unref()
      return () => {
        timers.delete(timer)
        clearTimeout(handle)
      }
    },
    advance(byMs) {
      offsetMs += byMs
      const due = [...timers].filter((timer) => timer.dueAtMs <= now())
      for (const timer of due.sort((one, other) => one.dueAtMs - other.dueAtMs)) fire(timer)
    },
  }
}
