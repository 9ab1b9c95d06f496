import { oppoNotifyID } from '@carillon/channels'
import { startLab, type OppoApp, type OppoDeliveredPush, type Phone } from '@carillon/lab'
import { describe, expect, it } from 'vitest'

import { channelContract } from './contract.ts'
import { noonMs, openVendorWorld } from './world.ts'

const packageName = 'com.example.chat'

const openOppo = async () => {
  const lab = await startLab({ vendors: ['oppo'], now: () => noonMs })
  const app = lab.oppo.createApp({ packageName })
  return {
    lab,
    emulator: lab.oppo,
    app,
    fields: { appKey: app.appKey, masterSecret: app.masterSecret, baseURL: lab.oppo.url },
    expireAuth: () => lab.oppo.expireAuthTokens(),
    async newPhone() {
      const phone = lab.createPhone({ maker: 'oppo', switches: { notificationsAllowed: true } })
      phone.install({ packageName, app: { launch: () => ({}) } })
      return { phone, token: await register(phone, app) }
    },
    extOf(phone: Phone) {
      const ext = pushOf(phone)?.actionParameters['ext']
      return typeof ext === 'string' ? ext : undefined
    },
  }
}

const register = async (phone: Phone, { appKey, appSecret }: OppoApp): Promise<string> =>
  (await phone.pushServices.oppo?.register(appKey, appSecret)) ?? ''

const pushOf = (phone: Phone): OppoDeliveredPush | undefined => {
  const push = phone.receivedPushes.at(-1)?.push
  return push?.vendor === 'oppo' ? push : undefined
}

channelContract({
  vendor: 'oppo',
  codes: { retry: 13, config: 28, payload: 41, quota: 33 },
  dropsCopiesBy: 'app_message_id',
  open: openOppo,
})

describe('what is particular about OPPO', () => {
  const notification = { body: '👨‍👩‍👧 '.repeat(60), badgeCount: 4 }
  const openWorld = async (fields: Record<string, unknown> = {}) =>
    openVendorWorld('oppo', await openOppo(), { fields, notification })

  it('chat has no quota, and lies in its slot with its badge', async () => {
    await using world = await openWorld()
    const { phone, token } = await world.newPhone()
    for (const collapseKey of ['a', 'b', 'c', 'd'])
      expect(await world.send([token], { collapseKey })).toMatchObject([{ kind: 'accepted' }])
    expect(phone.notifications).toHaveLength(4)
    expect(phone.badge).toBe(4)
    expect(pushOf(phone)).toMatchObject({
      category: 'IM',
      notifyLevel: 2,
      notifyID: oppoNotifyID('d'),
      style: 2,
    })
  })

  it('a token that is none costs a batch nothing', async () => {
    await using world = await openWorld()
    const phones = [await world.newPhone(), await world.newPhone()] as const
    const tokens = [phones[0].token, 'CN_looks-like-none', phones[1].token]
    const outcomes = await world.send(tokens)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'token-dead', 'accepted'])
    expect(outcomes[1]).toMatchObject({ words: { code: '41' } })
    expect(phones.map(({ phone }) => phone.notifications.length)).toEqual([1, 1])
  })

  it('a class that is not granted is the certificate’s fault, or the message’s', async () => {
    await using world = await openWorld({ category: 'ORDER' })
    world.app.categories = new Set(['IM'])
    const { token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '67' } },
    ])
    expect(await world.send([token], { options: { androidOPPOCategory: 'NEWS' } })).toMatchObject([
      { kind: 'refused', cause: 'payload', words: { code: '67' } },
    ])
    expect(await world.send([token], { options: { androidOPPOCategory: 'IM' } })).toMatchObject([
      { kind: 'accepted' },
    ])
  })

  it('a template is filled where the app needs one', async () => {
    await using world = await openWorld()
    world.app.templateRequired = true
    const { phone, token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '54' } },
    ])
    const vendorParams = JSON.stringify({
      oppoTemplateId: world.app.addTemplate({ title: 'From ${name}$', content: '${text}$' }),
      oppoTitleParam: { name: '{title}' },
      oppoContentParam: { text: 'new message' },
    })
    expect(await world.send([token], { options: { vendorParams } })).toMatchObject([{ kind: 'accepted' }])
    expect(phone.notifications).toMatchObject([{ title: 'From Lin', body: 'new message' }])
  })

  it('credentials that are wrong are told apart from a vendor in trouble', async () => {
    await using world = await openWorld({ masterSecret: 'notTheMasterSecret' })
    const { token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '16' } },
    ])
    world.emulator.faults.set('unavailable', { on: ['token'] })
    expect(await world.send([token])).toMatchObject([{ kind: 'retry' }])
  })
})
