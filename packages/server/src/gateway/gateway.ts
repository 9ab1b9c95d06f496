import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

import { CloseCode, limits, socketPath, subprotocol } from '@carillon/protocol'
import { WebSocketServer } from 'ws'

import { GatewayConnection } from './connection.ts'
import type { GatewayParts } from './handlers/index.ts'

/** How often silent connections are looked for. */
const sweepMs = 1000

/** The door for clients: WebSockets at `socketPath`. See docs/protocol.md. */
export class Gateway {
  readonly #parts: GatewayParts
  readonly #webSockets: WebSocketServer
  readonly #connections = new Set<GatewayConnection>()
  #isStopping = false
  #cancelSweep: () => void

  constructor(server: Server, parts: GatewayParts) {
    this.#parts = parts
    this.#webSockets = new WebSocketServer({
      noServer: true,
      // Larger ones are refused with a close code of ours; far larger ones are not even read.
      maxPayload: limits.frameBytes * 4,
      perMessageDeflate: false,
      // One that is not spoken here is taken as well, to be closed with a code that says so.
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : ([...offered][0] ?? false)),
    })
    server.on('upgrade', (request, socket, head) => this.#serverOnUpgrade(request, socket, head))
    this.#cancelSweep = parts.clock.after(sweepMs, () => this.#sweep())
  }

  /** Connections there are, logged in or not. */
  get connectionCount(): number {
    return this.#connections.size
  }

  /** Takes no more connections, waits for requests under way, then asks clients to come back elsewhere. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#cancelSweep()
    const deadlineMs = this.#parts.clock.now() + graceMs
    while (this.#parts.clock.now() < deadlineMs && this.#isBusy()) await this.#pause()
    for (const connection of this.#connections) connection.close(CloseCode.ShuttingDown, 'the server stops')
    const closed = new Promise<void>((resolve) => {
      this.#webSockets.close(() => resolve())
    })
    // Clients that do not answer the close frame are cut off.
    const cancel = this.#parts.clock.after(Math.min(1000, graceMs), () => {
      for (const client of this.#webSockets.clients) client.terminate()
    })
    await closed
    while (this.#webSockets.clients.size > 0) await this.#pause()
    cancel()
  }

  #isBusy(): boolean {
    return [...this.#connections].some((connection) => connection.underWay > 0)
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 5)
    })
  }

  #serverOnUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const path = request.url?.split('?')[0]
    if (path !== socketPath) return refuse(socket, '404 Not Found', `The gateway is at ${socketPath}.`)
    if (this.#isStopping) return refuse(socket, '503 Service Unavailable', 'The server stops.')
    if (this.#connections.size >= this.#parts.config.gateway.maxConnections)
      return refuse(socket, '503 Service Unavailable', 'There are too many connections.')
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new GatewayConnection(
        this.#parts,
        webSocket,
        socket,
        request.socket.remoteAddress ?? 'unknown',
      )
      this.#connections.add(connection)
      webSocket.on('close', () => this.#connections.delete(connection))
      if (webSocket.protocol !== subprotocol)
        connection.close(CloseCode.UnsupportedVersion, `this server speaks ${subprotocol}`)
    })
  }

  #sweep(): void {
    const nowMs = this.#parts.clock.now()
    for (const connection of this.#connections) connection.checkAlive(nowMs)
    this.#cancelSweep = this.#parts.clock.after(sweepMs, () => this.#sweep())
  }
}

const refuse = (socket: Duplex, status: string, text: string): void => {
  // One that never closes its side would keep the server from stopping.
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}
