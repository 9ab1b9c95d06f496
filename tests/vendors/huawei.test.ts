import type { PushNotification } from '@carillon/channels'
import { startLab, type HuaweiServiceAccountKey, type NotificationTap, type Phone } from '@carillon/lab'
import { describe, expect, it } from 'vitest'

import { channelContract } from './contract.ts'
import { certificateOf, noonMs, openVendorWorld } from './world.ts'

const packageName = 'com.example.chat'

/** An app with phones; what they have and the certificate's fields for the two sorts of credentials follow below. */
const openApp = async () => {
  const lab = await startLab({ vendors: ['huawei'], now: () => noonMs })
  const app = lab.huawei.createApp({ packageName })
  const { appID } = app
  const taps: NotificationTap[] = []
  return {
    lab,
    app,
    taps,
    emulator: lab.huawei,
    fields: { appID, baseURL: lab.huawei.url, tokenURL: lab.huawei.tokenURL },
    expireAuth: () => lab.huawei.expireAccessTokens(),
    registerReceipts(url: string) {
      app.receipt = { url, version: 2 }
    },
    async newPhone(harmonyOS = false) {
      const phone = lab.createPhone({ maker: 'huawei', harmonyOS })
      phone.install({
        packageName,
        huawei: { appID },
        app: {
          launch: (context) => {
            taps.push(...context.takeTaps())
            return {}
          },
        },
      })
      return { phone, token: (await phone.pushServices.huawei?.getToken()) ?? '' }
    },
    extOf(phone: Phone) {
      const push = phone.notifications[0]?.push
      const data = push?.vendor === 'huawei' ? push.data : undefined
      return data === undefined ? undefined : (JSON.parse(data) as { ext?: string }).ext
    },
  }
}

/** Phones with HMS, reached by the app's secret. */
const openHuawei = async () => {
  const subject = await openApp()
  const { clientSecret } = subject.app
  return { ...subject, fields: { ...subject.fields, clientSecret } }
}

channelContract({
  vendor: 'huawei',
  codes: { retry: 81000001, config: 80300002, payload: 80100003, quota: 80300029 },
  open: openHuawei,
})

// Keys are slow to make: one is enough, as each lab knows its own accounts alone.
let madeKey: HuaweiServiceAccountKey | undefined

/** Phones with HarmonyOS NEXT; one service account reaches those with HMS too. */
const openHarmony = async () => {
  const subject = await openApp()
  const { projectID } = subject.app
  const account = await subject.lab.huawei.createServiceAccount({
    projectID,
    ...(madeKey === undefined ? {} : { key: { ...madeKey, project_id: projectID } }),
  })
  madeKey = account.key
  return {
    ...subject,
    account,
    fields: { ...subject.fields, serviceAccount: account.json },
    newPhone: async (harmonyOS = true) => await subject.newPhone(harmonyOS),
  }
}

channelContract({
  vendor: 'huawei',
  road: 'v3, HarmonyOS NEXT',
  changes: { isHarmonyOS: true },
  codes: { retry: 81000001, config: 80300002, payload: 80100003, quota: 80300029 },
  // A service account signs them itself.
  tokenRequests: 0,
  open: openHarmony,
})

channelContract({
  vendor: 'huawei',
  road: 'v2, by service account',
  codes: { retry: 81000001, config: 80300002, payload: 80100003, quota: 80300029 },
  tokenRequests: 0,
  open: async () => {
    const subject = await openHarmony()
    return { ...subject, newPhone: () => subject.newPhone(false) }
  },
  // Huawei takes nothing back from phones with HMS.
  coversRecalled: true,
})

