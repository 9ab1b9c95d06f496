import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { inspect } from 'node:util'

import type { LoginParams, Method, ResponseFrame, ServerFrame } from '@carillon/protocol'
import { pino } from 'pino'
import { WebSocket } from 'ws'

import { makeUserSig } from '../accounts/user-sig.ts'
import { createAdmin } from '../admin/index.ts'
import { configFrom } from '../config/index.ts'
import type { ServerEvents } from '../events.ts'
import { createTestClock, type TestClock } from '../push/testing/clock.ts'
import { until } from '../push/testing/until.ts'
import { createServer, type CarillonServer } from '../server.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { createSealer } from '../tenants/index.ts'

type GivenConfig = Parameters<typeof configFrom>[0]

/** A whole server on a database of its own, with one app, for clients that speak frames. */
export interface GatewayBench extends AsyncDisposable {
  readonly store: TestStore
  readonly server: CarillonServer
  readonly clock: TestClock
  readonly sdkAppID: number
  readonly secretKey: string
  readonly certificateID: number
  /** `fault Error: ...`, `connectionClosed 3003`, `login`, ... in order. */
  readonly happened: string[]
  userSig(userID: string, change?: Partial<Parameters<typeof makeUserSig>[0]>): string
  open(): Promise<FrameClient>
  loginParams(userID: string, change?: Partial<LoginParams>): LoginParams
  /** Opens a connection and logs it in; throws when that is refused. */
  login(userID: string, change?: Partial<LoginParams>): Promise<FrameClient>
}

export const startGatewayBench = async (
  gateway: GivenConfig['gateway'] = {},
  more: GivenConfig = {},
): Promise<GatewayBench> => {
  const store = await openTestStore()
  const masterKey = randomBytes(32)
  const clock = createTestClock()
  const happened: string[] = []
  const server = await createServer(
    configFrom({ port: 0, masterKey: masterKey.toString('base64'), gateway, shutdownGraceMs: 2000, ...more }),
    { store, clock, log: pino({ level: 'silent' }), watch: (events) => watched(events, happened) },
  )
  const admin = createAdmin(store, createSealer(masterKey))
  const { sdkAppID, secretKey } = await admin.createApp({ name: 'test' })
  const { certificateID } = await admin.addCertificate({
    sdkAppID,
    vendor: 'xiaomi',
    name: 'test',
    fields: { packageName: 'org.example.chat', appSecret: 'qW3rTy+Zz8/abcdEFGH0==' },
  })
  const url = `ws://127.0.0.1:${server.address.port}/v1/socket`
  const clients: FrameClient[] = []
  const bench: GatewayBench = {
    store,
    server,
    clock,
    sdkAppID,
    secretKey,
    certificateID,
    happened,
    userSig: (userID, change = {}) =>
      makeUserSig({ sdkAppID, secretKey, userID, nowMs: Date.now(), ...change }),
    loginParams: (userID, change = {}) => ({
      sdkAppID,
      userID,
      userSig: bench.userSig(userID),
      deviceID: `phone-of-${userID}`,
      platform: 'android',
      sdkVersion: 'test',
      isReconnect: false,
      ...change,
    }),
    async open() {
      const client = await FrameClient.open(url)
      clients.push(client)
      return client
    },
    async login(userID, change = {}) {
      const client = await bench.open()
      const answer = await client.request('login', bench.loginParams(userID, change))
      if (answer.code !== 0) throw new Error(`${answer.code} ${answer.desc}`)
      return client
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.socket.terminate()
      await server.close()
      await store.close()
    },
  }
  return bench
}

const watched = (events: ServerEvents, happened: string[]): ServerEvents =>
  new Proxy(events, {
    get: (target, name: keyof ServerEvents) => (event: { code?: number; error?: unknown }) => {
      const detail = event.error === undefined ? event.code : inspect(event.error)
      happened.push(detail === undefined ? name : `${name} ${detail}`)
      target[name](event as never)
    },
  })

let requests = 0

/** A client that speaks frames and nothing more: it sends no ping and no acknowledgement by itself. */
export class FrameClient {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  /** The close code and reason, once there is one. */
  closed: { code: number; reason: string } | undefined
  readonly #waiting = new Map<number, PromiseWithResolvers<ResponseFrame>>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer) => this.#socketOnMessage(JSON.parse(data.toString('utf8'))))
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString('utf8') }
      for (const { reject } of this.#waiting.values()) reject(new Error(`closed with ${code}`))
    })
    // The close event tells.
    socket.on('error', () => undefined)
  }

  static async open(url: string, protocols: string | string[] = 'carillon.v1'): Promise<FrameClient> {
    const socket = new WebSocket(url, protocols)
    const client = new FrameClient(socket)
    await once(socket, 'open')
    return client
  }

  get events(): Extract<ServerFrame, { type: 'event' }>[] {
    return this.frames.flatMap((frame) => (frame.type === 'event' ? [frame] : []))
  }

  /** Texts of the messages that came, in order. */
  get texts(): string[] {
    return this.events.flatMap(({ name, data }) => {
      const [element] = name === 'message.new' && 'message' in data ? data.message.elements : []
      return element?.type === 'text' ? [element.text] : []
    })
  }

  send(text: string | Buffer): void {
    this.socket.send(text)
  }

  async request(method: Method | (string & {}), params: unknown = {}): Promise<ResponseFrame> {
    const id = (requests += 1)
    const waiting = Promise.withResolvers<ResponseFrame>()
    this.#waiting.set(id, waiting)
    this.send(JSON.stringify({ type: 'request', id, method, params }))
    return await waiting.promise
  }

  /** Sends text; answers the code. */
  async say(receiver: string, text: string, change: object = {}): Promise<number> {
    const random = (requests += 1)
    const params = { receiver, random, elements: [{ type: 'text', text }], ...change }
    return (await this.request('message.send', params)).code
  }

  async closeCode(): Promise<number> {
    return (await until('the close', () => this.closed)).code
  }

  async synced(): Promise<void> {
    await until('sync.finished', () => this.events.some(({ name }) => name === 'sync.finished'))
  }

  #socketOnMessage(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.type !== 'response') return
    this.#waiting.get(frame.id)?.resolve(frame)
    this.#waiting.delete(frame.id)
  }
}
