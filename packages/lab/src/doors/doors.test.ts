import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { ProxyAgent, request as undiciRequest } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { http1 } from '../testing/wire.ts'
import { BareDevice } from '../testing/devices.ts'
import { helloOf } from '../testing/hello.ts'
import type { FirebaseTask } from '../testing/oracles/firebase-admin.ts'
import { askOracle } from '../testing/oracles/run.ts'
import type { LabDoor } from './types.ts'

let lab: Lab
let names: LabDoor
let proxy: LabDoor

beforeAll(async () => {
  lab = await startLab()
  names = await lab.openNameDoor()
  proxy = await lab.openProxy()
})
afterAll(() => lab.close())

const vendorOf = (hostName: string) =>
  lab.vendors.map((vendor) => lab[vendor]).find(({ hostNames }) => hostNames.includes(hostName))

const allHostNames = () => lab.vendors.flatMap((vendor) => [...lab[vendor].hostNames])

/** The first line of a plain answer. */
const firstLine = async (socket: Socket): Promise<string> => {
  const [data] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return data.toString().split('\r\n')[0] ?? ''
}

it('knows every vendor by at least one name, and each name belongs to one vendor', () => {
  expect(lab.vendors).toHaveLength(8)
  expect(lab.vendors.filter((vendor) => lab[vendor].hostNames.length === 0)).toEqual([])
  expect(new Set(allHostNames()).size).toBe(allHostNames().length)
})

it('answers on one port under every vendor name', async () => {
  for (const servername of allHostNames()) {
    const before = vendorOf(servername)?.requestCount ?? 0
    const socket = connectTls({
      host: '127.0.0.1',
      port: names.port,
      servername,
      ca: lab.ca,
      ALPNProtocols: ['h2'],
    })
    const session = connectHttp2(`https://${servername}`, { createConnection: () => socket })
    const stream = session.request({ ':method': 'POST', ':path': '/nowhere' })
    stream.end()
    await once(stream, 'response')
    stream.resume()
    await once(stream, 'close')
    session.destroy()
    expect([servername, vendorOf(servername)?.requestCount]).toEqual([servername, before + 1])
  }
})

it('tells vendors apart by the host of each request where the handshake names none', async () => {
  const socket = connectTls({ host: '127.0.0.1', port: names.port, ca: lab.ca, ALPNProtocols: ['h2'] })
  const session = connectHttp2('https://127.0.0.1', { createConnection: () => socket })
  const ask = async (authority: string): Promise<[status: unknown, text: string]> => {
    const stream = session.request({ ':method': 'POST', ':path': '/nowhere', ':authority': authority })
    stream.end()
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return [headers[':status'], Buffer.concat(chunks).toString()]
  }
  expect(await ask('api.push.apple.com')).toEqual([404, '{"reason":"BadPath"}'])
  expect(await ask(`FCM.googleapis.com:${names.port}`)).toEqual([404, expect.stringContaining('NOT_FOUND')])
  const [status, text] = await ask('example.com')
  expect(status).toBe(421)
  expect(JSON.parse(text)).toMatchObject({
    error: { code: 'LAB_UNKNOWN_HOST', hint: expect.stringContaining('fcm.googleapis.com') as string },
  })
  session.destroy()
})

it('speaks no HTTP/1.1 for Apple', async () => {
  const url = `https://127.0.0.1:${names.port}/3/device/x`
  const ask = (host: string) => http1(url, { ca: lab.ca, headers: { host } })
  expect(await ask('api-push.vivo.com.cn')).toMatchObject({
    status: 200,
    body: expect.stringContaining('10000') as string,
  })
  await expect(ask('api.push.apple.com')).rejects.toThrow('socket hang up')
})

