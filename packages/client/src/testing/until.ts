import { setImmediate } from 'node:timers/promises'

/** Waits until `condition` holds; fails after 30 s with what was waited for. */
export const until = async (what: string, condition: () => boolean): Promise<void> => {
  const deadlineMs = performance.now() + 30_000
  while (!condition()) {
    if (performance.now() > deadlineMs) throw new Error(`waited 30 s in vain for: ${what}`)
    await setImmediate()
  }
}
