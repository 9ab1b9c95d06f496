import { Places } from './places.ts'

/** Something with an end: it is watched itself, so that a watch costs no object of its own. */
export interface Deadline {
  /** By `performance.now()`. */
  readonly dueMs: number
  /** Called when it is past, until it is unwatched. */
  expire(): void
}

/** The timer never fires more often than this: a deadline may be met so much later. */
const leastWaitMs = 5

const watched = new Places<Deadline>()
let timer: NodeJS.Timeout | undefined
let timerDueMs = Number.POSITIVE_INFINITY

/**
 * Expires a deadline when it is due, all of the process sharing one timer: nearly every request is answered
 * long before its own. Keeps no process alive; what waits has a socket that does.
 * @returns by what it is unwatched
 */
export const watchDeadline = (deadline: Deadline): number => {
  if (deadline.dueMs < timerDueMs) arm(deadline.dueMs)
  return watched.add(deadline)
}

/** Ends a watch, once. */
export const unwatchDeadline = (watch: number): void => watched.remove(watch)

const arm = (dueMs: number): void => {
  clearTimeout(timer)
  timerDueMs = dueMs
  // Longer waits than a timer can count are looked at again.
  timer = setTimeout(onTimer, Math.min(Math.max(dueMs - performance.now(), leastWaitMs), 2 ** 30))
  timer.unref()
}

const onTimer = (): void => {
  const nowMs = performance.now()
  let nextMs = Number.POSITIVE_INFINITY
  timerDueMs = nextMs
  for (const deadline of watched) {
    if (deadline.dueMs > nowMs) nextMs = Math.min(nextMs, deadline.dueMs)
    else deadline.expire()
  }
  if (nextMs < timerDueMs) arm(nextMs)
}