it('tells a client without TLS what the port speaks', async () => {
  const socket = connectTcp(names.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: fcm.googleapis.com\r\n\r\n')
  expect(await firstLine(socket)).toBe('HTTP/1.1 400 Bad Request')
})

it('leads a proxy client that knows only the real URLs to the emulators', async () => {
  const agent = new ProxyAgent({ uri: `http://127.0.0.1:${proxy.port}`, requestTls: { ca: lab.ca } })
  for (const hostName of allHostNames().filter((name) => vendorOf(name)?.vendor !== 'apns')) {
    const before = vendorOf(hostName)?.requestCount ?? 0
    const answer = await undiciRequest(`https://${hostName}/nowhere`, { dispatcher: agent, method: 'POST' })
    await answer.body.dump()
    expect([hostName, vendorOf(hostName)?.requestCount]).toEqual([hostName, before + 1])
  }
  await agent.close()
})

it.each([
  ['CONNECT api.push.apple.com:443', '200 Connection Established'],
  ['CONNECT api.push.apple.com:2197', '200 Connection Established'],
  ['CONNECT FCM.googleapis.com.:443', '200 Connection Established'],
  ['CONNECT example.com:443', '403 Forbidden'],
  ['CONNECT fcm.googleapis.com.example.com:443', '403 Forbidden'],
  ['CONNECT 127.0.0.1:22', '403 Forbidden'],
  ['CONNECT [::1]:443', '403 Forbidden'],
  ['GET http://fcm.googleapis.com/', '405 Method Not Allowed'],
])('the proxy answers %s with %s', async (line, expected) => {
  const socket = connectTcp(proxy.port, '127.0.0.1')
  socket.write(`${line} HTTP/1.1\r\nhost: x\r\n\r\n`)
  expect(await firstLine(socket)).toBe(`HTTP/1.1 ${expected}`)
})

it('takes a handshake that comes in one packet with the CONNECT', async () => {
  const hello = await helloOf('api-push.vivo.com.cn')
  const socket = connectTcp(proxy.port, '127.0.0.1')
  socket.write(Buffer.concat([Buffer.from('CONNECT api-push.vivo.com.cn:443 HTTP/1.1\r\n\r\n'), hello]))
  let read = Buffer.alloc(0)
  for await (const chunk of socket) {
    read = Buffer.concat([read, chunk as Buffer])
    const [, rest] = read.toString('latin1').split('\r\n\r\n', 2)
    // The ServerHello: a handshake record of type 2.
    if (rest !== undefined && rest.length > 5)
      return expect([rest.charCodeAt(0), rest.charCodeAt(5)]).toEqual([22, 2])
  }
  throw new Error('The proxy hung up')
})

it('leads firebase-admin to its project over HTTP/1.1 and HTTP/2, by name and on one port', async () => {
  const project = lab.fcm.createProject()
  const { key } = await project.createServiceAccount()
  const device = new BareDevice()
  const token = lab.fcm.register(device, { senderID: project.senderID, packageName: 'com.example' })
  const messages = [{ token, notification: { title: 'Lin', body: 'Hi' } }]
  const results = await askOracle<FirebaseTask>('firebase-admin', {
    hosts: Object.fromEntries(allHostNames().map((name) => [name, names.port])),
    ca: lab.ca,
    task: {
      serviceAccount: { ...key },
      batches: [
        { by: 'send', messages },
        { by: 'sendEach', messages },
      ],
    },
  })
  const named = expect.stringMatching(/^projects\//) as string
  expect(results).toEqual([[named], [named]])
  expect(device.pushes).toHaveLength(2)
})

it("tunnels to an emulator's own address too", async () => {
  const socket = connectTcp(proxy.port, '127.0.0.1')
  socket.write(`CONNECT 127.0.0.1:${lab.fcm.port} HTTP/1.1\r\nhost: x\r\n\r\n`)
  expect(await firstLine(socket)).toBe('HTTP/1.1 200 Connection Established')
})

it('ends its connections when it is closed, and may be closed twice', async () => {
  const door = await lab.openProxy()
  const socket = connectTcp(door.port, '127.0.0.1')
  socket.write('CONNECT fcm.googleapis.com:443 HTTP/1.1\r\n\r\n')
  await once(socket, 'data')
  expect(door.connectionCount).toBe(1)
  const closed = once(socket, 'close')
  await door.close()
  await door.close()
  await closed
  expect(door.connectionCount).toBe(0)
})
