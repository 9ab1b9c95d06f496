import { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'

import fc from 'fast-check'
import { expect, it } from 'vitest'

import type { VendorRequest } from '../../channel.ts'
import { rawFrame } from '../../testing/raw-h2-server.ts'
import { startCutoff } from '../cutoff.ts'
import { AnswerLostError, VendorUnreachableError } from '../http-transport.ts'
import { defaultTransportLimits } from '../limits.ts'
import { Connection } from './connection.ts'

/** A socket whose other end is the test. */
class TestSocket extends Duplex {
  written = ''

  destroySoon(): void {
    this.end(() => this.destroy())
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.written += chunk.toString('latin1')
    callback()
  }
}

const request: VendorRequest = {
  method: 'POST',
  url: 'https://host/send',
  headers: { a: 'b' },
  body: '{"n":1}',
}

const small = fc.integer({ min: 0, max: 7 })
const payload = fc.oneof(
  fc.constantFrom(
    '88',
    '885c0131',
    '0803313033',
    '00000000',
    '00000001',
    '7fffffff',
    '0000000000000000',
    '00000001 00000000',
  ),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)
const anyFrame = fc
  .record({
    type: fc.integer({ min: 0, max: 10 }),
    flags: fc.constantFrom(0, 1, 4, 5, 8, 0x2d),
    streamID: small,
    payload,
  })
  .map((each) => rawFrame(each.type, each.flags, each.streamID, each.payload))

it('whatever the server sends, every request comes to an end of a known kind and every place comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFrame, { maxLength: 12 }), fc.boolean(), async (frames, isWhole) => {
      const socket = new TestSocket()
      const connection = new Connection(
        socket as unknown as TLSSocket,
        'host',
        defaultTransportLimits,
        () => {},
      )
      socket.push(rawFrame(4, 0, 0))
      await new Promise(setImmediate)
      expect(connection.state).toBe('open')
      using cutoff = startCutoff({ deadlineMs: Date.now() + 10_000 }, Date.now(), 10_000)
      const exchanges = Array.from({ length: 3 }, () => {
        connection.reserve()
        return connection.exchange(request, cutoff)
      })
      const settled = Promise.allSettled(exchanges)
      await new Promise(setImmediate)
      const bytes = Buffer.concat(frames)
      if (isWhole) socket.push(bytes)
      else for (const byte of bytes) socket.push(Buffer.of(byte))
      await new Promise(setImmediate)
      connection.destroy()
      for (const result of await settled) {
        if (result.status === 'fulfilled') expect(result.value.status).toBeGreaterThanOrEqual(200)
        else
          expect(
            result.reason instanceof AnswerLostError || result.reason instanceof VendorUnreachableError,
          ).toBe(true)
      }
      expect(connection.state).toBe('closed')
      expect(connection.hasRoom).toBe(false)
    }),
    { numRuns: 500 },
  )
})

it('a request that comes when the connection is gone is safe to resend', async () => {
  const socket = new TestSocket()
  const connection = new Connection(socket as unknown as TLSSocket, 'host', defaultTransportLimits, () => {})
  socket.push(rawFrame(4, 0, 0))
  await new Promise(setImmediate)
  connection.reserve()
  connection.retire()
  expect(connection.state).toBe('retired')
  using cutoff = startCutoff({ deadlineMs: Date.now() + 10_000 }, Date.now(), 10_000)
  await expect(connection.exchange(request, cutoff)).rejects.toMatchObject({ safeToResend: true })
  expect(connection.state).toBe('closed')
})

it('a request stopped in the moment it was sent may have been processed', async () => {
  const socket = new TestSocket()
  const connection = new Connection(socket as unknown as TLSSocket, 'host', defaultTransportLimits, () => {})
  socket.push(rawFrame(4, 0, 0))
  await new Promise(setImmediate)
  const controller = new AbortController()
  const options = { deadlineMs: Date.now() + 10_000, signal: controller.signal }
  using cutoff = startCutoff(options, Date.now(), 10_000)
  connection.reserve()
  const answer = connection.exchange(request, cutoff)
  controller.abort()
  await expect(answer).rejects.toBeInstanceOf(AnswerLostError)
  connection.destroy()
})

it('a request that had not left when the connection was cut was not processed', async () => {
  const socket = new TestSocket()
  const connection = new Connection(socket as unknown as TLSSocket, 'host', defaultTransportLimits, () => {})
  socket.push(rawFrame(4, 0, 0))
  await new Promise(setImmediate)
  using cutoff = startCutoff({ deadlineMs: Date.now() + 10_000 }, Date.now(), 10_000)
  connection.reserve()
  const answer = connection.exchange(request, cutoff)
  connection.destroy()
  await expect(answer).rejects.toBeInstanceOf(VendorUnreachableError)
  await new Promise(setImmediate)
  expect(socket.written).not.toContain(request.body)
})
