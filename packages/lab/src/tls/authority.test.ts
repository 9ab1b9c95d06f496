import { X509Certificate } from 'node:crypto'
import { createServer, connect } from 'node:tls'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAuthority } from './authority.ts'
import * as der from './der.ts'

it('issues a leaf that a TLS client trusts by name and by address', async () => {
  const authority = createAuthority()
  const { certificate, key } = authority.issue(['fcm.googleapis.com', 'localhost', '127.0.0.1'])
  const server = createServer({ cert: certificate, key }, (socket) => socket.end('hello'))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const dial = async (servername: string, ca: string): Promise<string> => {
    const socket = connect({ host: '127.0.0.1', port, ca, ...(servername === '' ? {} : { servername }) })
    try {
      return String((await once(socket, 'data'))[0])
    } finally {
      socket.destroy()
    }
  }
  try {
    expect(await dial('fcm.googleapis.com', authority.certificate)).toBe('hello')
    expect(await dial('', authority.certificate)).toBe('hello')
    await expect(dial('example.com', authority.certificate)).rejects.toThrow(/altnames/)
    await expect(dial('localhost', createAuthority().certificate)).rejects.toThrow(/verify|issuer/)
  } finally {
    server.close()
  }
})

it('writes certificates OpenSSL reads back', () => {
  const authority = createAuthority()
  const own = new X509Certificate(authority.certificate)
  const leaf = new X509Certificate(authority.issue(['a.example', '127.0.0.1']).certificate)
  expect(own.ca).toBe(true)
  expect(leaf.ca).toBe(false)
  expect(leaf.checkIssued(own)).toBe(true)
  expect(leaf.verify(own.publicKey)).toBe(true)
  expect(leaf.subjectAltName).toBe('DNS:a.example, IP Address:127.0.0.1')
})

it.each([
  ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
  ['2.5.29.17', '0603551d11'],
])('writes the object identifier %s as %s', (dotted, hex) => {
  expect(der.objectIdentifier(dotted).toString('hex')).toBe(hex)
})

it('writes every length so that it can be read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (length) => {
      const written = der.octetString(Buffer.alloc(length))
      const first = written[1] ?? 0
      const digits = first < 0x80 ? 0 : first & 0x7f
      const read = digits === 0 ? first : Number.parseInt(written.subarray(2, 2 + digits).toString('hex'), 16)
      expect(read).toBe(length)
      expect(written.length).toBe(2 + digits + length)
    }),
  )
})
