import type { Socket } from 'node:net'
import type { VendorId } from '@carillon/protocol'
import { SkewableClock, systemClock, type LabClock } from '../clock.ts'
import type { WaitOptions } from '../listeners.ts'
import { seededRandom } from '../random.ts'
import type { CertificateAuthority } from '../tls/authority.ts'
import { readBody } from './body.ts'
import type { Exchange } from './exchange.ts'
import { Faults, type FiredFault } from './faults.ts'
import { Listener } from './listener.ts'
import { RequestLog } from './request-log.ts'
import { withRetryAfter } from './retry-after.ts'
import type {
  AnswerFunction,
  Emulator,
  EmulatorAnswer,
  EmulatorRequest,
  LoggedRequest,
  RequestKind,
} from './types.ts'

/** What every emulator is started with. */
export interface EmulatorOptions {
  authority: CertificateAuthority
  clock?: LabClock
  /** For faults with a probability. Default 1. */
  seed?: number
  /** Default 1000; 0 keeps none. */
  requestLogSize?: number
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /** Port to listen on. Default 0: a free one. */
  port?: number
  /** Names requests may come under, besides the vendor's own. */
  hostNames?: readonly string[]
  /** Names the certificate covers besides those. */
  certificateNames?: readonly string[]
  /** Host in `url`. Default 127.0.0.1. */
  urlHost?: string
}

/** What tells one vendor from another, beneath its answers. */
export interface VendorTraits {
  vendor: VendorId
  hostNames: readonly string[]
  /** Largest request body taken. */
  maxBodyBytes: number
  /** Speaks no HTTP/1.1 and asks for a TLS client certificate, which may be absent. */
  isApple?: boolean
}

/** An emulated vendor: takes requests, lets faults fire, asks `answer`, logs. Subclasses say what the vendor says. */
export abstract class VendorServer implements Emulator {
  readonly hostNames: readonly string[]
  readonly faults: Faults
  readonly realAnswer: AnswerFunction
  answer: AnswerFunction
  protected readonly clock: LabClock
  readonly #clock: SkewableClock
  readonly #urlHost: string
  readonly #vendor: VendorId
  readonly #log: RequestLog
  readonly #listener: Listener
  readonly #maxBodyBytes: number
  readonly #fired = new WeakMap<EmulatorRequest, FiredFault>()

  constructor(traits: VendorTraits, options: EmulatorOptions) {
    this.#vendor = traits.vendor
    const { host, port, hostNames = [], certificateNames = [], urlHost = '127.0.0.1' } = options
    this.hostNames = [...traits.hostNames, ...hostNames]
    this.#urlHost = urlHost
    this.#maxBodyBytes = traits.maxBodyBytes
    this.#clock = new SkewableClock(options.clock ?? systemClock)
    this.clock = this.#clock
    this.faults = new Faults(seededRandom(options.seed ?? 1))
    this.#log = new RequestLog(options.requestLogSize ?? 1_000)
    this.realAnswer = (request) => this.respond(request, this.#fired.get(request))
    this.answer = this.realAnswer
    this.#listener = new Listener(
      options.authority.issue([
        ...new Set([...this.hostNames, ...certificateNames, urlHost, 'localhost', '127.0.0.1']),
      ]),
      {
        mendsScheme: () => this.mendsScheme(),
        ...(traits.isApple === true ? { isApple: true } : {}),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
      },
      (exchange, connectionID) => {
        void this.#serve(exchange, connectionID)
      },
    )
  }

  get vendor(): VendorId {
    return this.#vendor
  }

  /** Whether new HTTP/2 connections may have a malformed `:scheme`. */
  protected mendsScheme(): boolean {
    return false
  }

  /** What a request to this path asks for. */
  protected abstract classify(method: string, path: string): RequestKind
  /** The vendor's true answer. `fault` is one the vendor has to word itself: `refuse`, `dead-token`, `expired-auth`. */
  protected abstract respond(
    request: EmulatorRequest,
    fault: FiredFault | undefined,
  ): EmulatorAnswer | Promise<EmulatorAnswer>
  /** How the vendor words 5xx and 429; `Retry-After` is added here. */
  protected abstract overloaded(status: number, request: EmulatorRequest): EmulatorAnswer
  /** How the vendor words 413 and a failure of the emulator itself. */
  protected abstract failed(status: number, message: string, request: EmulatorRequest): EmulatorAnswer

  async listen(): Promise<void> {
    await this.#listener.listen()
  }

  get port(): number {
    return this.#listener.port
  }

  get url(): string {
    return `https://${this.#urlHost}:${this.port}`
  }

  get requests(): readonly LoggedRequest[] {
    return this.#log.entries
  }

  get requestCount(): number {
    return this.#log.count
  }

  get connectionCount(): number {
    return this.#listener.connectionCount
  }

