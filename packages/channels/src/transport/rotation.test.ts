import { randomUUID } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

import type { Outcome } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { createVendorClient } from '../index.ts'
import { certificateKeyPem, certificatePem, p12 } from '../testing/apns-credentials.ts'
import { parseApnsCertificate } from '../apns/certificate.ts'
import { trusting } from '../testing/fcm-server.ts'
import { certificateOf, notification } from '../testing/fixtures.ts'
import { startH2Server, type H2Request } from '../testing/servers.ts'

const accept = ({ stream }: H2Request): void =>
  stream.respond({ ':status': 200, 'apns-id': randomUUID() }, { endStream: true })

describe.each(['own', 'node'] as const)('by the %s client', (http2Client) => {
  it('a client certificate that is changed gets a connection of its own; the old one finishes, then closes', async () => {
    const held: H2Request[] = []
    const closed = new Set<unknown>()
    const sessions: unknown[] = []
    await using server = await startH2Server(
      (request) => {
        sessions.push(request.session)
        if (sessions.length === 1) held.push(request)
        else accept(request)
      },
      {
        asksForCertificate: true,
        onSession: (session) => session.on('close', () => closed.add(session)),
      },
    )
    await using client = createVendorClient(await trusting({ http2Client, transport: { idleMs: 20 } }))
    const send = async (fields: Record<string, unknown>, revision: number): Promise<Outcome | undefined> => {
      const certificate = certificateOf(
        parseApnsCertificate({ bundleID: 'im.carillon.demo', baseURL: server.url, ...fields }),
      )
      const [outcome] = await client.send('apns', {
        certificateKey: `1.${revision}`,
        certificate,
        notification: notification(),
        tokens: ['00'.repeat(32)],
        requestDeadlineMs: Date.now() + 20_000,
      })
      return outcome
    }

    const inFlight = send({ p12, p12Password: 'bells' }, 1)
    await expect.poll(() => held.length).toBe(1)
    expect(await send({ pem: `${certificatePem}\n${certificateKeyPem}` }, 2)).toMatchObject({
      kind: 'accepted',
    })
    const [before, after] = sessions
    expect(after).not.toBe(before)
    for (const request of held) {
      const socket = request.session.socket as TLSSocket
      expect(socket.getPeerX509Certificate()?.subject).toContain('im.carillon.demo')
      expect(closed.has(request.session)).toBe(false)
      accept(request)
    }
    expect(await inFlight).toMatchObject({ kind: 'accepted' })
    await expect.poll(() => closed.has(before)).toBe(true)
    // The one in use is replaced when it has been idle too, and nothing is left of either.
    await expect.poll(() => closed.has(after)).toBe(true)
    expect(await send({ p12, p12Password: 'bells' }, 3)).toMatchObject({ kind: 'accepted' })
    expect(new Set(sessions).size).toBe(3)
  })
})
