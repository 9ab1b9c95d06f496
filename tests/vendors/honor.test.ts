import { startLab, type NotificationTap, type Phone } from '@carillon/lab'
import { describe, expect, it } from 'vitest'

import { channelContract } from './contract.ts'
import { noonMs, openVendorWorld } from './world.ts'

const packageName = 'com.example.chat'

const openHonor = async () => {
  const lab = await startLab({ vendors: ['honor'], now: () => noonMs })
  const app = lab.honor.createApp({ packageName })
  const { appID, clientID, clientSecret } = app
  const taps: NotificationTap[] = []
  return {
    lab,
    app,
    taps,
    emulator: lab.honor,
    fields: { appID, clientID, clientSecret, baseURL: lab.honor.url, tokenURL: lab.honor.tokenURL },
    expireAuth: () => lab.honor.expireAccessTokens(),
    registerReceipts(url: string) {
      app.receiptURL = url
    },
    async newPhone() {
      const phone = lab.createPhone({ maker: 'honor' })
      phone.install({
        packageName,
        honor: { appID },
        app: {
          launch: (context) => {
            taps.push(...context.takeTaps())
            return {}
          },
        },
      })
      return { phone, token: (await phone.pushServices.honor?.getToken()) ?? '' }
    },
    extOf(phone: Phone) {
      const push = phone.notifications[0]?.push
      const data = push?.vendor === 'honor' ? push.data : undefined
      return data === undefined ? undefined : (JSON.parse(data) as { ext?: string }).ext
    },
  }
}

channelContract({
  vendor: 'honor',
  codes: { retry: 81000001, config: 80300002, payload: 80100001, quota: 0 },
  skip: {
    'quota refusal': 'Honor takes what is over a quota and drops it later: only a receipt (40000009) tells',
  },
  open: openHonor,
})

describe('what is particular about Honor', () => {
  const notification = { body: '👨‍👩‍👧 '.repeat(900), badgeCount: 4 }
  const openWorld = async (fields: Record<string, unknown> = {}) =>
    openVendorWorld('honor', await openHonor(), { fields, notification })

  it.each([
    ['the app', {}],
    ['a page', { clickIntent: 'intent://chat#Intent;scheme=carillon;launchFlags=0x4000000;end' }],
  ])('a tap that opens %s brings the ext', async (_, fields) => {
    await using world = await openWorld(fields)
    const { phone, token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([{ kind: 'accepted' }])
    const [shown] = phone.notifications
    if (shown === undefined) throw new Error('nothing shown')
    await phone.tap(shown)
    expect(world.taps).toMatchObject([{ vendor: 'honor', coldStart: true, extras: { ext: '{"v":"a;b=c"}' } }])
  })

  it('chat makes a sound and sets the badge, marketing is silent and two a day', async () => {
    await using world = await openWorld({ badgeClass: 'com.example.chat.Main' })
    const { phone, token } = await world.newPhone()
    await world.send([token])
    expect(phone.notifications).toMatchObject([{ audible: true }])
    expect(phone.badge).toBe(4)
    world.app.classified = false
    for (const collapseKey of ['a', 'b', 'c'])
      expect(await world.send([token], { collapseKey })).toMatchObject([{ kind: 'accepted' }])
    expect(phone.notifications.map(({ audible }) => audible)).toEqual([true, false, false])
  })

  it('a token it does not know costs a batch nothing, and stays', async () => {
    await using world = await openWorld()
    const { phone, token } = await world.newPhone()
    expect(await world.send([token, 'BAEnobody', token])).toMatchObject([
      { kind: 'accepted' },
      { kind: 'refused', cause: 'payload', words: { code: 'failTokens' } },
      { kind: 'accepted' },
    ])
    expect(phone.receivedPushes).toHaveLength(1)
  })

  it('credentials that are wrong are told apart from a vendor in trouble', async () => {
    await using world = await openWorld({ clientSecret: 'notTheSecret' })
    const { token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: 'unauthorized_client' } },
    ])
    world.emulator.faults.set('unavailable', { on: ['token'] })
    expect(await world.send([token])).toMatchObject([{ kind: 'retry' }])
  })

  it('an access token that is refused again and again ends as a fault of the certificate', async () => {
    await using world = await openWorld()
    const { token } = await world.newPhone()
    world.emulator.faults.set('expired-auth')
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '401' } },
    ])
    expect(world.emulator.requests.map(({ kind }) => kind)).toEqual(['token', 'send', 'token', 'send'])
  })
})
