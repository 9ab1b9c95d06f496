import { startLab, type ApnsApp, type Lab } from '@carillon/lab'
import type { Outcome } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { channelContract } from './contract.ts'
import { certificateOf, noonMs, openVendorWorld } from './world.ts'

const bundleID = 'im.carillon.demo'

const fieldsOf = (lab: Lab, app: ApnsApp): Record<string, unknown> => {
  const key = app.createKey()
  return { bundleID: app.bundleID, p8: key.p8, keyID: key.keyID, teamID: key.teamID, baseURL: lab.apns.url }
}

const newPhone = async (lab: Lab, packageName = bundleID) => {
  const phone = lab.createPhone({ maker: 'apple' })
  phone.install({ packageName, app: { launch: () => ({}) } })
  return { phone, token: (await phone.pushServices.apns?.getToken()) ?? '' }
}

channelContract({
  vendor: 'apns',
  open: async () => {
    const lab = await startLab({ vendors: ['apns'], now: () => noonMs })
    return {
      lab,
      emulator: lab.apns,
      fields: fieldsOf(lab, lab.apns.createApp({ bundleID })),
      newPhone: () => newPhone(lab),
      extOf: ({ notifications: [notification] }) => {
        const payload = notification?.push.vendor === 'apns' ? notification.push.payload : {}
        return payload['ext'] as string | undefined
      },
    }
  },
  codes: {
    retry: 'InternalServerError',
    config: 'InvalidProviderToken',
    payload: 'BadPriority',
    quota: 'TooManyRequests',
  },
  skip: {
    'quota refusal': 'Apple counts no notifications a day',
    receipts: 'APNs reports nothing to servers: the app has to',
    'batch with partial failure': 'APNs takes one token a request',
    'auth expiry mid-run': 'no access token is asked for; see "provider tokens" below',
  },
})

/** A lab and a client with one clock. */
const openWorld = async () => {
  let atMs = noonMs
  const now = () => atMs
  const lab = await startLab({ vendors: ['apns'], now })
  const world = openVendorWorld('apns', { lab, fields: {} }, { now })
  let sent = 0
  return {
    ...world,
    advance: (ms: number) => {
      atMs += ms
    },
    send: async (fields: Record<string, unknown>, token: string): Promise<Outcome | undefined> => {
      sent += 1
      const ids = { msgID: `m_${sent}`, collapseKey: `m_${sent}` }
      const [outcome] = await world.send([token], ids, certificateOf('apns', fields))
      return outcome
    },
  }
}

describe('provider tokens', () => {
  it('are changed in time, so that none runs out and none comes too soon', async () => {
    await using world = await openWorld()
    const fields = fieldsOf(world.lab, world.lab.apns.createApp({ bundleID }))
    const { phone, token } = await newPhone(world.lab)
    for (let minutes = 0; minutes <= 300; minutes += 5) {
      expect(await world.send(fields, token)).toMatchObject({ kind: 'accepted' })
      world.advance(5 * 60_000)
    }
    expect(phone.notifications).toHaveLength(61)
    const used = new Set(world.lab.apns.requests.map(({ headers }) => headers['authorization']))
    expect(used.size).toBe(7)
  })

  it('that run out mid-run are changed once and the push sent again', async () => {
    await using world = await openWorld()
    const fields = fieldsOf(world.lab, world.lab.apns.createApp({ bundleID }))
    const { phone, token } = await newPhone(world.lab)
    await world.send(fields, token)
    world.advance(30 * 60_000)
    world.lab.apns.faults.set('expired-auth', { times: 1 })
    expect(await world.send(fields, token)).toMatchObject({ kind: 'accepted' })
    expect(phone.notifications).toHaveLength(2)
  })

  it('of two teams go over connections of their own', async () => {
    await using world = await openWorld()
    for (const id of [bundleID, 'im.carillon.other']) {
      const fields = fieldsOf(world.lab, world.lab.apns.createApp({ bundleID: id }))
      const { token } = await newPhone(world.lab, id)
      expect(await world.send(fields, token)).toMatchObject({ kind: 'accepted' })
      expect(await world.send(fields, token)).toMatchObject({ kind: 'accepted' })
    }
    expect(new Set(world.lab.apns.requests.map(({ connectionID }) => connectionID)).size).toBe(2)
  })
})

it('sends with a client certificate', async () => {
  await using world = await openWorld()
  const { certificate, key, revoke } = world.lab.apns.createApp({ bundleID }).createCertificate()
  const { phone, token } = await newPhone(world.lab)
  const fields = { bundleID, pem: certificate + key, baseURL: world.lab.apns.url }
  expect(await world.send(fields, token)).toMatchObject({ kind: 'accepted' })
  expect(phone.notifications).toHaveLength(1)
  revoke()
  expect(await world.send(fields, token)).toMatchObject({
    kind: 'refused',
    cause: 'config',
    words: { code: 'BadCertificate' },
  })
})

it('tells since when a token is dead', async () => {
  await using world = await openWorld()
  const fields = fieldsOf(world.lab, world.lab.apns.createApp({ bundleID }))
  const { phone, token } = await newPhone(world.lab)
  await phone.uninstall()
  world.advance(60_000)
  expect(await world.send(fields, token)).toEqual({
    kind: 'token-dead',
    sinceMs: noonMs,
    words: { code: 'Unregistered' },
  })
})

it('hands a VoIP push to PushKit’s token only', async () => {
  await using world = await openWorld()
  const fields = fieldsOf(world.lab, world.lab.apns.createApp({ bundleID }))
  const { token } = await newPhone(world.lab)
  expect(await world.send({ ...fields, voip: true }, token)).toMatchObject({
    kind: 'token-dead',
    words: { code: 'DeviceTokenNotForTopic' },
  })
})
