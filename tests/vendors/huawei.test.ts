import { channelOf, createVendorClient } from '@carillon/channels'
import { startLab, type NotificationTap, type Phone } from '@carillon/lab'
import { describe, expect, it } from 'vitest'

import { channelContract, contractNowMs } from './contract.ts'

const packageName = 'com.example.chat'

const openHuawei = async () => {
  const lab = await startLab({ vendors: ['huawei'], now: () => contractNowMs })
  const app = lab.huawei.createApp({ packageName })
  const { appID, clientSecret, projectID } = app
  const taps: NotificationTap[] = []
  return {
    lab,
    app,
    taps,
    projectID,
    emulator: lab.huawei,
    fields: { appID, clientSecret, baseURL: lab.huawei.url, tokenURL: lab.huawei.tokenURL },
    expireAuth: () => lab.huawei.expireAccessTokens(),
    async newPhone() {
      const phone = lab.createPhone({ maker: 'huawei' })
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

channelContract({
  vendor: 'huawei',
  codes: { retry: 81000001, config: 80300002, payload: 80100003, quota: 80300029 },
  open: openHuawei,
})

describe('what is particular about Huawei', () => {
  const openWorld = async (fields: Record<string, unknown> = {}) => {
    const subject = await openHuawei()
    const parsed = channelOf('huawei')?.parseCertificate({ ...subject.fields, ...fields })
    if (parsed?.ok !== true) throw new Error(JSON.stringify(parsed))
    const client = createVendorClient({
      extraCertificateAuthorities: [subject.lab.ca],
      now: () => contractNowMs,
    })
    return {
      ...subject,
      send: (tokens: readonly string[], changes: object = {}, certificate = parsed.certificate) =>
        client.send('huawei', {
          certificateKey: 'c1',
          certificate,
          notification: {
            msgID: 'm_1',
            title: 'Lin',
            body: '👨‍👩‍👧 '.repeat(900),
            ext: '{"v":"a;b=c"}',
            collapseKey: 'm_1',
            badgeCount: 4,
            deadlineMs: contractNowMs + 3_600_000,
            options: {},
            ...changes,
          },
          tokens,
          requestDeadlineMs: contractNowMs + 10_000,
        }),
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]()
        await subject.lab.close()
      },
    }
  }

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
    const certificate = channelOf('huawei')?.parseCertificate({ ...world.fields, projectID: world.projectID })
    if (certificate?.ok !== true) throw new Error(JSON.stringify(certificate))
    const { phone, token } = await world.newPhone()
    expect(await world.send([token], {}, certificate.certificate)).toMatchObject([{ kind: 'accepted' }])
    expect(world.emulator.requests.at(-1)?.path).toBe(`/v2/${world.projectID}/messages:send`)
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
