import { expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import type { Apns2Notification, Apns2Result, Apns2Task } from '../testing/oracles/apns2.ts'
import { askOracle } from '../testing/oracles/run.ts'

// apns2, unchanged: it dials Apple's real host names.

const bundleID = 'im.carillon.demo'

const open = async () => {
  const lab: Lab = await startLab({ vendors: ['apns'] })
  const key = lab.apns.createApp({ bundleID }).createKey()
  const device = new BareDevice()
  const credential = { team: key.teamID, keyId: key.keyID, signingKey: key.p8, defaultTopic: bundleID }
  return {
    apns: lab.apns,
    key,
    device,
    token: lab.apns.register(device, { bundleID }),
    send: (rounds: Apns2Notification[][], change: Partial<Apns2Task> = {}) =>
      askOracle<Apns2Task>('apns2', {
        hosts: { 'api.push.apple.com': lab.apns.port },
        ca: lab.ca,
        task: { ...credential, ...change, rounds },
      }) as Promise<Apns2Result>,
    [Symbol.asyncDispose]: () => lab.close(),
  }
}

it('sends alerts, silent and VoIP pushes, and reads why the others are refused', async () => {
  await using world = await open()
  const { apns, device, token } = world
  const gone = apns.register(new BareDevice(), { bundleID })
  apns.unregister(gone)
  const voip = apns.register(device, { bundleID, isVoIP: true })
  const options = {
    alert: { title: 'Lin', body: 'See you at 6?' },
    badge: 7,
    collapseId: 'm_1',
    data: { ext: '1' },
  }
  const results = await world.send([
    [
      { deviceToken: token, options },
      { deviceToken: token, silent: true },
      { deviceToken: voip, isVoIP: true, topic: `${bundleID}.voip`, options: { data: { call: 'c_1' } } },
      { deviceToken: gone, options },
      { deviceToken: 'ff'.repeat(32), options },
      { deviceToken: token, topic: 'im.carillon.other', options },
      { deviceToken: token, options: { alert: 'x'.repeat(5_000) } },
      { deviceToken: token, options: { ...options, collapseId: 'x'.repeat(65) } },
    ],
  ])
  expect(results).toEqual([
    [
      { status: 200 },
      { status: 200 },
      { status: 200 },
      { status: 410, reason: 'Unregistered' },
      { status: 400, reason: 'BadDeviceToken' },
      { status: 400, reason: 'TopicDisallowed' },
      { status: 413, reason: 'PayloadTooLarge' },
      { status: 400, reason: 'BadCollapseId' },
    ],
  ])
  expect(device.pushes).toHaveLength(3)
  expect(device.pushes).toContainEqual(
    expect.objectContaining({
      pushType: 'alert',
      collapseID: 'm_1',
      payload: { aps: { alert: options.alert, badge: 7 }, ext: '1' },
    }),
  )
  expect(device.pushes).toContainEqual(
    expect.objectContaining({
      pushType: 'background',
      priority: 5,
      payload: { aps: { 'content-available': 1 } },
    }),
  )
  expect(device.pushes).toContainEqual(
    expect.objectContaining({ pushType: 'voip', topic: `${bundleID}.voip`, token: voip }),
  )
})

it('sends many at once', async () => {
  await using world = await open()
  const { apns, device } = world
  const devices = Array.from({ length: 500 }, () => new BareDevice())
  const tokens = devices.map((each) => apns.register(each, { bundleID }))
  for (const token of tokens.filter((_, index) => index % 10 === 9)) apns.unregister(token)
  const [results = []] = await world.send([
    tokens.map((deviceToken) => ({ deviceToken, options: { alert: 'Hi' } })),
  ])
  expect(results.map(({ status }) => status)).toEqual(
    tokens.map((_, index) => (index % 10 === 9 ? 410 : 200)),
  )
  expect(devices.filter(({ pushes }) => pushes.length === 1)).toHaveLength(450)
  expect(device.pushes).toEqual([])
  expect(apns.requests.every(({ httpVersion }) => httpVersion === '2')).toBe(true)
})

it('signs anew when its token has run out', async () => {
  await using world = await open()
  const { apns, token, device } = world
  apns.faults.set('expired-auth', { times: 1 })
  const hello = { deviceToken: token, options: { alert: 'Hi' } }
  expect(await world.send([[hello], [hello]])).toEqual([
    [{ status: 403, reason: 'ExpiredProviderToken' }],
    [{ status: 200 }],
  ])
  const tokens = apns.requests.map(({ headers }) => headers['authorization'])
  expect(tokens[0]).not.toBe(tokens[1])
  expect(device.pushes).toHaveLength(1)
})

it('reads that its key is revoked, that it is too fast, and that Apple is down', async () => {
  await using world = await open()
  const { apns, key, token } = world
  const hello = { deviceToken: token, options: { alert: 'Hi' } }
  apns.faults.set('too-many-requests', { times: 1 })
  apns.faults.set('unavailable', { times: 1 })
  expect(await world.send([[hello], [hello], [hello]])).toEqual([
    [{ status: 429, reason: 'TooManyRequests' }],
    [{ status: 503, reason: 'ServiceUnavailable' }],
    [{ status: 200 }],
  ])
  key.revoke()
  expect(await world.send([[hello]])).toEqual([[{ status: 403, reason: 'InvalidProviderToken' }]])
})
