import { describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { PhoneOptions } from '../phone/types.ts'
import { DiaryApp, only, packageName } from '../testing/phone-lab.ts'
import { http1 } from '../testing/wire.ts'

const openOppoLab = async (options: Partial<PhoneOptions> = {}) => {
  const lab = await startLab({ vendors: ['oppo'] })
  const oppoApp = lab.oppo.createApp({ packageName })
  oppoApp.bannerApproved = true
  const authToken = lab.oppo.createAuthToken(oppoApp)
  const phone = lab.createPhone({ maker: 'oppo', switches: { notificationsAllowed: true }, ...options })
  const app = new DiaryApp()
  phone.install({ packageName, app, intentActions: ['com.example.OPEN'] })
  const register = () => phone.pushServices.oppo?.register(oppoApp.appKey, oppoApp.appSecret) ?? ''
  return {
    lab,
    phone,
    app,
    register,
    /** @returns OPPO's code */
    async push(change: Record<string, unknown> = {}): Promise<number> {
      const message = {
        target_type: 2,
        target_value: await register(),
        notification: {
          title: 'Ann',
          content: 'Hi',
          category: 'IM',
          action_parameters: '{"ext":"{}","n":{"a":1}}',
          ...change,
        },
      }
      const answer = await http1(`${lab.oppo.url}/server/v1/message/notification/unicast`, {
        ca: lab.ca,
        body: new URLSearchParams({ auth_token: authToken, message: JSON.stringify(message) }).toString(),
      })
      return (JSON.parse(answer.body) as { code: number }).code
    },
    fates: () => phone.receivedPushes.map(({ fate }) => fate),
    [Symbol.asyncDispose]: () => lab.close(),
  }
}

describe('a phone with OPPO Push', () => {
  it.each([
    ['oppo', 'OPPO'],
    ['oneplus', 'OnePlus'],
    ['realme', 'realme'],
  ] as const)('%s shows nothing until its user allows it', async (maker, manufacturer) => {
    await using lab = await startLab({ vendors: ['oppo'] })
    const phone = lab.createPhone({ maker })
    expect(phone).toMatchObject({ manufacturer, switches: { notificationsAllowed: false } })
    expect(phone.systemProperties['ro.build.version.opporom']).toMatch(/./)
    expect(Object.keys(phone.pushServices)).toEqual(['oppo'])
  })

  it('is silent after every installation, though OPPO says 0', async () => {
    await using opened = await openOppoLab({ switches: {} })
    const { phone, push, fates } = opened
    expect(await push()).toBe(0)
    phone.setSwitches({ notificationsAllowed: true })
    expect(await push()).toBe(0)
    expect(only(phone)).toMatchObject({ title: 'Ann', body: 'Hi', vendor: 'oppo' })
    await phone.reinstall()
    expect(phone.notifications).toEqual([])
    expect(await push()).toBe(0)
    expect(fates()).toEqual(['hidden-by-switch', 'shown', 'hidden-by-switch'])
  })

  it('keeps its registration_id until the app’s data are gone', async () => {
    await using opened = await openOppoLab()
    const { phone, register, lab } = opened
    const service = phone.pushServices.oppo
    expect(service?.getRegisterID()).toBeNull()
    const first = await register()
    expect(await register()).toBe(first)
    expect(service?.getRegisterID()).toBe(first)
    await phone.clearData()
    expect(lab.oppo.tokenState(first)).toBe('dead')
    const second = await register()
    await service?.unRegister()
    expect(lab.oppo.tokenState(second)).toBe('dead')
    expect(service?.getRegisterID()).toBeNull()
    phone.network.goOffline()
    await expect(register()).rejects.toMatchObject({ code: '-1' })
  })

  it('shows nothing in a channel the app has not made', async () => {
    await using opened = await openOppoLab()
    const { phone, push, fates } = opened
    expect(await push({ channel_id: 'chat' })).toBe(0)
    phone.createChannel({ id: 'chat', name: 'Chat' })
    await push({ channel_id: 'chat' })
    phone.setChannelEnabled('chat', false)
    await push({ channel_id: 'chat' })
    await push()
    expect(fates()).toEqual(['hidden-no-channel', 'shown', 'hidden-by-switch', 'shown'])
    expect(phone.notifications.map(({ channelID }) => channelID)).toEqual(['chat', 'oppo_push_default'])
  })

  it('replaces by notify_id; without one each stands alone', async () => {
    await using opened = await openOppoLab()
    const { phone, push } = opened
    await push({ notify_id: 7 })
    await push({ notify_id: 7, content: 'Bye' })
    expect(only(phone)).toMatchObject({ body: 'Bye', slot: '7', revision: 2 })
    await push()
    await push()
    expect(phone.notifications).toHaveLength(3)
  })

  it.each([
    [{ notify_level: 1 }, { onLockScreen: false, audible: false }],
    [{ notify_level: 2 }, { onLockScreen: true, audible: false }],
    [{ notify_level: 16 }, { onLockScreen: true, audible: true }],
    [{ category: '' }, { onLockScreen: true, audible: false }],
  ])('with %j', async (change, expected) => {
    await using opened = await openOppoLab()
    await opened.push(change)
    expect(only(opened.phone)).toMatchObject(expected)
  })

  it('sets its badge, or adds to it', async () => {
    await using opened = await openOppoLab()
    const { phone, push } = opened
    await push({ badge_operation_type: 0, badge_message_count: 5 })
    await push({ badge_operation_type: 1, badge_message_count: 2 })
    await push()
    expect(phone.badge).toBe(7)
  })

  it('shows it while the app is in front', async () => {
    await using opened = await openOppoLab()
    await opened.phone.launch()
    await opened.push()
    expect(opened.fates()).toEqual(['shown'])
  })
})

describe('a tap', () => {
  const extras = { ext: '{}', n: '{"a":1}' }

  it.each([
    [{}, { action: 'android.intent.action.MAIN', extras }],
    [
      { click_action_type: 1, click_action_activity: 'com.example.OPEN' },
      { action: 'com.example.OPEN', extras },
    ],
    [
      { click_action_type: 4, click_action_activity: 'com.example.Main' },
      { activity: 'com.example.Main', extras },
    ],
    [
      { click_action_type: 5, click_action_url: 'chat://open?x=1' },
      { uri: 'chat://open?x=1&ext=%7B%7D&n=%7B%22a%22%3A1%7D', extras: {} },
    ],
    [
      { click_action_type: 5, click_action_url: 'intent:#Intent;S.own=1;end' },
      { uri: 'intent:#Intent;S.own=1;end', extras: { own: '1', ...extras } },
    ],
  ])('with %j', async (change, expected) => {
    await using opened = await openOppoLab()
    const { phone, app, push } = opened
    await push(change)
    await phone.tap(only(phone))
    expect(app.context.takeTaps()).toMatchObject([{ vendor: 'oppo', coldStart: true, ...expected }])
  })

  it('may open the browser, or nothing', async () => {
    await using opened = await openOppoLab()
    const { phone, push } = opened
    await push({ click_action_type: 2, click_action_url: 'https://example.com/', action_parameters: '' })
    await phone.tap(only(phone))
    expect(phone.openedURLs).toEqual(['https://example.com/'])
    await push({ click_action_type: 1, click_action_activity: 'com.example.UNKNOWN' })
    await phone.tap(only(phone))
    expect(phone.state).toBe('killed')
  })
})
