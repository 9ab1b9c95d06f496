import { expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import { BareDevice } from '../testing/devices.ts'
import type { GoogleapisResult, GoogleapisTask } from '../testing/oracles/googleapis-fcm.ts'
import { askOracle } from '../testing/oracles/run.ts'

// @googleapis/fcm, unchanged: it dials Google's real host names.

const open = async (http2: boolean) => {
  const lab = await startLab({ vendors: ['fcm'] })
  const { fcm } = lab
  const project = fcm.createProject()
  const account = await project.createServiceAccount()
  const register = (device: BareDevice, senderID = project.senderID) =>
    fcm.register(device, { senderID, packageName: 'com.example' })
  return {
    fcm,
    project,
    account,
    register,
    send: (rounds: Record<string, unknown>[][]) =>
      askOracle<GoogleapisTask>('googleapis-fcm', {
        hosts: Object.fromEntries(fcm.hostNames.map((host) => [host, fcm.port])),
        ca: lab.ca,
        task: { serviceAccount: { ...account.key }, projectID: project.projectID, http2, rounds },
      }) as Promise<GoogleapisResult>,
    [Symbol.asyncDispose]: () => lab.close(),
  }
}

const named = { name: expect.stringMatching(/^projects\/[\w-]+\/messages\/0:/) as string }
const hello = (token: string) => ({ token, notification: { title: 'Lin', body: 'See you at 6?' } })

it.each([false, true])('sends, and reads why a message is refused; HTTP/2: %s', async (http2) => {
  await using world = await open(http2)
  const { fcm, register } = world
  const device = new BareDevice()
  const [valid, gone, foreign] = [register(device), register(device), register(device, '123456789012')]
  fcm.unregister(gone)
  const message = {
    ...hello(valid),
    data: { ext: '{"v":1}' },
    android: { priority: 'HIGH', ttl: '3600s', notification: { tag: 'm_1', channel_id: 'chat' } },
  }
  expect(
    await world.send([
      [
        message,
        hello(gone),
        hello(foreign),
        hello('malformed'),
        { notification: { title: 'To nobody' } },
        { ...hello(valid), data: { from: 'reserved' } },
        { topic: 'news', notification: { title: 'News' } },
        { condition: "'news' in topics && !('sport' in topics)", notification: { title: 'News' } },
        { condition: "'news' in", notification: { title: 'News' } },
      ],
    ]),
  ).toEqual([
    [
      named,
      { status: 404, errorCode: 'UNREGISTERED' },
      { status: 403, errorCode: 'SENDER_ID_MISMATCH' },
      { status: 400, errorCode: 'INVALID_ARGUMENT' },
      { status: 400, errorCode: 'INVALID_ARGUMENT' },
      { status: 400, errorCode: 'INVALID_ARGUMENT' },
      named,
      named,
      { status: 400, errorCode: 'INVALID_ARGUMENT' },
    ],
  ])
  expect(device.pushes).toMatchObject([
    {
      priority: 'high',
      ttlSeconds: 3_600,
      data: { ext: '{"v":1}' },
      notification: { tag: 'm_1', channelID: 'chat' },
    },
  ])
  const sends = fcm.requests.filter(({ kind }) => kind === 'send')
  expect(sends.every(({ httpVersion }) => httpVersion === (http2 ? '2' : '1.1'))).toBe(true)
  // However many wait, there is one access token.
  expect(fcm.requests.filter(({ kind, answer }) => kind === 'token' && answer?.status === 200)).toHaveLength(
    1,
  )
})

it('sends many at once', async () => {
  await using world = await open(true)
  const { fcm, register } = world
  const devices = Array.from({ length: 200 }, () => new BareDevice())
  const tokens = devices.map((device) => register(device))
  for (const token of tokens.filter((_, index) => index % 10 === 9)) fcm.unregister(token)
  const [results = []] = await world.send([tokens.map(hello)])
  expect(results).toEqual(
    tokens.map((_, index) => (index % 10 === 9 ? { status: 404, errorCode: 'UNREGISTERED' } : named)),
  )
  expect(devices.filter(({ pushes }) => pushes.length === 1)).toHaveLength(180)
})

it('asks for a new access token before the old one runs out; one that is refused it reports', async () => {
  await using world = await open(false)
  const { fcm, register } = world
  const device = new BareDevice()
  const token = register(device)
  // The client takes a new one when less than five minutes are left.
  fcm.settings.accessTokenSeconds = 200
  const rounds = [[hello(token)], [hello(token)]]
  expect(await world.send(rounds)).toEqual([[named], [named]])
  expect(fcm.requests.filter(({ kind }) => kind === 'token')).toHaveLength(2)
  fcm.faults.set('expired-auth', { times: 1 })
  expect(await world.send(rounds)).toEqual([[{ status: 401 }], [named]])
  expect(device.pushes).toHaveLength(3)
})

it('reads quota, outage and a revoked key', async () => {
  await using world = await open(false)
  const { fcm, account, register } = world
  const token = register(new BareDevice())
  fcm.faults.set('too-many-requests', { times: 1, retryAfterSeconds: 7 })
  const [[limited] = []] = await world.send([[hello(token)]])
  expect(limited).toEqual({ status: 429, errorCode: 'QUOTA_EXCEEDED', retryAfter: '7' })
  fcm.faults.set('unavailable')
  const [[down] = []] = await world.send([[hello(token)]])
  expect(down).toMatchObject({ status: 503, errorCode: 'UNAVAILABLE' })
  account.revoke()
  const [[revoked] = []] = await world.send([[hello(token)]])
  expect(revoked).toMatchObject({ status: 400, errorCode: 'invalid_grant' })
})