  acceptConnection(socket: Socket): void {
    this.#listener.accept(socket)
  }

  acceptExchange(exchange: Exchange, connectionID: number): void {
    void this.#serve(exchange, connectionID)
  }

  clearRequests(): void {
    this.#log.clear()
  }

  onRequest(listener: (request: LoggedRequest) => void): () => void {
    return this.#log.listen(listener)
  }

  waitForRequest(
    matches: (request: LoggedRequest) => boolean = () => true,
    options?: WaitOptions,
  ): Promise<LoggedRequest> {
    return this.#log.waitFor(matches, options)
  }

  async close(): Promise<void> {
    await this.#listener.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #serve(exchange: Exchange, connectionID: number): Promise<void> {
    const receivedAtMs = this.clock.now()
    const read = await readBody(exchange.body, this.#maxBodyBytes)
    if (read === 'aborted') return
    const mark = exchange.target.indexOf('?')
    const path = mark < 0 ? exchange.target : exchange.target.slice(0, mark)
    const request: LoggedRequest = {
      id: this.#log.count + 1,
      kind: this.classify(exchange.method, path),
      method: exchange.method,
      path,
      query: new URLSearchParams(mark < 0 ? '' : exchange.target.slice(mark + 1)),
      headers: exchange.headers,
      body: read === 'too-large' ? '' : read.text,
      httpVersion: exchange.httpVersion,
      connectionID,
      receivedAtMs,
      ...(exchange.clientFingerprint === undefined ? {} : { clientFingerprint: exchange.clientFingerprint }),
    }
    this.#log.started(request)
    if (read === 'too-large')
      this.#send(exchange, request, this.failed(413, 'Request entity too large', request))
    else await this.#answer(exchange, request, this.faults.next(request))
    request.endedAtMs = this.clock.now()
    this.#log.finished(request)
  }

  async #answer(exchange: Exchange, request: LoggedRequest, fault: FiredFault | undefined): Promise<void> {
    if (fault === undefined) return this.#send(exchange, request, await this.#decide(request))
    request.fault = fault.name
    switch (fault.name) {
      case 'cut-before':
        return exchange.destroyConnection()
      case 'refuse-stream':
        return exchange.refuse()
      case 'goaway-hard':
        return exchange.goAwayBelow(fault.options.errorCode ?? 11)
      case 'hang':
        if (fault.options.processed === true) await this.#decide(request)
        return
      case 'unavailable':
        return this.#send(
          exchange,
          request,
          withRetryAfter(
            this.overloaded(fault.options.status ?? 503, request),
            fault.options,
            this.clock.now(),
          ),
        )
      case 'too-many-requests':
        return this.#send(
          exchange,
          request,
          withRetryAfter(
            this.overloaded(429, request),
            { retryAfterSeconds: 60, ...fault.options },
            this.clock.now(),
          ),
        )
      case 'cut':
        await this.#decide(request)
        return exchange.destroyConnection()
      case 'slow': {
        const answer = await this.#decide(request)
        await this.#pause(fault.options.delayMs)
        return this.#send(exchange, request, answer)
      }
      case 'drip': {
        const { intervalMs = 100, bytesEach = 1 } = fault.options
        request.answer = await this.#decide(request)
        return exchange.drip(request.answer, bytesEach, () => this.#pause(intervalMs))
      }
      case 'clock-skew': {
        const { byMs } = fault.options
        const { headers, ...rest } = await this.#clock.skewed(byMs, () => this.#decide(request))
        const date = new Date(this.clock.now() + byMs).toUTCString()
        return this.#send(exchange, request, { ...rest, headers: { ...headers, date } })
      }
      case 'goaway': {
        const answer = await this.#decide(request)
        exchange.retireConnection()
        return this.#send(exchange, request, answer)
      }
      case 'wrong-json': {
        const { body = '', ...rest } = await this.#decide(request)
        const broken = fault.options.body ?? (body === '' ? '{' : body.slice(0, Math.floor(body.length / 2)))
        return this.#send(exchange, request, { ...rest, body: broken })
      }
      case 'expired-auth':
      case 'dead-token':
      case 'refuse': {
        this.#fired.set(request, fault)
        const answer = await this.#decide(request)
        const retryAfter = fault.name === 'refuse' ? fault.options : {}
        return this.#send(exchange, request, withRetryAfter(answer, retryAfter, this.clock.now()))
      }
      default:
        fault satisfies never
    }
  }

  async #decide(request: EmulatorRequest): Promise<EmulatorAnswer> {
    try {
      return await this.answer(request)
    } catch (error) {
      return this.failed(500, `The emulator's answer function threw: ${String(error)}`, request)
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(delayMs, resolve)
    })
  }

  #send(exchange: Exchange, request: LoggedRequest, answer: EmulatorAnswer): void {
    request.answer = answer
    exchange.respond(answer)
  }
}
