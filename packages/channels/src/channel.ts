import type { OfflinePushInfo, Outcome, VendorId } from '@carillon/protocol'

import type { ClearOrder } from './clear-order.ts'
import type { ReceiptKind, ReceiptRequest, ReceiptsResult } from './receipt.ts'

/** A notification before any vendor's words: what one push shows and carries. */
export interface PushNotification {
  /** The message it announces. */
  msgID: string
  title: string
  body: string
  /** Handed to the app on tap, byte for byte; '' for none. */
  ext: string
  /**
   * Key under which a second copy replaces the first on the phone. The same for every attempt of one
   * message on one device, different between messages.
   */
  collapseKey: string
  /** What belongs together on the phone, where the vendor groups: the conversation, as the recipient names it. */
  conversationID?: string
  /** App icon number to set, where the vendor can; absent leaves it. */
  badgeCount?: number
  /** After this instant the push is of no use: the vendor's TTL comes from it. Epoch milliseconds. */
  deadlineMs: number
  /** The device runs HarmonyOS NEXT, which Huawei reaches by another API than its phones with Android. */
  isHarmonyOS?: true
  /** Vendor options as the sender gave them; what it leaves out comes from the certificate. */
  options: OfflinePushInfo
  /**
   * It takes the place of a shown one, under the same collapse key, and says nothing new: no sound, no
   * vibration, no banner, as far as the vendor lets the sender choose.
   */
  isCover?: true
}

/** An HTTP request to a vendor, complete but for the connection. */
export interface VendorRequest {
  method: 'GET' | 'POST' | 'DELETE'
  /** Absolute https URL. */
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  /** Absent: any connection to the host will do. Requests that name one go over HTTP/2 only. */
  connection?: VendorConnection
}

/** Connections that a vendor binds to one credential. */
export interface VendorConnection {
  /** Requests with different keys never share a connection. Shows nothing of the credential. */
  key: string
  /** Shown to the vendor in the TLS handshake. The same for the same key. */
  clientCertificate?: ClientCertificate
}

/** A TLS client certificate with its private key, and further ones of its chain: PEM, or a PKCS#12 file. */
export type ClientCertificate =
  | { kind: 'pem'; certificate: string; privateKey: string }
  | { kind: 'p12'; file: Buffer; password: string }

/** A vendor's HTTP answer. Header names are lower case. */
export interface VendorAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

/** A request, or why there is none: the notification cannot be sent as it is. */
export type EncodeResult =
  | { kind: 'request'; request: VendorRequest }
  | { kind: 'refused'; outcome: Extract<Outcome, { kind: 'refused' }> }

/** What a vendor takes and gives. */
export interface ChannelLimits {
  /** Most tokens one request may name. 1 where the vendor has no batch form. */
  tokensPerRequest: number
  /** Requests in flight at once that serve the vendor well. */
  requestsInFlight: number
  /** The vendor's ceiling, notifications a second for one app; what is unsure is configurable. */
  notificationsPerSecond: number
  /** The vendor's ceiling in requests a second, where it counts those; absent otherwise. */
  requestsPerSecond?: number
}

/** What a vendor can do beside showing a notification. */
export interface ChannelCapabilities {
  /** The field under which a second copy replaces the shown one; absent where there is none. */
  replacesBy?: string
  /** How a shown notification can be taken back: by a request of its own, only by covering it, or not at all. */
  recall: 'request' | 'cover' | 'none'
  /** How one can be taken away: by such a request, by telling the app (if it is not ended for good), or not at all. */
  clears: 'request' | 'app' | 'none'
  /** Most tokens one request may name. */
  tokensPerRequest: number
  /** What the vendor reports back later, over a callback. Empty: nothing. */
  receipts: readonly ReceiptKind[]
  /** Who tells the vendor where to send them: each request, the owner in the vendor's console, or both must. */
  receiptURL?: 'request' | 'console' | 'both'
  /** Whether the icon's number can be set by a push. */
  setsBadge: boolean
}

