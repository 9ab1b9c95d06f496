import type { Outcome } from '@carillon/protocol'
import { expect, it } from 'vitest'

import type { VendorClient } from '../client.ts'
import { createVendorClient } from '../index.ts'
import { accept, startFcmServer, trusting, unauthenticated, type FcmServer } from '../testing/fcm-server.ts'
import { deferred, notification } from '../testing/fixtures.ts'
import { answerH2, type H2Request } from '../testing/servers.ts'

const send = async (
  client: VendorClient,
  { certificate }: Pick<FcmServer, 'certificate'>,
  requestDeadlineMs = Date.now() + 20_000,
): Promise<Outcome | undefined> => {
  const request = {
    certificateKey: 'c1',
    certificate,
    notification: notification(),
    tokens: ['token'],
    requestDeadlineMs,
  }
  return (await client.send('fcm', request))[0]
}

const sendMany = (count: number, client: VendorClient, server: FcmServer): Promise<(Outcome | undefined)[]> =>
  Promise.all(Array.from({ length: count }, () => send(client, server)))

const invalidGrant = ({ stream }: H2Request): void => {
  answerH2(stream, 400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' })
}

it('asks once for a hundred senders', async () => {
  await using server = await startFcmServer()
  await using client = createVendorClient(await trusting())
  const outcomes = await sendMany(100, client, server)
  expect(outcomes.every((outcome) => outcome?.kind === 'accepted')).toBe(true)
  expect(server.tokenRequests()).toBe(1)
  expect(new Set(server.sends)).toEqual(new Set(['Bearer t1']))
})

it('shares a token between certificates with one credential', async () => {
  await using server = await startFcmServer()
  await using client = createVendorClient(await trusting())
  await send(client, server)
  await send(client, { certificate: { ...server.certificate, channelID: 'other' } })
  expect(server.tokenRequests()).toBe(1)
  await send(client, { certificate: { ...server.certificate, credentialID: 'other' } })
  expect(server.tokenRequests()).toBe(2)
})

it('tells all who wait when the credential is refused, and asks anew for the next', async () => {
  await using server = await startFcmServer(accept, {
    onToken: (request, n) =>
      n === 1
        ? invalidGrant(request)
        : answerH2(request.stream, 200, { access_token: 't', expires_in: 3600 }),
  })
  await using client = createVendorClient(await trusting())
  for (const outcome of await sendMany(50, client, server))
    expect(outcome).toEqual({
      kind: 'refused',
      cause: 'config',
      words: { code: 'invalid_grant', text: 'Invalid JWT Signature.' },
    })
  expect(server.tokenRequests()).toBe(1)
  expect(server.sends).toEqual([])
  expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
})

it('is a retry when the token request gets no answer: the push was certainly not sent', async () => {
  await using server = await startFcmServer(accept, { onToken: ({ session }) => session.destroy() })
  await using client = createVendorClient(await trusting())
  expect(await send(client, server)).toMatchObject({
    kind: 'retry',
    words: { code: 'UNREACHABLE', text: expect.stringMatching(/^access token: /) as string },
  })
})

it('lets a sender give up at its deadline and keeps the token for the next', async () => {
  const asked = deferred()
  const gate: H2Request[] = []
  await using server = await startFcmServer(accept, {
    onToken: (request) => {
      gate.push(request)
      asked.resolve()
    },
  })
  await using client = createVendorClient(await trusting())
  const hasty = send(client, server, Date.now() + 100)
  const patient = send(client, server)
  await asked.promise
  expect(await hasty).toMatchObject({ kind: 'retry', words: { code: 'UNREACHABLE' } })
  for (const { stream } of gate) answerH2(stream, 200, { access_token: 't', expires_in: 3600 })
  expect(await patient).toMatchObject({ kind: 'accepted' })
  expect(gate).toHaveLength(1)
})

it('refreshes once when the token is refused, for all at once', async () => {
  await using server = await startFcmServer((request) =>
    request.headers.authorization === 'Bearer t1' ? unauthenticated(request) : accept(request),
  )
  await using client = createVendorClient(await trusting())
  const outcomes = await sendMany(20, client, server)
  expect(outcomes.every((outcome) => outcome?.kind === 'accepted')).toBe(true)
  expect(server.tokenRequests()).toBe(2)
  expect(server.sends).toHaveLength(40)
})

it('gives up when the fresh token is refused as well', async () => {
  await using server = await startFcmServer(unauthenticated)
  await using client = createVendorClient(await trusting())
  expect(await send(client, server)).toEqual({
    kind: 'refused',
    cause: 'config',
    words: { code: 'UNAUTHENTICATED', text: 'expired' },
  })
  expect(server.sends).toEqual(['Bearer t1', 'Bearer t2'])
  await send(client, server)
  expect(server.sends).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t3', 'Bearer t4'])
})

it('refreshes ahead of the end while the old token still serves', async () => {
  let nowMs = Date.now()
  await using server = await startFcmServer()
  await using client = createVendorClient(await trusting({ now: () => nowMs }))
  const sendNow = (): Promise<Outcome | undefined> => send(client, server, nowMs + 20_000)
  await sendNow()
  nowMs += 54 * 60_000
  await sendNow()
  expect(server.tokenRequests()).toBe(1)
  nowMs += 2 * 60_000
  await sendNow()
  await expect.poll(server.tokenRequests).toBe(2)
  await expect
    .poll(async () => {
      await sendNow()
      return server.sends.at(-1)
    })
    .toBe('Bearer t2')
  expect(server.sends.slice(0, 3)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1'])
  nowMs += 2 * 3_600_000
  await sendNow()
  expect(server.sends.at(-1)).toBe('Bearer t3')
  expect(server.tokenRequests()).toBe(3)
})

it('goes on with the old token when an early refresh fails, and does not insist', async () => {
  let nowMs = Date.now()
  await using server = await startFcmServer(accept, {
    onToken: (request, n) =>
      n === 1
        ? answerH2(request.stream, 200, { access_token: 't1', expires_in: 3600 })
        : answerH2(request.stream, 503, ''),
  })
  await using client = createVendorClient(await trusting({ now: () => nowMs }))
  await send(client, server, nowMs + 20_000)
  nowMs += 56 * 60_000
  for (let index = 0; index < 5; index += 1)
    expect(await send(client, server, nowMs + 20_000)).toMatchObject({ kind: 'accepted' })
  await expect.poll(server.tokenRequests).toBe(2)
  nowMs += 11_000
  await send(client, server, nowMs + 20_000)
  await expect.poll(server.tokenRequests).toBe(3)
})

it('never sends a token that has ended, not even while the next one cannot be had', async () => {
  let nowMs = Date.now()
  await using server = await startFcmServer(accept, {
    onToken: (request, n) =>
      n === 1
        ? answerH2(request.stream, 200, { access_token: 't1', expires_in: 3600 })
        : answerH2(request.stream, 503, ''),
  })
  await using client = createVendorClient(await trusting({ now: () => nowMs }))
  expect(await send(client, server, nowMs + 20_000)).toMatchObject({ kind: 'accepted' })
  nowMs += 3_600_000
  for (let index = 0; index < 3; index += 1)
    expect(await send(client, server, nowMs + 20_000)).toMatchObject({ kind: 'retry' })
  expect(server.sends).toEqual(['Bearer t1'])
})
