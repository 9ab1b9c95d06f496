import { MINUTE } from '../clock.ts'
import type { Reason } from './reasons.ts'

const updateEveryMs = 20 * MINUTE
/** Connections remembered; the oldest is forgotten. */
const maxConnections = 1_000

interface Connection {
  teamID: string
  jwt: string
  changedAtMs: number
}

/** Which provider token each connection uses: one team, and a new token at most every 20 minutes. */
export class Connections {
  readonly #connections = new Map<number, Connection>()

  /** Why the token is not taken on this connection. */
  take(
    connectionID: number,
    { teamID, jwt }: { teamID: string; jwt: string },
    nowMs: number,
    updatesLimited: boolean,
  ): Reason | undefined {
    const known = this.#connections.get(connectionID)
    if (known?.jwt === jwt) return undefined
    if (known !== undefined && known.teamID !== teamID) return 'InvalidProviderToken'
    if (known !== undefined && updatesLimited && nowMs - known.changedAtMs < updateEveryMs)
      return 'TooManyProviderTokenUpdates'
    this.#connections.set(connectionID, { teamID, jwt, changedAtMs: nowMs })
    if (this.#connections.size > maxConnections)
      this.#connections.delete(this.#connections.keys().next().value ?? 0)
    return undefined
  }
}
