import { describe, expect, it } from 'vitest'

import type { VendorAnswer } from '../../channel.ts'
import { trusting } from '../../testing/fcm-server.ts'
import { rawAnswer, rawFrame, startRawH2Server } from '../../testing/raw-h2-server.ts'
import type { TestServer } from '../../testing/servers.ts'
import type { HttpTransport } from '../http-transport.ts'
import { createTransports } from '../vendor-client.ts'

const transport = async (): Promise<HttpTransport> => {
  const { http1, http2 } = createTransports(await trusting({ transport: { sessionsPerOrigin: 1 } }))
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
    { method: 'POST', url: `${server.url}/send`, headers: { 'x-long': '' }, body },
    { deadlineMs: Date.now() + waitMs },
  )

const word = (value: number): string => value.toString(16).padStart(8, '0')
const text = (part: string): string => Buffer.from(part).toString('hex')

describe('takes an answer', () => {
  it.each([
    ['of two frames', (id: number) => rawAnswer(id)],
    [
      'padded',
      (id: number) =>
        Buffer.concat([rawFrame(1, 12, id, '0388000000'), rawFrame(0, 9, id, `02${text('ok')}0000`)]),
    ],
    [
      'with a priority',
      (id: number) => Buffer.concat([rawFrame(1, 0x24, id, '0000000010 88'), rawFrame(0, 1, id, text('ok'))]),
    ],
    [
      'with its head in many frames',
      (id: number) =>
        Buffer.concat([
          rawFrame(1, 0, id),
          rawFrame(9, 0, id, '88'),
          rawFrame(9, 4, id),
          rawFrame(0, 1, id, text('ok')),
        ]),
    ],
    [
      'after interim ones',
      (id: number) =>
        Buffer.concat([rawFrame(1, 4, id, '0803313033'), rawFrame(1, 4, id, '0803313033'), rawAnswer(id)]),
    ],
    [
      'with trailers',
      (id: number) =>
        Buffer.concat([
          rawFrame(1, 4, id, '88'),
          rawFrame(0, 0, id, text('ok')),
          rawFrame(1, 5, id, '0001610162'),
        ]),
    ],
    [
      'in single bytes of body',
      (id: number) =>
        Buffer.concat([
          rawFrame(1, 4, id, '88'),
          rawFrame(0, 0, id, text('o')),
          rawFrame(0, 0, id, text('k')),
          rawFrame(0, 1, id),
        ]),
    ],
    [
      'among frames nobody knows',
      (id: number) =>
        Buffer.concat([
          rawFrame(0xbe, 255, id, '00'),
          rawFrame(2, 0, 99, '0000000010'),
          rawFrame(1, 4, id, '88'),
          rawFrame(0xbe, 0, 0),
          rawFrame(0, 1, id, text('ok')),
        ]),
    ],
    ['followed by a reset', (id: number) => Buffer.concat([rawAnswer(id), rawFrame(3, 0, id, word(0))])],
  ])('%s, at once and byte by byte', async (_, answer) => {
    await using server = await startRawH2Server((peer, streamID) => {
      const bytes = answer(streamID)
      if (streamID === 1) peer.send(bytes)
      else for (const byte of bytes) peer.send(Buffer.of(byte))
    })
    await using carrier = await transport()
    expect(await post(carrier, server)).toMatchObject({ status: 200, body: 'ok' })
    expect(await post(carrier, server)).toMatchObject({ status: 200, body: 'ok' })
    expect(server.connections()).toBe(1)
  })

  it('before the request was all sent, and cancels the rest', async () => {
    await using server = await startRawH2Server(
      () => {},
      () => rawFrame(4, 0, 0, '000400000003'),
      (peer, { type, streamID }) => {
        if (type === 1) peer.send(rawAnswer(streamID))
      },
    )
    await using carrier = await transport()
    expect(await post(carrier, server, 'a body')).toMatchObject({ status: 200 })
    await expect
      .poll(() => server.peers[0]?.frames.find(({ type }) => type === 3)?.payload.toString('hex'))
      .toBe(word(8))
  })
})

it('says what it takes, acknowledges settings, and answers PING with its own payload', async () => {
  await using server = await startRawH2Server((peer, streamID) =>
    peer.send(rawFrame(6, 0, 0, '0102030405060708'), rawAnswer(streamID)),
  )
  await using carrier = await transport()
  await post(carrier, server)
  const frames = (): string[] =>
    (server.peers[0]?.frames ?? []).map(
      ({ type, flags, payload }) => `${type} ${flags} ${payload.toString('hex')}`,
    )
  await expect.poll(frames, { interval: 5 }).toContain('6 1 0102030405060708')
  expect(frames().slice(0, 3)).toEqual(['4 0 000200000000000400040000000600010000', '8 0 00ff0001', '4 1 '])
})

