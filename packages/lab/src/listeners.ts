/** How long a wait may last. */
export interface WaitOptions {
  /** Real milliseconds, whatever the lab's clock says. Default 5000. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** Thrown by the lab's `waitFor...` calls when the condition did not come true in time. */
export class LabTimeoutError extends Error {
  override readonly name = 'LabTimeoutError'
  readonly code = 'LAB_TIMEOUT'
}

const defaultTimeoutMs = 5_000

/** Listeners of one kind of event. A listener that throws harms neither the others nor the emitter. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>()

  /** @returns a function that removes the listener */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        // Told apart from the lab's own failures, and loud: an assertion in a listener must not vanish.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }

  /**
   * Waits until `find` gives a value: asked at once and again after every event.
   * @param what what is waited for, for the error's text
   * @throws LabTimeoutError
   */
  waitFor<Found>(
    what: string,
    find: () => Found | undefined,
    { timeoutMs = defaultTimeoutMs, signal }: WaitOptions = {},
  ): Promise<Found> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        remove()
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        act()
      }
      const look = (): void => {
        try {
          const found = find()
          if (found !== undefined) settle(() => resolve(found))
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))))
        }
      }
      const onAbort = (): void => settle(() => reject(signal?.reason as Error))
      const remove = this.add(look)
      const timer = setTimeout(
        () => settle(() => reject(new LabTimeoutError(`${what} did not come within ${timeoutMs} ms`))),
        timeoutMs,
      )
      signal?.addEventListener('abort', onAbort)
      if (signal?.aborted === true) onAbort()
      else look()
    })
  }
}
