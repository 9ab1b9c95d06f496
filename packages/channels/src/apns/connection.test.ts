import { randomUUID } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

import type { Outcome } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { VendorClient } from '../client.ts'
import { createVendorClient } from '../index.ts'
import { apnsKeyFields, certificateKeyPem, certificatePem, p12 } from '../testing/apns-credentials.ts'
import { trusting } from '../testing/fcm-server.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { answerH2, startH2Server, startHttpsServer, type H2Request } from '../testing/servers.ts'
import { parseApnsCertificate } from './certificate.ts'

const MINUTE = 60_000

const accept = ({ stream }: H2Request): void => {
  stream.respond({ ':status': 200, 'apns-id': randomUUID() }, { endStream: true })
}
const expired = ({ stream }: H2Request): void => answerH2(stream, 403, { reason: 'ExpiredProviderToken' })

/** A client with a clock, a server that answers the n-th send as told, and what came in. */
const openWorld = async (onSend: (request: H2Request, n: number) => void = accept) => {
  const bearers: string[] = []
  const sessions: unknown[] = []
  const server = await startH2Server((request) => {
    bearers.push(String(request.headers.authorization))
    sessions.push(request.session)
    onSend(request, bearers.length)
  })
  let atMs = nowMs
  const client = createVendorClient(await trusting({ now: () => atMs }))
  return {
    bearers,
    sessions,
    setTime: (ms: number) => {
      atMs = ms
    },
    send: (fields = apnsKeyFields()): Promise<Outcome | undefined> =>
      sendOne(client, { ...fields, baseURL: server.url }, atMs),
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const sendOne = async (
  client: VendorClient,
  fields: Record<string, unknown>,
  atMs: number,
): Promise<Outcome | undefined> => {
  const certificate = certificateOf(parseApnsCertificate(fields))
  const [outcome] = await client.send('apns', {
    certificateKey: 'c1',
    certificate,
    notification: notification(),
    tokens: ['00'.repeat(32)],
    requestDeadlineMs: atMs + 20_000,
  })
  return outcome
}

describe('a provider token', () => {
  it('serves all senders for 45 minutes', async () => {
    await using world = await openWorld()
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => world.send()))
    expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['accepted']))
    world.setTime(nowMs + 45 * MINUTE - 1)
    await world.send(apnsKeyFields({ bundleID: 'im.carillon.other', sound: 'ding.caf' }))
    expect(new Set(world.bearers).size).toBe(1)
    world.setTime(nowMs + 45 * MINUTE)
    await world.send()
    expect(new Set(world.bearers).size).toBe(2)
  })

  it('that is refused before 20 minutes is kept: the clock is wrong, and Apple counts changes', async () => {
    await using world = await openWorld(expired)
    const refused = { kind: 'refused', cause: 'config', words: { code: 'ExpiredProviderToken' } }
    expect(await world.send()).toEqual(refused)
    world.setTime(nowMs + 20 * MINUTE - 1)
    expect(await world.send()).toEqual(refused)
    expect(world.bearers).toHaveLength(2)
    expect(new Set(world.bearers).size).toBe(1)
    world.setTime(nowMs + 20 * MINUTE)
    // A new one is tried, and then kept in its turn.
    expect(await world.send()).toEqual(refused)
    expect(await world.send()).toEqual(refused)
    expect(new Set(world.bearers).size).toBe(2)
  })

  it('that is refused later is replaced once for all who wait, and the push sent again', async () => {
    let old = ''
    await using world = await openWorld((request) => {
      const bearer = String(request.headers.authorization)
      if (old === '') old = bearer
      if (bearer === old && world.bearers.length > 1) expired(request)
      else accept(request)
    })
    await world.send()
    world.setTime(nowMs + 21 * MINUTE)
    const outcomes = await Promise.all([world.send(), world.send(), world.send()])
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(new Set(world.bearers).size).toBe(2)
  })

  it('from the future is not used after the clock was set back', async () => {
    await using world = await openWorld()
    world.setTime(nowMs + 24 * 60 * MINUTE)
    await world.send()
    world.setTime(nowMs)
    await world.send()
    expect(new Set(world.bearers).size).toBe(2)
  })
})

describe('connections', () => {
  it('are shared by the apps of one key, and by no other key, team or certificate', async () => {
    await using world = await openWorld()
    await world.send()
    await world.send(apnsKeyFields({ bundleID: 'im.carillon.other' }))
    expect(new Set(world.sessions).size).toBe(1)
    await world.send(apnsKeyFields({ teamID: 'TEAM456780' }))
    expect(new Set(world.sessions).size).toBe(2)
    await world.send({ bundleID: 'im.carillon.demo', pem: certificatePem + certificateKeyPem })
    expect(new Set(world.sessions).size).toBe(3)
    expect(world.bearers.at(-1)).toBe('undefined')
  })

  it('show the client certificate, of a .p12 as of PEM, and none with a key', async () => {
    const subjects: (string | undefined)[] = []
    await using server = await startH2Server(
      (request) => {
        const socket = request.session.socket as TLSSocket
        subjects.push(socket.getPeerX509Certificate()?.subject.split('\n')[0])
        accept(request)
      },
      { asksForCertificate: true },
    )
    await using client = createVendorClient(await trusting({ now: () => nowMs }))
    const bundleID = 'im.carillon.demo'
    for (const credential of [
      { bundleID, p12, p12Password: 'bells' },
      { bundleID, pem: certificatePem + certificateKeyPem },
      apnsKeyFields(),
    ])
      expect(await sendOne(client, { ...credential, baseURL: server.url }, nowMs)).toMatchObject({
        kind: 'accepted',
      })
    expect(subjects).toEqual(['UID=im.carillon.demo', 'UID=im.carillon.demo', undefined])
  })

  it('are never HTTP/1.1', async () => {
    let requests = 0
    await using server = await startHttpsServer((_request, response) => {
      requests += 1
      response.end()
    })
    await using client = createVendorClient(await trusting({ now: () => nowMs }))
    expect(await sendOne(client, apnsKeyFields({ baseURL: server.url }), nowMs)).toMatchObject({
      kind: 'retry',
      words: { code: 'UNREACHABLE', text: expect.stringMatching(/does not speak HTTP\/2$/) as string },
    })
    expect(requests).toBe(0)
  })
})
