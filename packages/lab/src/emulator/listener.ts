import { once } from 'node:events'
import { createServer as createHttp1Server, type Server as Http1Server } from 'node:http'
import { performServerHandshake } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { bindServer, unbindServer } from '../bound-server.ts'
import type { Leaf } from '../tls/authority.ts'
import { http1Exchange, http2Exchange, type Exchange } from './exchange.ts'
import { SchemeRepair } from './scheme-repair.ts'

/** HTTP/2 streams at once on a connection, as the vendors allow. */
const maxConcurrentStreams = 1_000

/** What a vendor's host does at the door. */
export interface ListenerOptions {
  /** Asked for each new HTTP/2 connection: whether malformed `:scheme`s are taken. */
  mendsScheme(): boolean
  /** Speaks no HTTP/1.1 and asks for a TLS client certificate, which may be absent. Apple does. */
  isApple?: boolean
  /** Asks for a TLS client certificate, as Apple does, but offers HTTP/1.1 too. */
  asksClientCertificate?: boolean
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /** Default 0: a free one. */
  port?: number
}

/** HTTPS, h2 and http/1.1. Also takes h2 from clients that offer no ALPN, as Google's and Apple's servers do. */
export class Listener {
  readonly #tls: Server
  readonly #http1: Http1Server
  readonly #sockets = new Set<TLSSocket>()
  readonly #connectionIDs = new WeakMap<object, number>()
  readonly #take: (exchange: Exchange, connectionID: number) => void
  readonly #options: ListenerOptions
  #connections = 0
  #port = 0

  constructor(
    leaf: Leaf,
    options: ListenerOptions,
    take: (exchange: Exchange, connectionID: number) => void,
  ) {
    this.#options = options
    this.#take = take
    this.#http1 = createHttp1Server((request, response) => {
      take(http1Exchange(request, response), this.#connectionIDs.get(request.socket) ?? 0)
    })
    this.#http1.keepAliveTimeout = 60_000
    this.#tls = createServer({
      cert: leaf.certificate,
      key: leaf.key,
      ALPNProtocols: options.isApple === true ? ['h2'] : ['h2', 'http/1.1'],
      noDelay: true,
      // Which ones are known is the emulator's to say, with a status and a reason.
      ...(options.isApple === true || options.asksClientCertificate === true
        ? { requestCert: true, rejectUnauthorized: false }
        : {}),
    })
    this.#tls.on('secureConnection', (socket) => void this.#socketOnSecure(socket))
    // A client that does not trust the authority or hangs up during the handshake is its own affair.
    this.#tls.on('tlsClientError', () => {})
  }

  get port(): number {
    return this.#port
  }

  get connectionCount(): number {
    return this.#sockets.size
  }

  async listen(): Promise<void> {
    await bindServer(this.#tls, this.#options)
    this.#port = (this.#tls.address() as AddressInfo).port
  }

  /** Takes a TCP connection that was accepted elsewhere; what was read of it must have been put back. */
  accept(socket: Socket): void {
    this.#tls.emit('connection', socket)
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#http1.closeAllConnections()
    await unbindServer(this.#tls)
  }

  async #socketOnSecure(socket: TLSSocket): Promise<void> {
    this.#connections += 1
    const connectionID = this.#connections
    this.#connectionIDs.set(socket, connectionID)
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    if (socket.alpnProtocol === 'http/1.1') {
      this.#http1.emit('connection', socket)
      return
    }
    if (socket.alpnProtocol !== 'h2' && !(await opensWithPreface(socket))) {
      if (this.#options.isApple === true) return void socket.destroy()
      this.#http1.emit('connection', socket)
      return
    }
    if (socket.destroyed) return
    const session = performServerHandshake(this.#options.mendsScheme() ? new SchemeRepair(socket) : socket, {
      settings: { maxConcurrentStreams },
    })
    session.on('error', () => socket.destroy())
    const clientFingerprint = socket.getPeerX509Certificate()?.fingerprint256
    session.on('stream', (stream, headers) => {
      stream.on('error', () => {})
      const exchange = http2Exchange(socket, session, stream, headers)
      this.#take(
        clientFingerprint === undefined ? exchange : { ...exchange, clientFingerprint },
        connectionID,
      )
    })
  }
}

/** Whether a client that offered no ALPN speaks HTTP/2: its first word is PRI. */
const opensWithPreface = async (socket: TLSSocket): Promise<boolean> => {
  let first: Buffer | null = null
  while (first === null && !socket.destroyed && !socket.readableEnded) {
    first = socket.read(3) as Buffer | null
    if (first === null) await Promise.race([once(socket, 'readable'), once(socket, 'close')])
  }
  if (first !== null) socket.unshift(first)
  return first?.toString() === 'PRI'
}
