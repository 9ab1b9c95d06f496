import type { TransportLimits } from '../limits.ts'

/** What time asks of a connection. */
type Due = 'ping' | 'dead' | 'idle' | undefined

/** A connection's clock: one timer for all that silence, idleness and age ask for. */
export class Liveness {
  readonly #limits: TransportLimits
  readonly #ticker: NodeJS.Timeout
  readonly #openedAtMs = performance.now()
  readonly #maxAgeMs: number
  #heardAtMs = this.#openedAtMs
  #usedAtMs = this.#openedAtMs
  #pingedAtMs: number | undefined
  #pings = 0
  #isChecked = false

  constructor(limits: TransportLimits, onTick: () => void) {
    this.#limits = limits
    // Spread, so that connections opened together are not replaced together.
    this.#maxAgeMs = limits.maxAgeMs * (0.9 + Math.random() * 0.1)
    const tickMs = Math.min(limits.pingAfterMs, limits.pingTimeoutMs, limits.idleMs, limits.maxAgeMs) / 4
    this.#ticker = setInterval(onTick, Math.max(tickMs, 1))
    this.#ticker.unref()
  }

  /** Whether nothing was heard for so long that the connection may be dead without anyone having noticed. */
  get isStale(): boolean {
    return !this.#isChecked && performance.now() - this.#heardAtMs >= this.#limits.pingAfterMs
  }

  get isOld(): boolean {
    return performance.now() - this.#openedAtMs >= this.#maxAgeMs
  }

  heard(): void {
    this.#heardAtMs = performance.now()
  }

  /** The last request in flight has ended. */
  rested(): void {
    this.#usedAtMs = performance.now()
  }

  /** A request starts. @param active how many there are now */
  used(active: number): void {
    this.#isChecked = false
    if (active > 1) return
    // Silence counts from here: before, nothing was due.
    this.#heardAtMs = performance.now()
    this.#usedAtMs = this.#heardAtMs
  }

  /** A PING goes out with the returned payload. */
  pinging(): Buffer {
    this.#pingedAtMs ??= performance.now()
    this.#pings += 1
    const payload = Buffer.alloc(8)
    payload.writeUInt32BE(this.#pings, 4)
    return payload
  }

  /** Whether this answers the last PING. */
  isAnswered(payload: Buffer): boolean {
    if (this.#pingedAtMs === undefined || payload.readUInt32BE(4) !== this.#pings) return false
    this.#pingedAtMs = undefined
    this.#isChecked = true
    return true
  }

  /** @param active requests in flight */
  due(active: number): Due {
    const nowMs = performance.now()
    if (this.#pingedAtMs !== undefined)
      return nowMs - this.#pingedAtMs >= this.#limits.pingTimeoutMs ? 'dead' : undefined
    if (active > 0) return nowMs - this.#heardAtMs >= this.#limits.pingAfterMs ? 'ping' : undefined
    return nowMs - this.#usedAtMs >= this.#limits.idleMs ? 'idle' : undefined
  }

  /** Stops with the socket, which goes at the next tick at the latest. */
  stopWith(closed: Promise<void>): void {
    void closed.then(() => clearInterval(this.#ticker))
  }
}
