import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import {
  type ClientFrame,
  type EventMap,
  type EventName,
  type LoginParams,
  type MessageRecord,
  type StoredMessage,
  type RequestFrame,
  type SendMessageParams,
  socketPath,
  subprotocol,
} from '@carillon/protocol'
import { WebSocketServer, type WebSocket } from 'ws'

/** What the gateway answers to a request; `undefined` is silence. */
export type GatewayAnswer = { code: number; desc?: string; data?: unknown } | undefined

/** One client's connection as the gateway sees it. */
export class GatewayConnection {
  readonly frames: ClientFrame[] = []
  readonly socket: WebSocket
  login: LoginParams | undefined
  acknowledged = 0
  pings = 0
  isOpen = true
  closeCode: number | undefined
  #eventID = 0

  constructor(socket: WebSocket) {
    this.socket = socket
  }

  /** Frames of one request's method, in their order. */
  requests(method: string): RequestFrame[] {
    return this.frames.flatMap((frame) =>
      frame.type === 'request' && frame.method === method ? [frame] : [],
    )
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  /** Sends an event; answers its eventID. */
  event<E extends EventName>(name: E, data: EventMap[E]): number {
    this.#eventID += 1
    this.send({ type: 'event', eventID: this.#eventID, name, data })
    return this.#eventID
  }

  /** Breaks the connection without a goodbye. */
  cut(): void {
    this.isOpen = false
    this.socket.terminate()
  }
}

/** A gateway that keeps what it hears and answers as the test says. It has no rules of its own beyond the defaults. */
export class FakeGateway implements AsyncDisposable {
  readonly connections: GatewayConnection[] = []
  /** Messages by sender and random, as the server keeps them. */
  readonly stored = new Map<
    string,
    { msgID: string; seq: number; params: SendMessageParams; copies: number }
  >()
  /** Pongs are sent. */
  answersPings = true
  heartbeatIntervalMs = 60_000
  frameBytes = 64 * 1024
  /** Called for each request; replace it to script the gateway. */
  answer: (request: RequestFrame, connection: GatewayConnection) => GatewayAnswer = (request, connection) =>
    this.usualAnswer(request, connection)

  readonly #server: WebSocketServer

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => this.#serverOnConnection(socket))
  }

  static async start(): Promise<FakeGateway> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      path: socketPath,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    })
    await once(server, 'listening')
    return new FakeGateway(server)
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The newest connection. */
  get last(): GatewayConnection {
    const connection = this.connections.at(-1)
    if (connection === undefined) throw new Error('nobody has connected')
    return connection
  }

  /** What a server without faults answers. */
  usualAnswer(request: RequestFrame, connection: GatewayConnection): GatewayAnswer {
    if (request.method === 'login') {
      const { heartbeatIntervalMs, frameBytes } = this
      return { code: 0, data: { serverTimeMs: Date.now() + 3_600_000, heartbeatIntervalMs, frameBytes } }
    }
    if (request.method === 'message.send') {
      return {
        code: 0,
        data: this.store(request.params as SendMessageParams, connection.login?.userID ?? ''),
      }
    }
    return { code: 0, data: request.method === 'server.time' ? { serverTimeMs: 1_800_000_000_999 } : {} }
  }

  /** Stores a message once a (sender, random). */
  store(params: SendMessageParams, sender: string): { msgID: string; seq: number; timestampMs: number } {
    const key = `${sender} ${params.random}`
    const known = this.stored.get(key)
    const entry = known ?? {
      msgID: `m-${this.stored.size + 1}`,
      seq: this.stored.size + 1,
      params,
      copies: 0,
    }
    entry.copies += 1
    this.stored.set(key, entry)
    return { msgID: entry.msgID, seq: entry.seq, timestampMs: 1_700_000_000_500 }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  #serverOnConnection(socket: WebSocket): void {
    const connection = new GatewayConnection(socket)
    this.connections.push(connection)
    socket.on('error', () => undefined)
    socket.on('close', (code) => {
      connection.isOpen = false
      connection.closeCode = code
    })
    socket.on('message', (bytes) => {
      // What was read before a cut is gone with it.
      if (!connection.isOpen) return
      const frame = JSON.parse((bytes as Buffer).toString()) as ClientFrame
      connection.frames.push(frame)
      if (frame.type === 'acknowledge') connection.acknowledged = frame.eventID
      if (frame.type === 'ping') {
        connection.pings += 1
        if (this.answersPings) connection.send({ type: 'pong' })
      }
      if (frame.type !== 'request') return
      if (frame.method === 'login') connection.login = frame.params as LoginParams
      const answer = this.answer(frame, connection)
      if (answer !== undefined && connection.isOpen)
        connection.send({ type: 'response', id: frame.id, ...answer })
    })
  }
}

/** A message record from `sender` to `receiver`. */
export const record = (
  seq: number,
  fields: Partial<StoredMessage> & { receiver?: string } = {},
): MessageRecord => ({
  msgID: `r-${seq}`,
  seq,
  sdkAppID: 1400000001,
  sender: { userID: 'bob', nickName: 'Bob' },
  receiver: 'alice',
  random: 1000 + seq,
  timestampMs: 1_700_000_000_000 + seq,
  elements: [{ type: 'text', text: `text ${seq}` }],
  ...fields,
})
