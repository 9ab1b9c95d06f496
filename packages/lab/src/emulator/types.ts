import type { Socket } from 'node:net'
import type { VendorId } from '@carillon/protocol'
import type { WaitOptions } from '../listeners.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'

/** What a request asks for, so that faults can be aimed. */
export type RequestKind = 'send' | 'token' | 'other'

/** A request as an emulator's answer function sees it. */
export interface EmulatorRequest {
  /** 1, 2, 3, … in the order of arrival. */
  readonly id: number
  readonly kind: RequestKind
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names; HTTP/2 pseudo-headers are left out. Several values are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8. */
  readonly body: string
  readonly httpVersion: '1.1' | '2'
  /** Which connection it came over: 1, 2, 3, … */
  readonly connectionID: number
  /** SHA-256 of the TLS client certificate, `AB:CD:…`; absent without one. */
  readonly clientFingerprint?: string
  readonly receivedAtMs: number
}

/** What an emulator answers. */
export interface EmulatorAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  /** Default: empty. */
  body?: string
}

/** The one function that decides an emulator's answers. */
export type AnswerFunction = (request: EmulatorRequest) => EmulatorAnswer | Promise<EmulatorAnswer>

/** One exchange in the request log. Grows its answer when that is known. */
export interface LoggedRequest extends EmulatorRequest {
  /** Absent while unanswered, and for good where a fault swallowed the answer. */
  answer?: EmulatorAnswer
  /** The fault that fired on it. */
  fault?: string
  /** When it was answered or given up, by the lab's clock. */
  endedAtMs?: number
}

/** What all emulators have in common. */
export interface Emulator extends AsyncDisposable {
  readonly vendor: VendorId
  /** `https://127.0.0.1:<port>`, or with the name the lab was told to be known by; without a slash at the end. */
  readonly url: string
  readonly port: number
  /** The vendor's real host names the certificate covers, besides localhost and 127.0.0.1. */
  readonly hostNames: readonly string[]
  /** Replace it and the vendor answers as you say; `realAnswer` is what it was. */
  answer: AnswerFunction
  /** The vendor's behaviour as documented; vendor faults (`refuse`, `dead-token`, …) included. */
  readonly realAnswer: AnswerFunction
  readonly faults: Faults
  /** The latest exchanges, oldest first, at most `requestLogSize` (1000 by default). */
  readonly requests: readonly LoggedRequest[]
  /** All requests since the start, also those the log has forgotten. */
  readonly requestCount: number
  clearRequests(): void
  /** Watches finished exchanges without influence. @returns a function that stops it */
  onRequest(listener: (request: LoggedRequest) => void): () => void
  /** A finished exchange that `matches`, past or coming. */
  waitForRequest(matches?: (request: LoggedRequest) => boolean, options?: WaitOptions): Promise<LoggedRequest>
  /** Open connections now. */
  readonly connectionCount: number
  /** Serves a TCP connection that was accepted at another door of the lab. */
  acceptConnection(socket: Socket): void
  /** Serves a request that came over a connection which another door of the lab keeps. */
  acceptExchange(exchange: Exchange, connectionID: number): void
  /** Stops listening and destroys what is open. May be called twice. */
  close(): Promise<void>
}
