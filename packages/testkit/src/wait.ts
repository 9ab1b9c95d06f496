/** How long a wait may last. */
export interface WaitLimits {
  /** Default 5000. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** What was waited for did not come. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError'
}

const pollMs = 5

/**
 * Waits until `find` gives something other than undefined and false; asks every few milliseconds.
 * @param what what is waited for, for the error's text
 * @throws WaitTimeoutError
 */
export const waitUntil = async <T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
  { timeoutMs = 5000, signal }: WaitLimits = {},
): Promise<T> => {
  const endAtMs = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const found = await find()
    if (found !== undefined && found !== false) return found
    if (performance.now() >= endAtMs) {
      throw new WaitTimeoutError(`${what} did not come within ${timeoutMs} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
