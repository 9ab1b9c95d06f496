import type { Outcome } from '@carillon/protocol'

import type { AnyChannel, EncodeResult, VendorAnswer, VendorRequest } from '../channel.ts'
import { AccessTokens, tokenSourceOf, type TokenResult } from './access-tokens.ts'
import { startCutoff, unsentText } from './cutoff.ts'
import { VendorUnreachableError, type HttpTransport, type SendOptions } from './http-transport.ts'

/** What carries the requests, for those who bring their own. */
export interface Transports {
  http1: HttpTransport
  http2: HttpTransport
}

/** A vendor's answer, or what became of the request before there was one. */
export type Exchanged = { kind: 'answer'; answer: VendorAnswer } | { kind: 'outcome'; outcome: Outcome }

/** Makes the request with the access token the channel wants, if it wants one. */
export type Encode = (accessToken?: string) => EncodeResult

const waitForTokenMs = 60_000

/** Authorizes requests and sends them: again once when the connection or the access token was at fault. */
export class Exchanger {
  readonly #transports: Transports
  readonly #now: () => number
  readonly #accessTokens: AccessTokens

  /** @param signal ends token requests, which outlive those who wait for them */
  constructor(transports: Transports, now: () => number, signal: AbortSignal) {
    this.#transports = transports
    this.#now = now
    this.#accessTokens = new AccessTokens(
      (channel, request, options) => resending(this.#transportOf(channel), request, options),
      now,
      signal,
    )
  }

  /** @throws VendorUnreachableError and AnswerLostError as transports do */
  async exchange(
    channel: AnyChannel,
    certificate: unknown,
    encode: Encode,
    options: SendOptions,
  ): Promise<Exchanged> {
    const authorizer = tokenSourceOf(channel, certificate)
    if (authorizer === undefined) return await this.#send(channel, encode(), options)
    const ready = this.#accessTokens.ready(authorizer, channel, certificate)
    const first: TokenResult =
      ready === undefined
        ? await this.#accessToken(channel, certificate, options)
        : { kind: 'token', value: ready }
    if (first.kind === 'outcome') return first
    if (first.kind === 'none') return await this.#send(channel, encode(), options)
    const sent = await this.#send(channel, encode(first.value), options)
    if (sent.kind === 'outcome' || !authorizer.isTokenRefused(sent.answer)) return sent
    const fresh = await this.#accessToken(channel, certificate, options, first.value)
    if (fresh.kind === 'outcome') return fresh
    // Too young to be replaced: a second try would be refused as the first.
    if (fresh.kind === 'none' || fresh.value === first.value) return sent
    const again = await this.#send(channel, encode(fresh.value), options)
    // Refused twice: the certificate is at fault. The next request starts with a new token all the same.
    if (again.kind === 'answer' && authorizer.isTokenRefused(again.answer))
      this.#accessTokens.forget(channel, certificate, fresh.value)
    return again
  }

  async #send(channel: AnyChannel, encoded: EncodeResult, options: SendOptions): Promise<Exchanged> {
    if (encoded.kind === 'refused') return { kind: 'outcome', outcome: encoded.outcome }
    const answer = await resending(this.#transportOf(channel), encoded.request, options)
    return { kind: 'answer', answer }
  }

  /** The token request goes on when one who waits for it gives up: others may want it. */
  async #accessToken(
    channel: AnyChannel,
    certificate: unknown,
    options: SendOptions,
    refused?: string,
  ): Promise<TokenResult> {
    using cutoff = startCutoff(options, this.#now(), waitForTokenMs)
    return await new Promise<TokenResult>((resolve, reject) => {
      cutoff.onCut((reason) => reject(new VendorUnreachableError(`access token: ${unsentText(reason)}`)))
      this.#accessTokens.get(channel, certificate, refused).then(resolve, reject)
    })
  }

  #transportOf(channel: AnyChannel): HttpTransport {
    return channel.http2 === true ? this.#transports.http2 : this.#transports.http1
  }
}

/** A request that certainly was not processed, on a connection that only wants to be replaced, goes again once. */
const resending = (
  transport: HttpTransport,
  request: VendorRequest,
  options: SendOptions,
): Promise<VendorAnswer> =>
  // No `async`: every push goes through here, and a function less waits for it.
  transport.send(request, options).catch((error: unknown) => {
    if (!(error instanceof VendorUnreachableError) || !error.safeToResend) throw error
    return transport.send(request, options)
  })
