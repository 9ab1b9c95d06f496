import type { Outcome } from '@carillon/protocol'

import type { AnyChannel, EncodeResult, VendorAnswer, VendorRequest } from '../channel.ts'
import { AccessTokens, tokenSourceOf, type TokenResult, type TokenSource } from './access-tokens.ts'
import { startCutoff, unsentText, type CutoffReason } from './cutoff.ts'
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
    const source = tokenSourceOf(channel, certificate)
    let token = source === undefined ? undefined : this.#accessTokens.ready(source, channel, certificate)
    if (source !== undefined && token === undefined) {
      const result = await this.#accessToken(channel, certificate, options)
      if (result.kind === 'outcome') return result
      if (result.kind === 'token') token = result.value
    }
    const encoded = encode(token)
    if (encoded.kind === 'refused') return { kind: 'outcome', outcome: encoded.outcome }
    const transport = this.#transportOf(channel)
    let answer: VendorAnswer
    try {
      answer = await transport.send(encoded.request, options)
    } catch (error) {
      answer = await resent(transport, encoded.request, options, error)
    }
    return source === undefined || token === undefined || !source.isTokenRefused(answer)
      ? { kind: 'answer', answer }
      : await this.#withFreshToken(channel, certificate, encode, options, source, answer, token)
  }

  /** After an answer that does not take the access token. */
  async #withFreshToken(
    channel: AnyChannel,
    certificate: unknown,
    encode: Encode,
    options: SendOptions,
    source: TokenSource,
    refusal: VendorAnswer,
    refused: string,
  ): Promise<Exchanged> {
    const fresh = await this.#accessToken(channel, certificate, options, refused)
    if (fresh.kind === 'outcome') return fresh
    // Too young to be replaced: a second try would be refused as the first.
    if (fresh.kind === 'none' || fresh.value === refused) return { kind: 'answer', answer: refusal }
    const encoded = encode(fresh.value)
    if (encoded.kind === 'refused') return { kind: 'outcome', outcome: encoded.outcome }
    const answer = await resending(this.#transportOf(channel), encoded.request, options)
    // Refused twice: the certificate is at fault. The next request starts with a new token all the same.
    if (source.isTokenRefused(answer)) this.#accessTokens.forget(channel, certificate, fresh.value)
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
      const cut = (reason: CutoffReason): void =>
        reject(new VendorUnreachableError(`access token: ${unsentText(reason)}`))
      cutoff.onCut({ cut })
      this.#accessTokens.get(channel, certificate, refused).then(resolve, reject)
    })
  }

  #transportOf(channel: AnyChannel): HttpTransport {
    return channel.http2 === true ? this.#transports.http2 : this.#transports.http1
  }
}

/** Sends a request, and again once when it certainly was not processed, on a connection that wants replacing. */
const resending = async (
  transport: HttpTransport,
  request: VendorRequest,
  options: SendOptions,
): Promise<VendorAnswer> => {
  try {
    return await transport.send(request, options)
  } catch (error) {
    return await resent(transport, request, options, error)
  }
}

/** @throws the error, unless it allows for another try */
const resent = async (
  transport: HttpTransport,
  request: VendorRequest,
  options: SendOptions,
  error: unknown,
): Promise<VendorAnswer> => {
  if (!(error instanceof VendorUnreachableError) || !error.safeToResend) throw error
  return await transport.send(request, options)
}
