import { once } from 'node:events'

import type { LoginParams, ServerFrame } from '@carillon/protocol'

import { WebSocket } from 'ws'
import type { ChatUser, ClientsTarget } from './chat-talk.ts'

/** As the SDK acknowledges: the first event after a pause at once, those that follow together. */
const acknowledgeWindowMs = 20
const acknowledgeEvents = 32

/** Told what comes. */
export interface ChatSocketListener {
  /** @param random the number the message was sent with */
  onAnswer(random: number, code: number): void
  onMessage(random: number): void
}

/**
 * A client that speaks frames and little more: logs in, sends texts, acknowledges and pings as the SDK
 * does. It keeps no messages, so that many fit into one process and bound nothing.
 */
export class ChatSocket {
  readonly #socket: WebSocket
  readonly #listener: ChatSocketListener
  /** `random` of what was sent, by the request's number; requests are answered with it. */
  readonly #randoms = new Map<number, number>()
  #lastID = 1
  #seenEvent = 0
  #acknowledgedEvent = 0
  #window: NodeJS.Timeout | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #onLogin: PromiseWithResolvers<void> = Promise.withResolvers()

  private constructor(socket: WebSocket, listener: ChatSocketListener) {
    this.#socket = socket
    this.#listener = listener
    socket.on('message', (data: Buffer) => this.#onFrame(JSON.parse(data.toString()) as ServerFrame))
    socket.on('close', (code, reason) => {
      clearInterval(this.#heartbeat)
      throw new Error(`a connection was closed with ${code} ${reason.toString()}`)
    })
  }

  static async logIn(
    { url, sdkAppID }: Omit<ClientsTarget, 'users'>,
    { userID, userSig }: ChatUser,
    listener: ChatSocketListener,
  ): Promise<ChatSocket> {
    const address = new URL('/v1/socket', url)
    address.protocol = 'ws:'
    const socket = new WebSocket(address, 'carillon.v1', { perMessageDeflate: false })
    const client = new ChatSocket(socket, listener)
    await once(socket, 'open')
    const params: LoginParams = {
      sdkAppID,
      userID,
      userSig,
      deviceID: `computer-of-${userID}`,
      platform: 'linux',
      sdkVersion: 'bench',
      isReconnect: false,
    }
    client.#write({ type: 'request', id: 1, method: 'login', params })
    await client.#onLogin.promise
    return client
  }

  send(receiver: string, random: number, text: string): void {
    this.#lastID += 1
    this.#randoms.set(this.#lastID, random)
    const params = { receiver, random, elements: [{ type: 'text', text }] }
    this.#write({ type: 'request', id: this.#lastID, method: 'message.send', params })
  }

  #write(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.type === 'response') return this.#onResponse(frame)
    if (frame.type !== 'event') return
    const { name, data } = frame
    if (name === 'message.new' && 'message' in data) this.#listener.onMessage(data.message.random)
    this.#seenEvent = frame.eventID
    const waiting = this.#seenEvent - this.#acknowledgedEvent
    if (this.#window === undefined || waiting >= acknowledgeEvents) this.#acknowledge()
  }

  #onResponse(frame: Extract<ServerFrame, { type: 'response' }>): void {
    if (frame.id === 1) {
      if (frame.code !== 0) throw new Error(`login: ${frame.code} ${frame.desc}`)
      const { heartbeatIntervalMs } = frame.data as { heartbeatIntervalMs: number }
      this.#heartbeat = setInterval(() => this.#write({ type: 'ping' }), heartbeatIntervalMs)
      this.#onLogin.resolve()
      return
    }
    const random = this.#randoms.get(frame.id)
    if (random === undefined) throw new Error(`an answer to ${frame.id}, which was not asked`)
    this.#randoms.delete(frame.id)
    this.#listener.onAnswer(random, frame.code)
  }

  #acknowledge(): void {
    clearTimeout(this.#window)
    this.#window = undefined
    if (this.#seenEvent === this.#acknowledgedEvent) return
    this.#acknowledgedEvent = this.#seenEvent
    this.#window = setTimeout(() => {
      this.#window = undefined
      this.#acknowledge()
    }, acknowledgeWindowMs)
    this.#write({ type: 'acknowledge', eventID: this.#acknowledgedEvent })
  }
}
