import type { Clock } from '@carillon/client'

/** A clock whose timers end with the process: after the kill nothing of the app runs. */
export const processClock = (signal: AbortSignal): Clock => ({
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel)
      callback()
    }, delayMs)
    const cancel = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    }
    if (signal.aborted) cancel()
    else signal.addEventListener('abort', cancel)
    return cancel
  },
})
