import type { Logger } from '../platform/logger.ts'

/** Listeners of one kind. The same one added twice is called twice; one that throws harms nobody. */
export class ListenerList<T extends object> {
  readonly #log: Logger
  #listeners: readonly T[] = []

  constructor(log: Logger) {
    this.#log = log
  }

  get isEmpty(): boolean {
    return this.#listeners.length === 0
  }

  add(listener: T): void {
    if (typeof listener !== 'object' || listener === null) {
      this.#log.error(`a listener must be an object of callbacks, got ${typeof listener}`)
      return
    }
    this.#listeners = [...this.#listeners, listener]
  }

  /** Removes all copies of `listener`, or without one all listeners. */
  remove(listener?: T): void {
    this.#listeners = listener === undefined ? [] : this.#listeners.filter((other) => other !== listener)
  }

  /** Calls each listener that was there when it began. */
  emit(call: (listener: T) => unknown): void {
    for (const listener of this.#listeners) callSafely(this.#log, () => call(listener))
  }
}

/** Runs the app's code: what it throws, now or later, is logged and goes no further. */
export const callSafely = (log: Logger, call: () => unknown): void => {
  const callOnError = (error: unknown): void => log.error(`a listener of the app threw: ${String(error)}`)
  try {
    const result = call()
    if (result instanceof Promise) result.catch(callOnError)
  } catch (error) {
    callOnError(error)
  }
}
