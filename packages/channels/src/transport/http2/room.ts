/** Streams at once, however many more the server would allow: the rest go to further connections. */
const maxStreams = 1000

/** How many streams a connection has, may have, and whether somebody waits for one. */
export class Room {
  #active = 0
  #max = maxStreams
  #isAwaited = false

  /** Streams there are. */
  get active(): number {
    return this.#active
  }

  get isFull(): boolean {
    return this.#active >= this.#max
  }

  /** What the server allows; undefined for no limit. */
  limit(streams: number | undefined): void {
    this.#max = Math.min(streams ?? maxStreams, maxStreams)
  }

  take(): void {
    this.#active += 1
  }

  free(): void {
    this.#active -= 1
  }

  /** Somebody was told that there is none. */
  await(): void {
    this.#isAwaited = true
  }

  /** Whether somebody was told so since this was asked last. */
  wasAwaited(): boolean {
    const wasAwaited = this.#isAwaited
    this.#isAwaited = false
    return wasAwaited
  }
}
