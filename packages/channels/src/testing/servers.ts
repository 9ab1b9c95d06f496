import { once } from 'node:events'
import { createServer as createProxyServer } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type Http2Session,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { connect as netConnect, type AddressInfo, type Server as NetServer, type Socket } from 'node:net'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { createServer as createTlsServer, type TLSSocket } from 'node:tls'

import { testTls } from './tls.ts'

/** A server on a free port of loopback that is gone when the scope ends. */
export interface TestServer extends AsyncDisposable {
  /** `https://127.0.0.1:port` or `http://...` for the proxy. */
  readonly url: string
  /** Connections taken so far. */
  readonly connections: () => number
}

const started = async (
  server: NetServer | HttpsServer | Http2SecureServer,
  scheme: 'http' | 'https',
): Promise<TestServer> => {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** A request as a stream handler sees it, its body read. */
export interface H2Request {
  stream: ServerHttp2Stream
  session: Http2Session
  headers: IncomingHttpHeaders
  body: string
  /** Streams seen by this server before this one. */
  index: number
}

/** Answers a stream with JSON. */
export const answerH2 = (
  stream: ServerHttp2Stream,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  stream.respond({ ':status': status, 'content-type': 'application/json', ...headers })
  stream.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** A TLS server that speaks h2, and HTTP/1.1 to those who ask for it. */
export const startH2Server = async (
  onRequest: (request: H2Request) => void,
  options: {
    maxConcurrentStreams?: number
    onSession?: (session: ServerHttp2Session) => void
    /** Asks for a client certificate and takes any, or none. */
    asksForCertificate?: boolean
  } = {},
): Promise<TestServer> => {
  const { cert, key } = await testTls()
  const server = createSecureServer({
    cert,
    key,
    ...(options.asksForCertificate === true ? { requestCert: true, rejectUnauthorized: false } : {}),
    ...(options.maxConcurrentStreams === undefined
      ? {}
      : { settings: { maxConcurrentStreams: options.maxConcurrentStreams } }),
  })
  let index = 0
  server.on('session', (session) => {
    session.on('error', () => {})
    options.onSession?.(session)
  })
  server.on('stream', (stream, headers) => {
    const place = index
    index += 1
    const chunks: Buffer[] = []
    stream.on('error', () => {})
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const { session } = stream
      if (session === undefined) return
      onRequest({ stream, session, headers, body: Buffer.concat(chunks).toString(), index: place })
    })
  })
  return await started(server, 'https')
}

/** A TLS server that speaks HTTP/1.1 only. */
export const startHttpsServer = async (
  onRequest: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> => {
  const { cert, key } = await testTls()
  const server = createHttpsServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => onRequest(request, response, Buffer.concat(chunks).toString()))
  })
  return await started(server, 'https')
}

/** A TLS server that agrees to h2 and leaves every byte to `onSocket`. */
export const startRawServer = async (onSocket: (socket: TLSSocket) => void): Promise<TestServer> => {
  const { cert, key } = await testTls()
  const server = createTlsServer({ cert, key, ALPNProtocols: ['h2'], noDelay: true })
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {})
    onSocket(socket)
  })
  return await started(server, 'https')
}

/** A server that agrees to h2 and then says nothing. */
export const startMuteServer = (): Promise<TestServer> => startRawServer(() => {})

/** An HTTP proxy for CONNECT. */
export interface TestProxy extends TestServer {
  /** What was asked for, with which credential. */
  readonly seen: readonly { target: string; authorization: string | undefined }[]
  /** From now on the tunnels there are carry nothing, and nobody is told: a network that went away. */
  freeze(): void
}

/** @param refuse the status every CONNECT is answered with */
export const startProxy = async (refuse?: number): Promise<TestProxy> => {
  const seen: { target: string; authorization: string | undefined }[] = []
  const tunnels: { sockets: Socket[]; isFrozen: boolean }[] = []
  const server = createProxyServer()
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    const target = request.url ?? ''
    seen.push({ target, authorization: request.headers['proxy-authorization'] })
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} Refused\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${target}`)
    const upstream = netConnect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (tunnel.isFrozen) return
      if (head.length > 0) upstream.write(head)
      upstream.pipe(client)
      client.pipe(upstream)
    })
    const tunnel = { sockets: [upstream, client], isFrozen: false }
    tunnels.push(tunnel)
    const end = (): void => {
      upstream.destroy()
      client.destroy()
    }
    for (const socket of [upstream, client]) socket.on('error', end).on('close', end)
  })
  return Object.assign(await started(server, 'http'), {
    seen,
    freeze: () => {
      for (const tunnel of tunnels) {
        tunnel.isFrozen = true
        for (const socket of tunnel.sockets) socket.unpipe().pause()
      }
    },
  })
}
