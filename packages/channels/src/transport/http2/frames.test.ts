import fc from 'fast-check'
import { expect, it } from 'vitest'

import { Http2Error } from './errors.ts'
import { FrameReader } from './frame-reader.ts'
import { frame, readSettings, settingsPayload, withoutPadding } from './frames.ts'
import { Inbound, type InboundEvents } from './inbound.ts'

const anyFrame = fc.record({
  type: fc.integer({ min: 0, max: 12 }),
  flags: fc.integer({ min: 0, max: 255 }),
  streamID: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 31 - 1 })),
  payload: fc.uint8Array({ maxLength: 60 }),
})

/** The bytes in pieces of these sizes, over and over. */
const pieces = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const parts: Buffer[] = []
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    parts.push(bytes.subarray(at, at + size))
    at += size
  }
  return parts
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 })

it('frames come back as they were, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { maxLength: 20 }), sizes, (frames, cut) => {
      const bytes = Buffer.concat(
        frames.map((each) => frame(each.type, each.flags, each.streamID, each.payload)),
      )
      const read: unknown[] = []
      const reader = new FrameReader((type, flags, streamID, from, start, end) =>
        read.push({ type, flags, streamID, payload: Uint8Array.from(from.subarray(start, end)) }),
      )
      for (const piece of pieces(bytes, cut)) reader.push(piece)
      expect(read).toEqual(frames)
    }),
  )
})

it('settings come back as they were', () => {
  const payload = settingsPayload([
    [1, 0],
    [3, 100],
    [4, 2 ** 31 - 1],
    [5, 16_384],
    [6, 8192],
    [99, 7],
    [3, 50],
  ])
  expect(readSettings(payload, 0, payload.length)).toEqual({
    headerTableSize: 0,
    maxConcurrentStreams: 50,
    initialWindowSize: 2 ** 31 - 1,
    maxFrameSize: 16_384,
    maxHeaderListSize: 8192,
  })
})

it.each([
  ['none', '616263', 0, 'abc'],
  ['two', '02616263 0000', 8, 'abc'],
  ['nothing but padding', '020000', 8, ''],
])('padding: %s', (_, hex, flags, text) => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  const [start, end] = withoutPadding(bytes, 0, bytes.length, flags)
  expect(bytes.toString('latin1', start, end)).toBe(text)
})

const ignoring = (): InboundEvents => {
  const ignore = (): void => {}
  return {
    onSettings: ignore,
    onHead: ignore,
    onData: ignore,
    onReset: ignore,
    onPing: ignore,
    onPong: ignore,
    onGoaway: ignore,
    onWindowUpdate: ignore,
  }
}

it.each([
  [
    'frames',
    fc
      .array(anyFrame, { maxLength: 30 })
      .map((frames) =>
        Buffer.concat(frames.map((each) => frame(each.type, each.flags, each.streamID, each.payload))),
      ),
  ],
  ['bytes', fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes))],
] as const)('any %s: nothing is thrown but Http2Error', (_, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, sizes, (bytes, cut) => {
      const inbound = new Inbound(ignoring())
      try {
        inbound.push(frame(4, 0, 0))
        for (const piece of pieces(bytes, cut)) inbound.push(piece)
      } catch (error) {
        expect(error).toBeInstanceOf(Http2Error)
      }
    }),
    { numRuns: 1000 },
  )
})
