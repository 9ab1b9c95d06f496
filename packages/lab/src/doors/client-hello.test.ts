import fc from 'fast-check'
import { expect, it } from 'vitest'
import { helloOf } from '../testing/hello.ts'
import { serverNameOf } from './client-hello.ts'

/** The same handshake in records of `size` bytes each. */
const inRecords = (hello: Buffer, size: number): Buffer => {
  const handshake = hello.subarray(5)
  const records: Buffer[] = []
  for (let at = 0; at < handshake.length; at += size) {
    const part = handshake.subarray(at, at + size)
    records.push(Buffer.of(22, 3, 1, part.length >> 8, part.length & 0xff), part)
  }
  return Buffer.concat(records)
}

it('reads the server name of a TLS client, however it is cut', async () => {
  const hello = await helloOf('FCM.googleapis.com')
  const expected = { kind: 'name', name: 'fcm.googleapis.com' }
  expect(serverNameOf(hello)).toEqual(expected)
  for (const size of [1, 3, 100]) expect(serverNameOf(inRecords(hello, size))).toEqual(expected)
  for (let end = 0; end < hello.length; end += 1)
    expect(serverNameOf(hello.subarray(0, end)).kind).toBe('incomplete')
})

it('says when there is none', async () => {
  expect(serverNameOf(await helloOf(''))).toEqual({ kind: 'none' })
})

it.each([
  ['HTTP in plain', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['an alert', Buffer.of(21, 3, 1, 0, 2, 2, 40)],
  ['a ServerHello', Buffer.of(22, 3, 3, 0, 4, 2, 0, 0, 0)],
  ['SSL 2', Buffer.of(0x80, 0x2e, 1, 0, 2)],
  ['a record that is too long', Buffer.of(22, 3, 1, 0xff, 0xff)],
  ['a length beyond the end', Buffer.of(22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3)],
])('takes %s for no TLS client', (_, bytes) => {
  expect(serverNameOf(bytes)).toEqual({ kind: 'not-tls' })
})

it('throws for no bytes whatever', async () => {
  const hello = await helloOf('api.push.apple.com')
  fc.assert(
    fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, value) => {
      const bent = Buffer.from(hello)
      bent[at] = value
      serverNameOf(bent)
    }),
  )
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void serverNameOf(Buffer.from(bytes))))
})
