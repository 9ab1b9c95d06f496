import type { TLSSocket } from 'node:tls'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import type { Cutoff } from './cutoff.ts'
import type { TransportLimits } from './limits.ts'

/**
 * CONNECTING (the server's settings are awaited), OPEN, CHECKING (was silent, PING is out), RETIRED (finishes
 * what it has, takes nothing new), CLOSED.
 */
export type ConnectionState = 'connecting' | 'open' | 'checking' | 'retired' | 'closed'

/** One HTTP/2 connection as the pool handles it, whoever speaks the protocol. */
export interface Http2Connection {
  readonly state: ConnectionState
  /** Whether one more request may start now. When not, `onChange` is called when one may. */
  readonly hasRoom: boolean
  /** Whether nothing was heard for so long that the connection may be dead without anyone having noticed. */
  readonly isStale: boolean
  /** Whether it is so old that another one is to take its place; one without requests closes itself. */
  readonly isAged: boolean
  /** Takes a place for one request; `exchange` gives it back. */
  reserve(): void
  /**
   * Sends a request in a reserved place. Disposes of the cutoff in the end.
   * @throws VendorUnreachableError when it was certainly not processed, safe to resend when the server
   * refused it or closed the connection before it
   * @throws AnswerLostError when it was sent and no answer came
   */
  exchange(request: VendorRequest, cutoff: Cutoff): Promise<VendorAnswer>
  /** Asks a stale connection whether it lives; it takes nothing until it has answered. */
  check(): void
  /** Takes nothing more, finishes what it has. */
  retire(): void
  /** Cuts the connection and all that is on it. */
  destroy(): void
}

/**
 * Speaks HTTP/2 on a socket that agreed to it; done when the server's settings are known.
 * @param onChange called whenever the connection may take more, or never will again
 * @throws VendorUnreachableError when they do not come within the time for connecting
 */
export type OpenConnection = (
  socket: TLSSocket,
  origin: URL,
  limits: TransportLimits,
  onChange: () => void,
) => Promise<Http2Connection>