/** What a request is encoded with, beside what it says. */
export interface EncodeContext {
  nowMs: number
  /** Given when the channel has an authorizer, or a mint that makes one for the certificate. */
  accessToken?: string
  /**
   * Where the vendor is to send receipts, if the certificate names no place of its own: http(s), with a
   * secret in its path, at most `maxReceiptURLUnits`. A vendor whose console asks for the address ignores it.
   */
  receiptURL?: string
}

/** How a vendor takes back notifications that a phone shows. Pure. */
export interface Recaller<Certificate> {
  /** Whether notifications sent with this certificate can be taken back; others can only be covered. */
  isFor(certificate: Certificate): boolean
  /** Most tokens one request may name. */
  readonly tokensPerRequest: number
  /** @param sent names the notification as `encode` got it */
  encode(
    certificate: Certificate,
    sent: Pick<PushNotification, 'msgID' | 'collapseKey' | 'isHarmonyOS'>,
    tokens: readonly string[],
    context: EncodeContext,
  ): EncodeResult
  /**
   * One outcome a token, in the order of `tokens`. `accepted`: it is gone from the phone, or was never
   * there. `refused`, but for quota: this vendor does not take it back, now or ever.
   */
  decode(answer: VendorAnswer, tokens: readonly string[], nowMs: number): readonly Outcome[]
}

/** How a vendor takes one message for many tokens where that needs two calls: it saves the message first. Pure. */
export interface ListSender<Certificate> {
  /** Whether pushes with this certificate go that way. */
  isFor(certificate: Certificate): boolean
  /** Fewest tokens a list may have. */
  readonly leastTokens: number
  /** Most tokens one request may name. */
  readonly tokensPerRequest: number
  /** Hands the message over. */
  encodeMessage(
    certificate: Certificate,
    notification: PushNotification,
    context: EncodeContext,
  ): EncodeResult
  /** `accepted` with what the vendor calls the message as its `requestID`. Nothing has been pushed yet. */
  decodeMessage(answer: VendorAnswer, nowMs: number, notification: PushNotification): Outcome
  /** Names the tokens for a message. @param tokens `leastTokens` to `tokensPerRequest` */
  encodeTokens(
    certificate: Certificate,
    messageID: string,
    tokens: readonly string[],
    context: EncodeContext,
  ): EncodeResult
  /** One outcome a token, in the order of `tokens`. */
  decodeTokens(
    answer: VendorAnswer,
    tokens: readonly string[],
    nowMs: number,
    notification: PushNotification,
  ): readonly Outcome[]
}

/** One field of a certificate, for the console's form and the CLI's help. */
export interface CertificateField {
  name: string
  /** Short name in the vendor's own words. */
  label: string
  /** Where to find it and what it is for. */
  help: string
  kind: 'text' | 'secret' | 'json-file' | 'pem-file' | 'p12-file' | 'url' | 'choice' | 'flag'
  required: boolean
  choices?: readonly string[]
}

/** What is wrong with one field of a certificate, in a sentence that says what to do. */
export interface CertificateProblem {
  field: string
  /** What was found (secrets cut short) and what is allowed. */
  message: string
}

/** A checked certificate, or every problem found in it. */
export type CertificateResult<Certificate> =
  | { ok: true; certificate: Certificate }
  | { ok: false; problems: readonly CertificateProblem[] }

/** A short-lived access token as the vendor gave it. */
export interface AccessToken {
  value: string
  expiresAtMs: number
}

/** How a vendor that wants an access token gives one. Pure: the caller does the request. */
export interface Authorizer<Certificate> {
  /** Same key, same access token: certificates that share a credential share the token. */
  cacheKey(certificate: Certificate): string
  request(certificate: Certificate, nowMs: number): VendorRequest
  decode(
    answer: VendorAnswer,
    nowMs: number,
  ): { kind: 'token'; token: AccessToken } | { kind: 'outcome'; outcome: Outcome }
  /** Whether a send's answer means that the access token is not taken (any more). */
  isTokenRefused(answer: VendorAnswer): boolean
}

