import { startLab, type Phone } from '@carillon/lab'
import { describe, expect, it } from 'vitest'

import { channelContract } from './contract.ts'
import { noonMs, openVendorWorld } from './world.ts'

const packageName = 'com.example.chat'

const openVivo = async (groups: 'single' | 'list') => {
  const lab = await startLab({ vendors: ['vivo'], now: () => noonMs })
  const app = lab.vivo.createApp({ packageName })
  const { appID, appKey, appSecret } = app
  return {
    lab,
    emulator: lab.vivo,
    fields: { appID, appKey, appSecret, groups, baseURL: lab.vivo.url },
    expireAuth: () => lab.vivo.expireAuthTokens(),
    async newPhone() {
      const phone = lab.createPhone({ maker: 'vivo' })
      phone.install({
        packageName,
        app: { launch: () => ({}) },
        vivo: { appID: String(appID), appKey },
      })
      return { phone, token: (await phone.pushServices.vivo?.turnOnPush()) ?? '' }
    },
    extOf(phone: Phone) {
      const push = phone.notifications[0]?.push
      return push?.vendor === 'vivo' ? push.params['ext'] : undefined
    },
  }
}

const codes = { retry: 10040, config: 10045, payload: 10103, quota: 10073 }

channelContract({
  vendor: 'vivo',
  codes,
  skip: {
    'batch with partial failure': 'one token a request; see "lists" below',
  },
  open: () => openVivo('single'),
})

channelContract({
  vendor: 'vivo',
  road: 'lists',
  codes,
  open: () => openVivo('list'),
})

describe('lists of vivo', () => {
  const openWorld = async () => {
    const world = openVendorWorld('vivo', await openVivo('list'))
    const phones = await Promise.all(Array.from({ length: 3 }, () => world.newPhone()))
    const tokens = phones.map(({ token }) => token)
    return {
      ...world,
      phones: phones.map(({ phone }) => phone),
      paths: () => world.emulator.requests.filter(({ kind }) => kind !== 'token').map(({ path }) => path),
      send: async (count = tokens.length) => await world.send(tokens.slice(0, count)),
    }
  }
  const save = '/message/saveListPayload'
  const push = '/message/pushToList'

  it('take two requests for many phones, and one for one', async () => {
    await using world = await openWorld()
    expect((await world.send()).map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(world.paths()).toEqual([save, push])
    expect(world.phones.map((phone) => phone.notifications.length)).toEqual([1, 1, 1])
    await world.send(1)
    expect(world.paths()).toEqual([save, push, '/message/send'])
  })

  it('go one by one when the share of saved messages is used up', async () => {
    await using world = await openWorld()
    world.emulator.settings.savedMessagesPerDay = 0
    expect((await world.send()).map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(world.paths()).toEqual([save, '/message/send', '/message/send', '/message/send'])
  })

  it.each([
    ['the message was perhaps saved', 'other', 'retry', 0],
    ['the list was perhaps taken', 'send', 'unknown', 1],
  ] as const)('%s: nobody is doubted who need not be', async (_, on, kind, shown) => {
    await using world = await openWorld()
    world.emulator.faults.set('cut', { on: [on], times: 1 })
    expect((await world.send()).map((outcome) => outcome.kind)).toEqual([kind, kind, kind])
    expect(world.phones.map((phone) => phone.notifications.length)).toEqual([shown, shown, shown])
    expect((await world.send()).map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(world.phones.map((phone) => phone.notifications.length)).toEqual([1, 1, 1])
  })

  it.each([
    [10043, 'config'],
    [10103, 'payload'],
  ])('a message that is refused with %i is refused for all', async (code, cause) => {
    await using world = await openWorld()
    world.emulator.faults.set('refuse', { code, on: ['other'], times: 1 })
    expect((await world.send()).map((outcome) => outcome)).toMatchObject([{ cause }, { cause }, { cause }])
    expect(world.paths()).toEqual([save])
  })
})
