import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import type { AppContext, PhoneWebSocket } from './app-types.ts'
import type { Phone } from './types.ts'

let lab: Lab
let server: WebSocketServer
let url: string
let phone: Phone
let context: AppContext

beforeAll(async () => {
  lab = await startLab({ vendors: ['fcm'] })
  server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  await once(server, 'listening')
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  for (const socket of server.clients) socket.terminate()
  server.close()
  await lab.close()
})
beforeEach(async () => {
  await Promise.all(lab.phones.map((other) => other.close()))
  phone = lab.createPhone({ maker: 'google' })
  phone.install({
    packageName: 'com.example',
    app: {
      launch(given) {
        context = given
        return {}
      },
    },
  })
  await phone.launch()
})

interface Pair {
  app: PhoneWebSocket
  peer: WebSocket
  /** What the app was told. */
  told: string[]
  /** What the server was told. */
  heard: string[]
}

const open = async (): Promise<Pair> => {
  const connection = once(server, 'connection')
  const told: string[] = []
  const heard: string[] = []
  const app = context.openWebSocket(url, 'carillon.v1')
  app.onopen = () => told.push('open')
  app.onmessage = ({ data }) => told.push(typeof data === 'string' ? data : `${data.byteLength} bytes`)
  app.onerror = () => told.push('error')
  app.onclose = ({ code, wasClean }) => told.push(`close ${code} ${wasClean}`)
  const [peer] = (await connection) as [WebSocket]
  peer.on('message', (data: Buffer) => heard.push(data.toString()))
  peer.on('close', (code) => heard.push(`close ${code}`))
  await expect.poll(() => told).toEqual(['open'])
  return { app, peer, told, heard }
}

describe("an app's WebSocket", () => {
  it('is as in a browser', async () => {
    const { app, peer, told, heard } = await open()
    expect([app.url, app.protocol, app.readyState, phone.network.socketCount]).toEqual([
      url,
      'carillon.v1',
      1,
      1,
    ])
    const events: string[] = []
    const listener = (event: { data: string }) => void events.push(event.data)
    app.addEventListener('message', listener)
    peer.send('hello')
    peer.send(Buffer.from([1, 2, 3]))
    app.send('hi')
    app.send(Uint8Array.of(65))
    await expect.poll(() => [told.length, heard]).toEqual([3, ['hi', 'A']])
    expect(told).toEqual(['open', 'hello', '3 bytes'])
    expect(events).toHaveLength(2)
    app.removeEventListener('message', listener)
    app.close(4000, 'bye')
    await expect.poll(() => [told.at(-1), heard.at(-1)]).toEqual(['close 4000 true', 'close 4000'])
    expect(phone.network.socketCount).toBe(0)
    app.send('late')
  })

  it('refuses to send before it is open, and tells of a failed connection', async () => {
    const socket = context.openWebSocket('ws://127.0.0.1:1')
    expect(() => socket.send('x')).toThrow(/not open yet/)
    const told: string[] = []
    socket.onerror = () => told.push('error')
    socket.addEventListener('close', ({ code }: { code: number }) => void told.push(`close ${code}`))
    await expect.poll(() => told).toEqual(['error', 'close 1006'])
  })
})

describe('a kill', () => {
  it('cuts the connection without a close frame; the app hears nothing', async () => {
    const { app, told, heard } = await open()
    await phone.kill()
    await expect.poll(() => heard).toEqual(['close 1006'])
    app.send('from beyond')
    expect(told).toEqual(['open'])
    expect(context.openWebSocket(url).readyState).toBe(0)
    expect(phone.network.socketCount).toBe(0)
  })

  it('in silence leaves the server an open connection until the phone is gone', async () => {
    const { app, peer, told, heard } = await open()
    let pongs = 0
    peer.on('pong', () => (pongs += 1))
    peer.ping()
    await expect.poll(() => pongs).toBe(1)
    await phone.kill({ silently: true })
    app.send('from beyond')
    app.close()
    peer.ping()
    peer.send('anybody?')
    // Another connection's round trip: what was to arrive would have arrived.
    await phone.launch()
    const other = await open()
    other.peer.ping()
    await once(other.peer, 'pong')
    expect([pongs, told, heard, peer.readyState]).toEqual([1, ['open'], [], peer.OPEN])
    expect(phone.network.socketCount).toBe(2)
    await phone.close()
    await expect.poll(() => heard).toEqual(['close 1006'])
  })
})

describe('the network', () => {
  it('cut: both sides notice', async () => {
    const { told, heard } = await open()
    phone.network.cut()
    await expect.poll(() => [told.at(-1), heard]).toEqual(['close 1006 false', ['close 1006']])
    expect((await open()).told).toEqual(['open'])
  })

  it('frozen: nobody notices; thawed: all flows, in order', async () => {
    const { app, peer, told, heard } = await open()
    phone.network.freeze()
    app.send('1')
    app.send('22')
    expect(app.bufferedAmount).toBe(3)
    peer.send('a')
    peer.send('b')
    const other = await open()
    other.peer.ping()
    await once(other.peer, 'pong')
    expect([told, heard]).toEqual([['open'], []])
    phone.network.thaw()
    await expect
      .poll(() => [told, heard])
      .toEqual([
        ['open', 'a', 'b'],
        ['1', '22'],
      ])
    expect(app.bufferedAmount).toBe(0)
  })

  it('frozen: a close waits for the thaw as well', async () => {
    const { app, heard } = await open()
    phone.network.freeze()
    app.close(4001)
    phone.network.thaw()
    await expect.poll(() => heard).toEqual(['close 4001'])
  })

  it('gone: the app notices, the server does not', async () => {
    const { peer, told, heard } = await open()
    phone.network.goOffline()
    phone.network.goOffline()
    await expect.poll(() => told).toEqual(['open', 'error', 'close 1006 false'])
    const failed: string[] = []
    const socket = context.openWebSocket(url)
    socket.onclose = ({ code }) => failed.push(`close ${code}`)
    await expect.poll(() => failed).toEqual(['close 1006'])
    phone.network.goOnline()
    expect((await open()).told).toEqual(['open'])
    expect([heard, peer.readyState]).toEqual([[], peer.OPEN])
  })
})
