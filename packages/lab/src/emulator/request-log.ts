import { Listeners, type WaitOptions } from '../listeners.ts'
import type { LoggedRequest } from './types.ts'

/** Remembers the latest exchanges and tells who listens. Full: the oldest is forgotten. */
export class RequestLog {
  readonly entries: LoggedRequest[] = []
  count = 0
  readonly #size: number
  readonly #listeners = new Listeners<LoggedRequest>()

  constructor(size: number) {
    this.#size = size
  }

  started(request: LoggedRequest): void {
    this.count += 1
    if (this.#size === 0) return
    this.entries.push(request)
    if (this.entries.length > this.#size) this.entries.shift()
  }

  finished(request: LoggedRequest): void {
    this.#listeners.emit(request)
  }

  listen(listener: (request: LoggedRequest) => void): () => void {
    return this.#listeners.add(listener)
  }

  waitFor(matches: (request: LoggedRequest) => boolean, options?: WaitOptions): Promise<LoggedRequest> {
    return this.#listeners.waitFor(
      'A matching request',
      () => this.entries.find((entry) => entry.endedAtMs !== undefined && matches(entry)),
      options,
    )
  }

  clear(): void {
    this.entries.length = 0
  }
}
