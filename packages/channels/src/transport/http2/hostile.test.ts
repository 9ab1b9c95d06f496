import { describe, expect, it } from 'vitest'

import type { VendorAnswer } from '../../channel.ts'
import { trusting } from '../../testing/fcm-server.ts'
import { rawAnswer, rawFrame, startRawH2Server, type RawPeer } from '../../testing/raw-h2-server.ts'
import type { TestServer } from '../../testing/servers.ts'
import type { HttpTransport } from '../http-transport.ts'
import { createTransports } from '../vendor-client.ts'

const transport = async (): Promise<HttpTransport> => {
  const { http1, http2 } = createTransports(await trusting())
  return {
    send: http2.send,
    [Symbol.asyncDispose]: async () => {
      await http2[Symbol.asyncDispose]()
      await http1[Symbol.asyncDispose]()
    },
  }
}

const post = (
  carrier: HttpTransport,
  server: TestServer,
  body = '{}',
  waitMs = 15_000,
): Promise<VendorAnswer> =>
  carrier.send(
    { method: 'POST', url: `${server.url}/send`, headers: {}, body },
    { deadlineMs: Date.now() + waitMs },
  )

const many = (count: number, bytes: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => bytes))
const word = (value: number): string => value.toString(16).padStart(8, '0')
/** The code the client said goodbye with. */
const goodbyeOf = (peer: RawPeer | undefined): number | undefined =>
  peer?.frames.find(({ type }) => type === 7)?.payload.readUInt32BE(4)

/** `a: xxx...` of 4000 bytes into the table, then that entry as often as fits. */
const bomb = Buffer.concat([
  Buffer.from('884001617fa11e', 'hex'),
  Buffer.alloc(4000, 0x78),
  Buffer.alloc(12_000, 0xbe),
])

describe('a connection is given up, and the next request finds another, after', () => {
  it.each([
    ['a frame that is too large', 6, (id: number) => rawFrame(0, 0, id, Buffer.alloc(16_385))],
    ['SETTINGS of 5 bytes', 6, () => rawFrame(4, 0, 0, '0003000000')],
    ['SETTINGS on a stream', 1, (id: number) => rawFrame(4, 0, id)],
    ['SETTINGS that switch push on', 1, () => rawFrame(4, 0, 0, '000200000001')],
    ['an initial window that is too large', 3, () => rawFrame(4, 0, 0, '000480000000')],
    ['a frame size below the least', 1, () => rawFrame(4, 0, 0, '000500001000')],
    ['SETTINGS by the thousand', 11, () => many(20_000, rawFrame(4, 0, 0))],
    ['PING by the thousand', 11, () => many(20_000, rawFrame(6, 0, 0, '0102030405060708'))],
    ['PING of 4 bytes', 6, () => rawFrame(6, 0, 0, '01020304')],
    ['RST_STREAM by the thousand', 11, (id: number) => many(20_000, rawFrame(3, 0, id, word(8)))],
    ['RST_STREAM of a stream that never was', 1, (id: number) => rawFrame(3, 0, id + 2, word(8))],
    ['PRIORITY by the thousand', 11, (id: number) => many(20_000, rawFrame(2, 0, id, '0000000010'))],
    ['unknown frames by the thousand', 11, () => many(20_000, rawFrame(0xbe, 0, 0))],
    [
      'empty DATA by the thousand',
      11,
      (id: number) => Buffer.concat([rawFrame(1, 4, id, '88'), many(20_000, rawFrame(0, 0, id))]),
    ],
    ['interim answers by the thousand', 11, (id: number) => many(20_000, rawFrame(1, 4, id, '0803313033'))],
    [
      'CONTINUATION by the thousand',
      11,
      (id: number) =>
        Buffer.concat([rawFrame(1, 0, id, '88'), many(2000, rawFrame(9, 0, id, '000161 0161'))]),
    ],
    [
      'CONTINUATION without bytes and without end',
      11,
      (id: number) => Buffer.concat([rawFrame(1, 0, id, '88'), many(2000, rawFrame(9, 0, id))]),
    ],
    ['CONTINUATION of nothing', 1, (id: number) => rawFrame(9, 4, id, '88')],
    [
      'CONTINUATION of another stream',
      1,
      (id: number) => Buffer.concat([rawFrame(1, 0, id, '88'), rawFrame(9, 4, id + 2)]),
    ],
    [
      'a frame inside a header block',
      1,
      (id: number) => Buffer.concat([rawFrame(1, 0, id, '88'), rawFrame(6, 0, 0, '0102030405060708')]),
    ],
    ['a header bomb', 11, (id: number) => rawFrame(1, 4, id, bomb)],
    ['a header block that is none', 9, (id: number) => rawFrame(1, 4, id, 'ff80')],
    ['PUSH_PROMISE', 1, (id: number) => rawFrame(5, 4, id, '00000002 82')],
    ['HEADERS on a stream of its own', 1, () => rawFrame(1, 4, 2, '88')],
    ['HEADERS on the connection', 1, () => rawFrame(1, 4, 0, '88')],
    ['DATA on the connection', 1, () => rawFrame(0, 0, 0, '00')],
    ['DATA on a stream that never was', 1, (id: number) => rawFrame(0, 0, id + 100, '00')],
    ['padding longer than its frame', 1, (id: number) => rawFrame(0, 8, id, '05 0000')],
    ['a padded frame without its length', 6, (id: number) => rawFrame(0, 8, id)],
    ['WINDOW_UPDATE of 0', 1, () => rawFrame(8, 0, 0, word(0))],
    ['a connection window that is too large', 3, () => rawFrame(8, 0, 0, word(0x7fffffff))],
    ['a stream window that is too large', 3, (id: number) => rawFrame(8, 0, id, word(0x7fffffff))],
    ['GOAWAY of 4 bytes', 6, () => rawFrame(7, 0, 0, word(0))],
  ])('%s', async (_, code, attack) => {
    await using server = await startRawH2Server((peer, streamID) =>
      peer.send(peer.index === 0 ? attack(streamID) : rawAnswer(streamID)),
    )
    await using carrier = await transport()
    await expect(post(carrier, server)).rejects.toMatchObject({ name: 'AnswerLostError', code: 'NO_ANSWER' })
    await expect.poll(() => server.peers[0]?.isClosed(), { interval: 5 }).toBe(true)
    expect(goodbyeOf(server.peers[0])).toBe(code)
    expect(await post(carrier, server)).toMatchObject({ status: 200, body: 'ok' })
    expect(server.connections()).toBe(2)
  })

  it.each([
    ['HTTP/1.1', () => Buffer.from('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')],
    ['PING before SETTINGS', () => rawFrame(6, 0, 0, '0102030405060708')],
    ['an ACK before SETTINGS', () => rawFrame(4, 1, 0)],
    ['noise', () => Buffer.alloc(20_000, 0x55)],
  ])('an opening with %s', async (_, opening) => {
    await using server = await startRawH2Server(
      (peer, streamID) => peer.send(rawAnswer(streamID)),
      ({ index }) => (index === 0 ? opening() : rawFrame(4, 0, 0)),
    )
    await using carrier = await transport()
    await expect(post(carrier, server)).rejects.toMatchObject({
      name: 'VendorUnreachableError',
      safeToResend: false,
    })
    expect(await post(carrier, server)).toMatchObject({ status: 200 })
  })
})