describe('what is particular about Huawei', () => {
  const notification = { body: '👨‍👩‍👧 '.repeat(900), badgeCount: 4 }
  const openWorld = async (fields: Record<string, unknown> = {}) =>
    openVendorWorld('huawei', await openHuawei(), { fields, notification })

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
    expect(world.taps).toMatchObject([
      { vendor: 'huawei', coldStart: true, extras: { ext: '{"v":"a;b=c"}' } },
    ])
  })

  it('chat makes a sound and sets the badge; without the right to IM it is marketing', async () => {
    await using world = await openWorld({ badgeClass: 'com.example.chat.Main' })
    const { phone, token } = await world.newPhone()
    await world.send([token])
    expect(phone.notifications).toMatchObject([{ audible: true }])
    expect(phone.badge).toBe(4)
    world.app.categories.clear()
    for (const collapseKey of ['a', 'b', 'c'])
      expect(await world.send([token], { collapseKey })).toMatchObject([{ kind: 'accepted' }])
    expect(phone.notifications.map(({ audible }) => audible)).toEqual([true, false, false])
  })

  it('an app in front gets the message instead of a notification', async () => {
    await using world = await openWorld()
    const { phone, token } = await world.newPhone()
    await phone.launch()
    await world.send([token])
    expect(phone.receivedPushes).toMatchObject([{ fate: 'handed-to-app' }])
  })

  it.each(['by-kind', 'ok'] as const)('reads codes whatever the HTTP status: %s', async (codedStatus) => {
    await using world = await openWorld()
    world.lab.huawei.settings.codedStatus = codedStatus
    const { phone, token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([{ kind: 'accepted' }])
    world.expireAuth()
    expect(await world.send([token])).toMatchObject([{ kind: 'accepted' }])
    world.app.pushEnabled = false
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '80300002' } },
    ])
    world.app.pushEnabled = true
    await phone.uninstall()
    expect(await world.send([token])).toMatchObject([{ kind: 'token-dead', words: { code: '80300007' } }])
  })

  it('sends for the project where one is given', async () => {
    await using world = await openWorld()
    const { projectID } = world.app
    const certificate = certificateOf('huawei', { ...world.fields, projectID })
    const { phone, token } = await world.newPhone()
    expect(await world.send([token], {}, certificate)).toMatchObject([{ kind: 'accepted' }])
    expect(world.emulator.requests.at(-1)?.path).toBe(`/v2/${projectID}/messages:send`)
    expect(phone.notifications).toHaveLength(1)
  })

  it('credentials that are wrong are told apart from a vendor in trouble', async () => {
    await using world = await openWorld({ clientSecret: 'notTheSecret' })
    const { token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '1101/12304' } },
    ])
    world.emulator.faults.set('unavailable', { on: ['token'] })
    expect(await world.send([token])).toMatchObject([{ kind: 'retry' }])
  })
})

