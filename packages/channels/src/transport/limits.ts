/** Bounds of connections and waits. All times in milliseconds. */
export interface TransportLimits {
  /** A connection, its TLS and (HTTP/2) settings are up within this time, or the vendor is unreachable. */
  connectTimeoutMs: number
  /** No request takes longer, however late its own deadline is. */
  requestTimeoutMs: number
  /** An answer's body is cut after this. */
  answerBytes: number
  /** A connection without requests is closed after this. */
  idleMs: number
  /** HTTP/2: a connection older than this is replaced: the new one is opened before the old one is let go. */
  maxAgeMs: number
  /** HTTP/2: a connection that was silent this long is asked with PING before it is trusted again. */
  pingAfterMs: number
  /** HTTP/2: a connection that does not answer PING in this time is dead. */
  pingTimeoutMs: number
  /** HTTP/2 connections to one host. */
  sessionsPerOrigin: number
  /** HTTP/1.1 connections to one host. */
  socketsPerOrigin: number
  /** Requests that wait for a connection to one host; further ones are `UNREACHABLE` at once. */
  waitingPerOrigin: number
  /** A host that speaks HTTP/1.1 only is asked for HTTP/2 again after this. */
  http1MemoryMs: number
  /** Closing waits this long for what is in flight, then cuts it. */
  closeGraceMs: number
}

/** What is used where nothing else is asked for. */
export const defaultTransportLimits: TransportLimits = {
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  answerBytes: 1024 * 1024,
  idleMs: 120_000,
  maxAgeMs: 3_600_000,
  pingAfterMs: 15_000,
  pingTimeoutMs: 5_000,
  sessionsPerOrigin: 4,
  socketsPerOrigin: 64,
  waitingPerOrigin: 10_000,
  http1MemoryMs: 600_000,
  closeGraceMs: 1_000,
}
