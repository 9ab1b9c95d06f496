import type { Outcome, VendorId } from '@carillon/protocol'

import type { PushNotification } from './channel.ts'
import type { ClearOrder } from './clear-order.ts'
import type { TransportLimits } from './transport/limits.ts'

/** What became of taking back one notification on one phone. */
export interface RecallOutcome {
  /** `withdrawn`: by the vendor's own request. `covered`: by a notification under the same collapse key. */
  how: 'withdrawn' | 'covered'
  outcome: Outcome
}

/** What became of taking notifications away from one phone. */
export interface ClearOutcome {
  /** `withdrawn`: by the vendor's own request. `told`: the app on the phone was told to. */
  how: 'withdrawn' | 'told'
  outcome: Outcome
}

/** What a `VendorClient` is asked to take away. */
export interface ClearRequest extends Omit<SendRequest, 'notification'> {
  order: ClearOrder
}

/** What a `VendorClient` is asked to send. */
export interface SendRequest {
  /**
   * Identifies the certificate and its revision: a mended certificate gets a new key. An access token is
   * shared by all certificates with the same credential; a new key never waits for a failure of the old one.
   */
  certificateKey: string
  /** As `parseCertificate` gave it. */
  certificate: unknown
  notification: PushNotification
  tokens: readonly string[]
  /** Given up at this instant; what was sent by then is `unknown`. Epoch milliseconds. */
  requestDeadlineMs: number
  signal?: AbortSignal
  /** See `EncodeContext`. */
  receiptURL?: string
}

/**
 * Speaks to the vendors: authorizes, encodes, sends, decodes.
 */
export interface VendorClient extends AsyncDisposable {
  /**
   * One outcome a token. Never rejects for a vendor's sake: a vendor that was not reached is a `retry`
   * with code `UNREACHABLE`, one that was sent to and did not answer is `unknown`.
   * An access token that is refused is refreshed once and the request sent once more.
   * @throws when the client has been closed
   */
  send(vendor: VendorId, request: SendRequest): Promise<readonly Outcome[]>
  /**
   * Takes a notification off phones: withdraws it where the vendor can, else covers it with
   * `request.notification`, which has the collapse key of the one that was sent. What the vendor refuses
   * to withdraw is covered too. One outcome a token; else as `send`.
   * @throws when the client has been closed
   */
  recall(vendor: VendorId, request: SendRequest): Promise<readonly RecallOutcome[]>
  /**
   * Takes notifications away that need no words: withdraws them where the vendor can, else tells the app to,
   * where `capabilities.clears` says so. Covers nothing. One outcome a token; else as `send`.
   * @throws when the client has been closed
   */
  clear(vendor: VendorId, request: ClearRequest): Promise<readonly ClearOutcome[]>
  /** Probes a certificate without reaching any user; undefined where the vendor has no way. */
  probe(vendor: VendorId, certificateKey: string, certificate: unknown): Promise<Outcome | undefined>
}

/** What a `VendorClient` is made from. */
export interface VendorClientOptions {
  /** CA certificates (PEM) trusted beside the system's. */
  extraCertificateAuthorities?: readonly string[]
  /** HTTP proxy every vendor is reached through (CONNECT), `http://host:port`. */
  proxyURL?: string
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Who speaks HTTP/2: our own client (the default), or node:http2 for a server it does not get on with. */
  http2Client?: 'own' | 'node'
  /** Bounds of connections and waits; what is left out has a sound default. */
  transport?: Partial<TransportLimits>
}