describe('what is particular about HarmonyOS NEXT', () => {
  const notification = { badgeCount: 4, isHarmonyOS: true } as const
  const openWorld = async (fields: Record<string, unknown> = {}) =>
    openVendorWorld('huawei', await openHarmony(), { fields, notification })
  const hms = { isHarmonyOS: undefined } as unknown as Partial<PushNotification>

  it.each([
    ['the app', {}, { via: 'launcher' }],
    ['an ability by action', { harmonyAction: 'im.chat' }, { via: 'intent', action: 'im.chat' }],
    ['an ability by URI', { harmonyURI: 'chat://room' }, { via: 'intent', intentURI: 'chat://room' }],
  ])('a tap that opens %s brings the ext', async (_, fields, tap) => {
    await using world = await openWorld(fields)
    const { phone, token } = await world.newPhone()
    expect(await world.send([token])).toMatchObject([{ kind: 'accepted' }])
    const [shown] = phone.notifications
    if (shown === undefined) throw new Error('nothing shown')
    await phone.tap(shown)
    expect(world.taps).toMatchObject([{ ...tap, coldStart: true, extras: { ext: '{"v":"a;b=c"}' } }])
  })

  it('chat makes a sound and sets the badge without a class; without the right to IM it is marketing', async () => {
    await using world = await openWorld()
    const { phone, token } = await world.newPhone()
    await world.send([token])
    expect(phone.notifications).toMatchObject([{ audible: true }])
    expect(phone.badge).toBe(4)
    world.app.categories.clear()
    for (const collapseKey of ['a', 'b', 'c']) await world.send([token], { collapseKey })
    expect(phone.notifications.map(({ audible }) => audible)).toEqual([true, false, false])
  })

  it('one certificate reaches both sorts of phones, and neither API the other sort', async () => {
    await using world = await openWorld()
    const next = await world.newPhone()
    const old = await world.newPhone(false)
    expect(await world.send([next.token])).toMatchObject([{ kind: 'accepted' }])
    expect(await world.send([old.token], hms)).toMatchObject([{ kind: 'accepted' }])
    expect(world.emulator.requests.map(({ path }) => path.slice(0, 3))).toEqual(['/v3', '/v2'])
    expect([next, old].map(({ phone }) => phone.notifications.length)).toEqual([1, 1])
    // A phone that was updated has a new token: the old one is dead beside one that is taken.
    expect(await world.send([next.token, old.token])).toMatchObject([
      { kind: 'accepted' },
      { kind: 'token-dead', words: { code: 'noRight' } },
    ])
    expect(await world.send([next.token], hms)).toMatchObject([{ kind: 'token-dead' }])
  })

  it('a picture that Huawei has not seen costs the picture alone', async () => {
    await using world = await openWorld()
    const { phone, token } = await world.newPhone()
    const options = { harmonyImage: 'https://example.com/a.png' }
    expect(await world.send([token], { options })).toMatchObject([{ kind: 'accepted' }])
    expect(world.emulator.requests).toHaveLength(2)
    expect(phone.notifications).toHaveLength(1)
    expect(phone.receivedPushes).toHaveLength(1)
    world.emulator.settings.verifiedImagesOnly = false
    await world.send([token], { options, collapseKey: 'm_2' })
    expect(phone.receivedPushes.at(-1)?.push).toMatchObject({ notification: { image: options.harmonyImage } })
  })

  it('test messages go out ten at once', async () => {
    await using world = await openWorld({ testMessage: true })
    const phones = await Promise.all(Array.from({ length: 23 }, () => world.newPhone()))
    const outcomes = await world.send(phones.map(({ token }) => token))
    expect(outcomes.map(({ kind }) => kind)).toEqual(phones.map(() => 'accepted'))
    expect(phones.map(({ phone }) => phone.receivedPushes.length)).toEqual(phones.map(() => 1))
  })

  it('a revoked service account is the certificate’s fault, after one more try', async () => {
    await using world = await openWorld()
    const { token } = await world.newPhone()
    world.account.revoke()
    expect(await world.send([token])).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: '80200001' } },
    ])
    expect(world.emulator.requests).toHaveLength(2)
  })

  it('codes are read as the certificate says', async () => {
    await using world = await openWorld({ codeOverrides: '80300037=retry, other=quota' })
    const { token } = await world.newPhone()
    world.emulator.faults.set('refuse', { code: '80300037', times: 1 })
    expect(await world.send([token])).toMatchObject([{ kind: 'retry', words: { code: '80300037' } }])
    world.emulator.faults.set('refuse', { code: '80399999', times: 1 })
    expect(await world.send([token])).toMatchObject([{ kind: 'refused', cause: 'quota' }])
  })

  it.each([
    ['v3', true, undefined],
    ['v2, receipts V1', false, 1],
    ['v2, receipts V2', false, 2],
  ] as const)('receipts of %s are signed, and read', async (_, harmonyOS, version) => {
    const secret = Buffer.from('0123456789abcdef').toString('base64')
    await using world = await openWorld({ callbackUser: 'carillon', callbackSecret: secret })
    // Nobody listens there: what would have been posted is in the emulator's log.
    world.app.receipt = {
      url: 'http://127.0.0.1:9/r',
      user: 'carillon',
      secret,
      ...(version === undefined ? {} : { version }),
    }
    world.emulator.settings.receiptDelayMs = 60_000
    const { phone, token } = await world.newPhone(harmonyOS)
    const changes = harmonyOS ? {} : hms
    const [outcome] = await world.send([token], changes)
    phone.setSwitches({ notificationsAllowed: false })
    await world.send([token], { ...changes, msgID: 'm_2', collapseKey: 'm_2' })
    await world.emulator.receiptsSettled()
    const [posted, ...rest] = world.emulator.receipts
    expect(rest).toEqual([])
    const body = JSON.stringify({ statuses: posted?.statuses })
    const vendorRequestID = outcome?.kind === 'accepted' ? outcome.requestID : ''
    const common = { token, atMs: noonMs }
    expect(world.decodeReceipts({ headers: posted?.headers ?? {}, body })).toMatchObject({
      kind: 'receipts',
      receipts: [
        { ...common, kind: 'delivered', msgID: 'm_20418', vendorRequestID },
        { ...common, kind: 'push-disabled', msgID: 'm_2' },
      ],
    })
    expect(world.decodeReceipts({ headers: {}, body })).toMatchObject({ kind: 'refused', status: 403 })
  })
})
