import { once } from 'node:events'
import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2'
import type { IncomingMessage } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { LabClock } from '../clock.ts'

/** An answer as a raw client sees it. */
export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** One HTTP/1.1 request on a connection of its own. */
export const http1 = async (
  url: string,
  {
    ca,
    method = 'POST',
    headers = {},
    body,
  }: {
    ca: string
    method?: string
    headers?: Record<string, string>
    body?: string
  },
): Promise<WireAnswer> => {
  const agent = new Agent({ ca })
  const request = httpsRequest(url, { agent, method, headers })
  try {
    request.end(body)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    }
  } finally {
    agent.destroy()
  }
}

/** An HTTP/2 connection that notes GOAWAYs. */
export class Http2Client implements AsyncDisposable {
  readonly session: ClientHttp2Session
  /** Error code and last stream id of each GOAWAY. */
  readonly goaways: [code: number, lastStreamID: number][] = []

  /** @param own the client certificate to show, PEM */
  constructor(url: string, ca: string, own: { cert?: string; key?: string } = {}) {
    this.session = connect(url, { ca, ...own })
    this.session.on('goaway', (code, lastStreamID) => this.goaways.push([code, lastStreamID]))
    // Each request rejects for itself.
    this.session.on('error', () => {})
  }

  async request(path: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<WireAnswer> {
    const stream = this.session.request({ ':method': 'POST', ':path': path, ...headers })
    stream.end(body)
    const answered = await Promise.race([
      once(stream, 'response'),
      once(stream, 'close').then(() => {
        throw new Error(`The stream was closed with code ${stream.rstCode}`)
      }),
    ])
    const [responseHeaders] = answered as [Record<string, string | number>]
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return {
      status: Number(responseHeaders[':status']),
      headers: responseHeaders as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    }
  }

  async closed(): Promise<void> {
    if (this.session.destroyed) return
    // `once` would reject on 'error', which comes before 'close' where the server said why.
    await new Promise<void>((resolve) => {
      this.session.once('close', () => resolve())
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.closed()
    this.session.destroy()
    await closed
  }
}

/** A clock tests move by hand. */
export class ManualClock implements LabClock {
  #nowMs: number
  #timers: { atMs: number; callback: () => void }[] = []

  constructor(nowMs = Date.now()) {
    this.#nowMs = nowMs
  }

  now(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves the time; timers that are due fire in their order. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#nowMs = next.atMs
      next.callback()
    }
    this.#nowMs = untilMs
  }

  get timerCount(): number {
    return this.#timers.length
  }
}
