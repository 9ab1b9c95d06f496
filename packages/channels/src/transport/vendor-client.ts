import type { Outcome, VendorId } from '@carillon/protocol'

import type { AnyChannel, EncodeContext, EncodeResult } from '../channel.ts'
import type {
  ClearOutcome,
  ClearRequest,
  RecallOutcome,
  SendRequest,
  VendorClient,
  VendorClientOptions,
} from '../client.ts'
import { withOverrides } from '../configurable.ts'
import { words } from '../words.ts'
import { createDialer } from './dial.ts'
import { Exchanger, type Exchanged, type Transports } from './exchanger.ts'
import { outcomeOfFault } from './faults.ts'
import { createHttp1Transport } from './http1.ts'
import { createHttp2Transport } from './http2.ts'
import { openNodeConnection } from './http2-session.ts'
import { openConnection } from './http2/open-connection.ts'
import { InFlight } from './in-flight.ts'
import { defaultTransportLimits } from './limits.ts'
import { LinkedSignals } from './linked-signals.ts'
import { listSenderFor, sendByList } from './list-send.ts'
import { questionOf, type Question } from './question.ts'
import { clearNotifications, recallNotification, type Ask, type AskRequest } from './take-back.ts'

/** Channels by vendor. */
export type Channels = Partial<Record<VendorId, AnyChannel>>

/** Further requests one `send` may make to find the token a batch was refused for. */
const maxFurtherRequests = 40

/** What ends the requests of one `send`. */
interface Bounds {
  budget: { requests: number }
  signal: AbortSignal
}

/** A closed client was asked to send. */
export class VendorClientClosedError extends Error {
  override readonly name = 'VendorClientClosedError'
  readonly code = 'VENDOR_CLIENT_CLOSED'
}

/** HTTP/1.1 by undici and HTTP/2 by `options.http2Client`, both by the options' proxy and trust. */
export const createTransports = (options: VendorClientOptions): Transports => {
  const limits = { ...defaultTransportLimits, ...options.transport }
  const now = options.now ?? Date.now
  const dial = createDialer(options)
  const http1 = createHttp1Transport(dial, limits, now)
  const open = options.http2Client === 'node' ? openNodeConnection : openConnection
  return { http1, http2: createHttp2Transport(dial, http1, open, limits, now) }
}

/**
 * Makes the client for the given channels.
 * @param transports closed with the client
 * @throws TypeError when the proxy URL is none
 */
export const createVendorClientFor = (
  channels: Channels,
  options: VendorClientOptions = {},
  transports: Transports = createTransports(options),
): VendorClient => new Client(channels, options, transports)

class Client implements VendorClient {
  readonly #channels: Channels
  readonly #transports: Transports
  readonly #exchanger: Exchanger
  readonly #now: () => number
  readonly #graceMs: number
  readonly #closing = new AbortController()
  readonly #signals = new LinkedSignals(this.#closing.signal)
  readonly #inFlight = new InFlight()
  #closed: Promise<void> | undefined

  constructor(channels: Channels, options: VendorClientOptions, transports: Transports) {
    this.#channels = channels
    this.#transports = transports
    this.#now = options.now ?? Date.now
    this.#graceMs = options.transport?.closeGraceMs ?? defaultTransportLimits.closeGraceMs
    this.#exchanger = new Exchanger(transports, this.#now, this.#closing.signal)
  }

  // Not `async`, like those it calls: every push goes through them, and each would be one more to wait for.
  send(vendor: VendorId, request: SendRequest): Promise<readonly Outcome[]> {
    return this.#closed === undefined ? this.#sendAll(vendor, request) : Promise.reject(closedError())
  }