describe('flow control', () => {
  const bodyOf = (frames: readonly { type: number; payload: Buffer }[]): string =>
    frames
      .filter(({ type }) => type === 0)
      .map(({ payload }) => payload.toString())
      .join('|')

  it('waits for the window of the stream, also when it shrinks', async () => {
    await using server = await startRawH2Server(
      (peer, streamID) => peer.send(rawAnswer(streamID)),
      () => rawFrame(4, 0, 0, '000400000004'),
      (peer, frame) => {
        // 4 bytes came; the window becomes -2, then 0, then 3.
        if (frame.type === 0 && frame.payload.toString() === 'abcd')
          peer.send(
            rawFrame(4, 0, 0, '000400000002'),
            rawFrame(8, 0, frame.streamID, word(2)),
            rawFrame(6, 0, 0, '0102030405060708'),
          )
        if (frame.type === 6) peer.send(rawFrame(8, 0, 1, word(3)))
        if (frame.type === 0 && frame.payload.toString() === 'efg')
          peer.send(rawFrame(4, 0, 0, '000400000064'))
      },
    )
    await using carrier = await transport()
    expect(await post(carrier, server, 'abcdefghijkl')).toMatchObject({ status: 200 })
    expect(bodyOf(server.peers[0]?.frames ?? [])).toBe('abcd|efg|hijkl')
  })

  it('waits for the window of the connection', async () => {
    await using server = await startRawH2Server(
      (peer, streamID) => peer.send(rawAnswer(streamID)),
      () => rawFrame(4, 0, 0, '000400ffffff'),
      (peer, frame) => {
        const sent = peer.frames
          .filter(({ type }) => type === 0)
          .reduce((sum, { payload }) => sum + payload.length, 0)
        if (frame.type === 0 && sent === 65_535) peer.send(rawFrame(8, 0, 0, word(100_000)))
      },
    )
    await using carrier = await transport()
    const answers = await Promise.all([
      post(carrier, server, 'a'.repeat(60_000)),
      post(carrier, server, 'b'.repeat(60_000)),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it('a request whose body never left was not processed', async () => {
    await using server = await startRawH2Server(
      () => {},
      () => rawFrame(4, 0, 0, '000400000000'),
    )
    await using carrier = await transport()
    await expect(post(carrier, server, '{}', 200)).rejects.toMatchObject({ name: 'VendorUnreachableError' })
  })
})

it('GOAWAY that names no stream hands every request back', async () => {
  await using server = await startRawH2Server((peer) => peer.send(rawFrame(7, 0, 0, '0000000000000000')))
  await using carrier = await transport()
  const results = await Promise.allSettled([post(carrier, server), post(carrier, server)])
  for (const result of results)
    expect(result).toMatchObject({ reason: { name: 'VendorUnreachableError', safeToResend: true } })
})

it('GOAWAY in two steps: taken until the second says where the server stopped', async () => {
  // As RFC 9113, section 6.8 advises servers that shut down: 2^31-1 first, then the true last stream.
  await using server = await startRawH2Server((peer, streamID) => {
    if (peer.index > 0) return peer.send(rawAnswer(streamID))
    if (streamID === 1) return peer.send(rawFrame(7, 0, 0, '7fffffff00000000'))
    peer.send(Buffer.concat([rawFrame(7, 0, 0, '0000000100000000'), rawAnswer(1)]))
  })
  await using carrier = await transport()
  const [first, second] = await Promise.allSettled([post(carrier, server), post(carrier, server)])
  expect(first).toMatchObject({ value: { status: 200, body: 'ok' } })
  expect(second).toMatchObject({ reason: { name: 'VendorUnreachableError', safeToResend: true } })
  expect(await post(carrier, server)).toMatchObject({ status: 200 })
  expect(server.connections()).toBe(2)
})

it('header blocks larger than a frame go in several', async () => {
  await using server = await startRawH2Server((peer, streamID) => peer.send(rawAnswer(streamID)))
  await using carrier = await transport()
  const answer = await carrier.send(
    { method: 'GET', url: `${server.url}/`, headers: { 'x-long': 'x'.repeat(40_000) }, body: '' },
    { deadlineMs: Date.now() + 15_000 },
  )
  expect(answer.status).toBe(200)
  const kinds = server.peers[0]?.frames
    .filter(({ streamID }) => streamID === 1)
    .map(({ type, flags }) => [type, flags])
  expect(kinds).toEqual([
    [1, 1],
    [9, 0],
    [9, 4],
  ])
})

it('header fields beyond what the server takes are not sent', async () => {
  await using server = await startRawH2Server(
    (peer, streamID) => peer.send(rawAnswer(streamID)),
    () => rawFrame(4, 0, 0, '000600000040'),
  )
  await using carrier = await transport()
  await expect(post(carrier, server)).rejects.toThrow(/takes header fields of 64 bytes/)
})