/** How a vendor takes access tokens that the sender signs itself, without asking anybody. Pure. */
export interface TokenMint<Certificate> {
  /** Where the channel has an authorizer too: whether this certificate's tokens are minted. Absent: all are. */
  mints?(certificate: Certificate): boolean
  /** Same key, same access token: certificates that share a credential share the token. */
  cacheKey(certificate: Certificate): string
  /** Makes an access token; undefined for a certificate whose requests carry none. */
  mint(certificate: Certificate, nowMs: number): AccessToken | undefined
  /** A token younger than this is not replaced, even when it is refused: the vendor counts replacements. */
  minAgeMs: number
  /** Whether a send's answer means that the access token is not taken (any more). */
  isTokenRefused(answer: VendorAnswer): boolean
}

/**
 * One phone maker's channel: pure functions only, no I/O, no clock, no logger. `Certificate` is the
 * checked form of the app owner's credential for this vendor.
 */
export interface Channel<Certificate> {
  readonly vendor: VendorId
  readonly limits: ChannelLimits
  readonly capabilities: ChannelCapabilities
  /** The vendor is spoken to over HTTP/2 where its host offers it. Absent: HTTP/1.1. */
  readonly http2?: true
  readonly certificateFields: readonly CertificateField[]
  /** Checks all that can be checked without the network. */
  parseCertificate(fields: Readonly<Record<string, unknown>>): CertificateResult<Certificate>
  /** Absent where requests carry the credential itself. */
  readonly authorizer?: Authorizer<Certificate>
  /** Where the sender signs the access token itself. Beside an authorizer: for the certificates it mints for. */
  readonly tokenMint?: TokenMint<Certificate>
  /** @param tokens at most `limits.tokensPerRequest` */
  encode(
    certificate: Certificate,
    notification: PushNotification,
    tokens: readonly string[],
    context: EncodeContext,
  ): EncodeResult
  /**
   * One outcome a token, in the order of `tokens`.
   * @param notification what was sent: tells a fault of the sender's own options from one of the certificate
   */
  decode(
    answer: VendorAnswer,
    tokens: readonly string[],
    nowMs: number,
    notification?: PushNotification,
  ): readonly Outcome[]
  /**
   * Whether the answer refuses a whole batch for the sake of a token it does not name, with nothing
   * delivered: the batch is then halved and asked again.
   */
  refusesBatchForOneToken?(answer: VendorAnswer): boolean
  /**
   * The notification without the part that the answer refuses all of it for, such as a picture: it is then
   * asked for once more that way. Undefined when there is no such part.
   */
  withoutRefusedPart?(answer: VendorAnswer, notification: PushNotification): PushNotification | undefined
  /** Whether a code is in the vendor's list, or is no code of the vendor's at all. */
  knowsCode?(code: string): boolean
  /**
   * Reads a vendor's receipts, and checks that the vendor sent them where it proves that. Absent where the
   * vendor sends none.
   */
  decodeReceipts?(
    certificate: Certificate,
    request: ReceiptRequest,
    context: { nowMs: number },
  ): ReceiptsResult
  /** Tells the app to take notifications away: where `capabilities.clears` is `app`. */
  encodeClear?(
    certificate: Certificate,
    order: ClearOrder,
    token: string,
    context: EncodeContext,
  ): EncodeResult
  /** In place of `encode` for many tokens, where `limits.tokensPerRequest` is 1. */
  readonly listSender?: ListSender<Certificate>
  /** Absent where the vendor takes nothing back: `capabilities.recall` says whether covering works. */
  readonly recaller?: Recaller<Certificate>
  /** A request that proves the certificate works without reaching any user, where the vendor has one. */
  probe?(
    certificate: Certificate,
    context: { nowMs: number; accessToken?: string },
  ): { request: VendorRequest; decode(answer: VendorAnswer): Outcome }
}

/** A channel with its certificate type closed over, as callers who handle every vendor alike hold it. */
// oxlint-disable-next-line typescript/no-explicit-any -- each vendor's certificate type is its own affair
export type AnyChannel = Channel<any>