  async recall(vendor: VendorId, request: SendRequest): Promise<readonly RecallOutcome[]> {
    if (this.#closed !== undefined) throw closedError()
    return await this.#inFlight.during(this.#recallAll(vendor, request))
  }

  async clear(vendor: VendorId, request: ClearRequest): Promise<readonly ClearOutcome[]> {
    if (this.#closed !== undefined) throw closedError()
    const channel = this.#channels[vendor]
    return await this.#inFlight.during(clearNotifications(channel, request, this.#askerOf(channel, request)))
  }

  async probe(vendor: VendorId, _certificateKey: string, certificate: unknown): Promise<Outcome | undefined> {
    if (this.#closed !== undefined) throw closedError()
    return await this.#inFlight.during(this.#probe(this.#channels[vendor], certificate))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close()
    await this.#closed
  }

  async #close(): Promise<void> {
    const timer = setTimeout(() => this.#closing.abort(), this.#graceMs)
    await this.#inFlight.over()
    clearTimeout(timer)
    // Nobody waits for an access token that is being refreshed ahead of time.
    this.#closing.abort()
    await this.#transports.http2[Symbol.asyncDispose]()
    await this.#transports.http1[Symbol.asyncDispose]()
  }

  #sendAll(vendor: VendorId, request: SendRequest): Promise<readonly Outcome[]> {
    const channel = this.#channels[vendor]
    if (channel === undefined) return Promise.resolve(request.tokens.map(() => noChannel(vendor)))
    const list = listSenderFor(channel, request)
    if (list === undefined)
      return this.#askAll(channel, request, questionOf(channel, request.certificate, request.notification))
    const ask = (tokens: readonly string[], question: Question): Promise<readonly Outcome[]> =>
      this.#askAll(channel, { ...request, tokens }, question)
    return this.#inFlight.during(sendByList(ask, channel, list, request))
  }

  async #recallAll(vendor: VendorId, request: SendRequest): Promise<readonly RecallOutcome[]> {
    const channel = this.#channels[vendor]
    return await recallNotification(channel, request, {
      ask: this.#askerOf(channel, request),
      cover: (tokens) =>
        this.#sendAll(vendor, {
          ...request,
          tokens,
          notification: { ...request.notification, isCover: true },
        }),
    })
  }

  #askerOf(channel: AnyChannel | undefined, request: AskRequest): Ask {
    return async (tokens, question) =>
      channel === undefined ? [] : await this.#askAll(channel, { ...request, tokens }, question)
  }

  #askAll(channel: AnyChannel, request: AskRequest, question: Question): Promise<readonly Outcome[]> {
    const signal = this.#signals.take(request.signal)
    const asked = this.#askBatches(channel, request, question, {
      budget: { requests: maxFurtherRequests },
      signal,
    })
    return request.signal === undefined ? asked : asked.finally(() => this.#signals.giveBack(request.signal))
  }

  #askBatches(
    channel: AnyChannel,
    request: AskRequest,
    question: Question,
    bounds: Bounds,
  ): Promise<readonly Outcome[]> {
    return request.tokens.length === 1
      ? this.#askBatch(channel, request, question, request.tokens, bounds)
      : this.#inFlight.during(this.#askMany(channel, request, question, bounds))
  }

  async #askMany(
    channel: AnyChannel,
    request: AskRequest,
    question: Question,
    bounds: Bounds,
  ): Promise<readonly Outcome[]> {
    const batches = chunksOf(request.tokens, question.tokensPerRequest)
    const results: (readonly Outcome[])[] = batches.map(() => [])
    const remaining = batches.entries()
    const work = async (): Promise<void> => {
      for (const [index, tokens] of remaining)
        results[index] = await this.#askBatch(channel, request, question, tokens, bounds)
    }
    await Promise.all(Array.from({ length: Math.min(batches.length, channel.limits.requestsInFlight) }, work))
    return results.flat()
  }

  /** One batch; halved and asked again when it was refused for one token that the vendor does not name. */
  async #askBatch(
    channel: AnyChannel,
    request: AskRequest,
    question: Question,
    tokens: readonly string[],
    bounds: Bounds,
  ): Promise<readonly Outcome[]> {
    this.#inFlight.begin()
    try {
      const exchanged = await this.#exchange(channel, request, question, tokens, bounds.signal)
      if (exchanged.kind === 'outcome') return alike(tokens, exchanged.outcome)
      const { answer } = exchanged
      const simpler = question.withoutRefusedPart?.(answer)
      if (simpler !== undefined) return await this.#askBatch(channel, request, simpler, tokens, bounds)
      if (tokens.length > 1 && question.refusesBatchForOneToken?.(answer) === true)
        return await this.#askHalves(channel, request, question, tokens, bounds)
      const nowMs = this.#now()
      const outcomes = question.decode(answer, tokens, nowMs)
      return withOverrides(request.certificate, outcomes, channel.knowsCode, nowMs)
    } catch (error) {
      return alike(tokens, outcomeOfFault(error))
    } finally {
      this.#inFlight.end()
    }
  }

  #exchange(
    channel: AnyChannel,
    { certificate, receiptURL, requestDeadlineMs }: AskRequest,
    question: Question,
    tokens: readonly string[],
    signal: AbortSignal,
  ): Promise<Exchanged> {
    const encode = (accessToken?: string): EncodeResult =>
      question.encode(tokens, this.#context(accessToken, receiptURL))
    return this.#exchanger.exchange(channel, certificate, encode, { deadlineMs: requestDeadlineMs, signal })
  }

  async #askHalves(
    channel: AnyChannel,
    request: AskRequest,
    question: Question,
    tokens: readonly string[],
    bounds: Bounds,
  ): Promise<readonly Outcome[]> {
    bounds.budget.requests -= 2
    if (bounds.budget.requests < 0)
      return alike(tokens, {
        kind: 'retry',
        words: words('BATCH_REFUSED', 'refused for a token the vendor does not name'),
      })
    const half = Math.ceil(tokens.length / 2)
    const left = await this.#askBatch(channel, request, question, tokens.slice(0, half), bounds)
    return [...left, ...(await this.#askBatch(channel, request, question, tokens.slice(half), bounds))]
  }

  async #probe(channel: AnyChannel | undefined, certificate: unknown): Promise<Outcome | undefined> {
    if (channel?.probe === undefined) return undefined
    const probe = channel.probe.bind(channel)
    try {
      const encode = (accessToken?: string): EncodeResult => {
        const { request } = probe(certificate, this.#context(accessToken))
        return { kind: 'request', request }
      }
      const options = { deadlineMs: Number.POSITIVE_INFINITY, signal: this.#closing.signal }
      const exchanged = await this.#exchanger.exchange(channel, certificate, encode, options)
      if (exchanged.kind === 'outcome') return exchanged.outcome
      return probe(certificate, this.#context()).decode(exchanged.answer)
    } catch (error) {
      return outcomeOfFault(error)
    }
  }

  #context(accessToken?: string, receiptURL?: string): EncodeContext {
    const context: EncodeContext = { nowMs: this.#now() }
    if (accessToken !== undefined) context.accessToken = accessToken
    if (receiptURL !== undefined) context.receiptURL = receiptURL
    return context
  }
}

const closedError = (): VendorClientClosedError => new VendorClientClosedError('the vendor client is closed')

/** One outcome for all tokens. */
const alike = (tokens: readonly string[], outcome: Outcome): readonly Outcome[] => tokens.map(() => outcome)

const noChannel = (vendor: VendorId): Outcome => ({
  kind: 'refused',
  cause: 'config',
  words: words('NO_CHANNEL', `this server has no channel for ${vendor}`),
})

const chunksOf = <T>(items: readonly T[], size: number): (readonly T[])[] =>
  items.length <= size
    ? items.length === 0
      ? []
      : [items]
    : Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
        items.slice(index * size, (index + 1) * size),
      )
