import {
  constants,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable, Writable } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { EmulatorAnswer } from './types.ts'

/** How long a client may take to notice a GOAWAY before its connection ends. */
const lingerMs = 200

/** One request on the wire, HTTP/2 or HTTP/1.1, with all that can be done to it. */
export interface Exchange {
  readonly httpVersion: '1.1' | '2'
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  /** Host and port the client believes to speak to; '' when it does not say. */
  readonly authority: string
  readonly body: Readable
  /** SHA-256 of the TLS client certificate, where one was asked for and given. */
  readonly clientFingerprint?: string
  respond(answer: EmulatorAnswer): void
  /** Answers in small pieces, pausing before each; stops when the client is gone. */
  drip(answer: EmulatorAnswer, bytesEach: number, pause: () => Promise<void>): Promise<void>
  /** Asks the client to open a new connection for what comes next. To be called before `respond`. */
  retireConnection(): void
  /** Ends the TCP connection at once. */
  destroyConnection(): void
  /** Turns this request away as never processed. */
  refuse(): void
  /** GOAWAY below this request, then the end. */
  goAwayBelow(errorCode: number): void
}

/** An exchange over one HTTP/2 stream. */
export const http2Exchange = (
  socket: TLSSocket,
  session: ServerHttp2Session,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Exchange => ({
  httpVersion: '2',
  method: headers[':method'] ?? 'GET',
  target: headers[':path'] ?? '/',
  headers: plainHeaders(headers),
  authority: headers[':authority'] ?? headers.host ?? '',
  body: stream,
  respond({ status, headers: own, body = '' }) {
    if (stream.destroyed || stream.closed) return
    stream.respond({ ':status': status, ...own }, { endStream: body === '' })
    if (body !== '') stream.end(body)
  },
  async drip({ status, headers: own, body = '' }, bytesEach, pause) {
    if (body === '') await pause()
    if (stream.destroyed || stream.closed) return
    stream.respond({ ':status': status, ...own }, { endStream: body === '' })
    if (body !== '') await writeInPieces(stream, body, bytesEach, pause)
  },
  retireConnection: () => session.close(),
  destroyConnection: () => socket.destroy(),
  refuse: () => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  goAwayBelow(errorCode) {
    const goAway = (): void => {
      if (session.destroyed) return
      session.goaway(errorCode, Math.max(0, (stream.id ?? 1) - 2))
      // Answered only after the GOAWAY has been read, so that this end does not outrun it.
      session.ping(() => socket.destroy())
      setTimeout(() => socket.destroy(), lingerMs).unref()
    }
    if (stream.id !== 1) return goAway()
    // Node cannot say "last stream 0", so the first stream of a connection is refused by name as well.
    stream.once('close', goAway)
    stream.close(constants.NGHTTP2_REFUSED_STREAM)
    return undefined
  },
})

/** An exchange over HTTP/1.1. */
export const http1Exchange = (request: IncomingMessage, response: ServerResponse): Exchange => {
  const destroyConnection = (): void => {
    request.socket.destroy()
  }
  return {
    httpVersion: '1.1',
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: plainHeaders(request.headers),
    authority: request.headers.host ?? '',
    body: request,
    respond({ status, headers, body = '' }) {
      if (response.destroyed) return
      response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
      response.end(body)
    },
    async drip({ status, headers, body = '' }, bytesEach, pause) {
      if (body === '') await pause()
      if (response.destroyed) return
      response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
      response.flushHeaders()
      await writeInPieces(response, body, bytesEach, pause)
    },
    retireConnection: () => response.setHeader('connection', 'close'),
    destroyConnection,
    refuse: destroyConnection,
    goAwayBelow: destroyConnection,
  }
}

const writeInPieces = async (
  stream: Writable,
  body: string,
  bytesEach: number,
  pause: () => Promise<void>,
): Promise<void> => {
  const bytes = Buffer.from(body)
  for (let at = 0; at < bytes.length; at += bytesEach) {
    await pause()
    if (stream.destroyed) return
    stream.write(bytes.subarray(at, at + bytesEach))
  }
  stream.end()
}

const plainHeaders = (headers: IncomingHttpHeaders): Record<string, string> => {
  const plain: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (name.startsWith(':') || value === undefined) continue
    plain[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
