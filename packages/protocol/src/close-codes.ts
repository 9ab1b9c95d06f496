/**
 * WebSocket close codes of the gateway. The range carries the reconnect policy: 3000 to 3499 mean
 * "come back with backoff", 3500 to 3999 mean "stay away until the app calls login again".
 * See docs/protocol.md, section "Close codes".
 */
export const CloseCode = {
  /** The server stops in good order. */
  ShuttingDown: 3001,
  /** Nothing was heard from the client for the heartbeat time. */
  HeartbeatTimeout: 3002,
  /** More bytes wait for this client than allowed: it reads too slowly. It resumes from its cursors. */
  SlowConsumer: 3003,
  /** Requests kept coming above the rate limit. */
  RateLimited: 3004,
  /** No login arrived in time after the connection was opened. */
  LoginTimeout: 3005,
  /** A fault of the server's own. */
  InternalError: 3006,
  /** An event was not acknowledged for far too long: the app behind the socket is gone. */
  Unresponsive: 3007,
  /** A frame that is not of the protocol. A client that sends one has a defect; trying again would not help. */
  BadFrame: 3500,
  /** The WebSocket subprotocol asked for is not spoken here. */
  UnsupportedVersion: 3501,
  /** A frame above the size limit. */
  FrameTooLarge: 3502,
  /** A request other than login before login. */
  NotLoggedIn: 3503,
  /** The same user logged in elsewhere on the same platform kind. */
  KickedByOtherLogin: 3504,
  /** An administrator ended the session. */
  KickedByAdmin: 3505,
  /** The same device opened a newer connection, which takes this one's place. */
  Superseded: 3506,
  /** The client logged out. */
  LoggedOut: 3507,
} as const

/** A close code of the gateway. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode]

/**
 * Whether a client closed with `code` may connect again by itself. Codes below 3000 (1006 above all:
 * the network broke) may; of the gateway's own, those below 3500 may.
 */
export const mayReconnect = (code: number): boolean => code < 3500 || code >= 4000