describe('one request is lost, and the connection lives on, after', () => {
  const literal = (name: string, value: string): string => {
    const text = (part: string): string =>
      Buffer.concat([Buffer.of(part.length), Buffer.from(part)]).toString('hex')
    return `00${text(name)}${text(value)}`
  }
  it.each([
    ['a body before its head', (id: number) => rawFrame(0, 1, id, '00')],
    ['no status', (id: number) => rawFrame(1, 5, id, literal('server', 'x'))],
    ['a status that is none', (id: number) => rawFrame(1, 5, id, literal(':status', 'ok'))],
    ['two statuses', (id: number) => rawFrame(1, 5, id, '8889')],
    ['a status after a field', (id: number) => rawFrame(1, 5, id, `${literal('server', 'x')}88`)],
    ['a pseudo-header of requests', (id: number) => rawFrame(1, 5, id, '8882')],
    ['an upper-case name', (id: number) => rawFrame(1, 5, id, `88${literal('Server', 'x')}`)],
    ['a field of HTTP/1.1', (id: number) => rawFrame(1, 5, id, `88${literal('connection', 'close')}`)],
    ['an interim answer that ends', (id: number) => rawFrame(1, 5, id, literal(':status', '100'))],
    ['a second head', (id: number) => Buffer.concat([rawFrame(1, 4, id, '88'), rawFrame(1, 5, id, '88')])],
    [
      'trailers that go on',
      (id: number) => Buffer.concat([rawFrame(1, 4, id, '88'), rawFrame(1, 4, id, literal('a', 'b'))]),
    ],
    [
      'less than content-length says',
      (id: number) =>
        Buffer.concat([rawFrame(1, 4, id, `88${literal('content-length', '5')}`), rawFrame(0, 1, id, '00')]),
    ],
    [
      'a content-length that is none',
      (id: number) =>
        Buffer.concat([
          rawFrame(1, 4, id, `88${literal('content-length', '1e3')}`),
          rawFrame(0, 1, id, '00'),
        ]),
    ],
    ['RST_STREAM', (id: number) => rawFrame(3, 0, id, word(2))],
    [
      'RST_STREAM after half an answer',
      (id: number) => Buffer.concat([rawFrame(1, 4, id, '88'), rawFrame(3, 0, id, word(7))]),
    ],
  ])('%s', async (_, broken) => {
    let requests = 0
    await using server = await startRawH2Server((peer, streamID) => {
      requests += 1
      peer.send(requests === 1 ? broken(streamID) : rawAnswer(streamID))
    })
    await using carrier = await transport()
    await expect(post(carrier, server)).rejects.toMatchObject({ name: 'AnswerLostError', code: 'NO_ANSWER' })
    expect(await post(carrier, server)).toMatchObject({ status: 200, body: 'ok' })
    expect(server.connections()).toBe(1)
  })
})
