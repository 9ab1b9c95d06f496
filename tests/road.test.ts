import { testVendors, waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

/** The shortest that can be set keeps the test quick; the default is 4 s. */
const acknowledgementTimeoutMs = 500

const shared = useSharedKit({ settings: { push: { acknowledgementTimeoutMs } } })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const reasonsOf = async (msgID: string | undefined): Promise<readonly string[]> =>
  (await kit.finishedStory(msgID ?? '')).devices.map((device) => device.reason)

const acknowledgedSeq = async (userID: string): Promise<number | undefined> => {
  const text = 'select seq from device_cursors where user_id = $1'
  const [row] = await shared.store.query<{ seq: number }>({ name: 'test.cursor', text }, [userID])
  return row?.seq
}

describe.each(testVendors)('a phone with %s', (vendor) => {
  const make = async (name: string) => {
    const user = await kit.createUser(`${vendor}-${name}`)
    return { user, phone: await kit.createPhone({ vendor, user }) }
  }

  it('in front: the message goes over the connection, nothing rings', async () => {
    const { user, phone } = await make('front')
    const { msgID } = await sender.sendText(user.userID, 'hello')
    await phone.app.waitForMessage((message) => message.msgID === msgID)
    expect(await reasonsOf(msgID)).toEqual(['acknowledged'])
    expect(phone.device.receivedPushes).toEqual([])
  })

  it('in the background with a living connection: both, and one notification', async () => {
    const { user, phone } = await make('background')
    await phone.goHome()
    const { msgID } = await sender.sendText(user.userID, 'hello')
    expect(await phone.waitForNotification()).toMatchObject({ title: 'Ann', body: 'hello' })
    await phone.app.waitForMessage((message) => message.msgID === msgID)
    expect(await reasonsOf(msgID)).toEqual(['vendor-accepted'])
    expect(phone.notifications).toHaveLength(1)
    await phone.launch()
    const second = await sender.sendText(user.userID, 'in front again')
    await phone.app.waitForMessage((message) => message.msgID === second.msgID)
    expect(await reasonsOf(second.msgID)).toEqual(['acknowledged'])
    expect(phone.app.receivedTexts).toEqual(['hello', 'in front again'])
  })

  it('locked: as in the background', async () => {
    const { user, phone } = await make('locked')
    await phone.lock()
    await sender.sendText(user.userID, 'wake up')
    expect(await phone.waitForNotification()).toMatchObject({ body: 'wake up', onLockScreen: true })
  })

  // A second is short on a machine that runs other files beside: what is slow once is tried again.
  it('killed a moment before: on its screen within a second', { retry: 2 }, async () => {
    const { user, phone } = await make('killed')
    await phone.kill()
    const { msgID } = await sender.sendText(user.userID, 'Are you asleep?')
    expect(await phone.waitForNotification(undefined, { timeoutMs: 1000 })).toMatchObject({
      title: 'Ann',
      body: 'Are you asleep?',
    })
    const story = await kit.finishedStory(msgID ?? '')
    expect(story.devices[0]).toMatchObject({ vendor, state: 'accepted', reason: 'vendor-accepted' })
    expect(story.devices[0]?.entries.map((entry) => entry.stage)).toEqual([
      'decided',
      'queued',
      'sent',
      'accepted',
    ])
  })

  it('half open, without a FIN: within the acknowledgement time and a second', { retry: 2 }, async () => {
    const { user, phone } = await make('half-open')
    await phone.kill({ silently: true })
    const { msgID } = await sender.sendText(user.userID, 'into the void?')
    await phone.waitForNotification(undefined, { timeoutMs: acknowledgementTimeoutMs + 1000 })
    const story = await kit.finishedStory(msgID ?? '')
    expect(story.devices[0]?.entries.map((entry) => entry.reason)).toEqual([
      'device-foreground',
      'unacknowledged',
      'queued',
      'sent',
      'vendor-accepted',
    ])
    // The connection is known for what it is: the next message does not wait.
    const next = await sender.sendText(user.userID, 'and at once')
    await phone.waitForNotification((shown) => shown.body === 'and at once', { timeoutMs: 1000 })
    const nextStory = await kit.finishedStory(next.msgID ?? '')
    expect(nextStory.devices[0]?.entries[0]?.reason).toBe('device-offline')
    expect(phone.notifications).toHaveLength(2)
  })

  it('opened by a tap: ext arrives as sent, once, and the message is there', async () => {
    const { user, phone } = await make('tap')
    const ext = '{"entity":{"sender":"ann","content":"日本 👍🏽 \\"quoted\\""}}'
    await phone.kill()
    await sender.sendText(user.userID, 'tap me', { offlinePushInfo: { title: 'A title', ext } })
    expect(await phone.waitForNotification()).toMatchObject({ title: 'A title', body: 'tap me' })
    await phone.tap()
    expect(await phone.app.waitForTap()).toMatchObject({ ext })
    await phone.app.waitForMessage((message) => message.textElem?.text === 'tap me')
    await phone.goHome()
    await phone.launch()
    expect(phone.app.taps).toHaveLength(1)
    expect(phone.app.receivedTexts).toEqual(['tap me'])
  })

  it('whose user changed: only the new user’s messages reach it', async () => {
    const { user, phone } = await make('before')
    const after = await kit.createUser(`${vendor}-after`)
    await phone.logOut()
    await phone.logIn(after)
    await phone.kill()
    const old = await sender.sendText(user.userID, 'secret of the first')
    await sender.sendText(after.userID, 'for the second')
    await phone.waitForNotification()
    await kit.finishedStory(old.msgID ?? '')
    expect(phone.notifications.map((shown) => shown.body)).toEqual(['for the second'])
  })

  it('missed many: all come after the start, in order, once', async () => {
    const { user, phone } = await make('missed')
    await phone.kill()
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`)
    for (const text of texts) await sender.sendText(user.userID, text)
    // Some makers fold so many into few notifications.
    await phone.waitForNotification()
    await phone.launch()
    await phone.app.waitForMessage((message) => message.textElem?.text === 'message 11')
    expect(phone.app.receivedTexts).toEqual(texts)
    await waitUntil(
      'the acknowledgement of all of them',
      async () => (await acknowledgedSeq(user.userID)) === 12,
    )
    await phone.kill()
    await phone.launch()
    const last = await sender.sendText(user.userID, 'the last')
    await phone.app.waitForMessage((message) => message.msgID === last.msgID)
    expect(phone.app.receivedTexts).toEqual([...texts, 'the last'])
  })
})

describe('the notification’s title', () => {
  it.each([
    ['as given', 'Ann', { title: 'Given' }, 'Given'],
    ['else the nickname', 'Ann', {}, 'Ann'],
    ['else the user ID', undefined, {}, 'title-sender-2'],
  ])('is %s', async (name, nickName, offlinePushInfo, expected) => {
    const number = ['as given', 'else the nickname', 'else the user ID'].indexOf(name)
    const from = await kit.logIn(await kit.createUser(`title-sender-${number}`, nickName))
    const user = await kit.createUser(`title-receiver-${number}`)
    const phone = await kit.createPhone({ vendor: 'fcm', user })
    await phone.kill()
    await from.sendText(user.userID, 'text', { offlinePushInfo })
    expect(await phone.waitForNotification()).toMatchObject({ title: expected, body: 'text' })
  })
})

describe('one user', () => {
  it('on two computers: each gets the messages, the sender’s other one too', async () => {
    const user = await kit.createUser('two-places')
    const [linux, web] = [await kit.logIn(user, 'linux'), await kit.logIn(user, 'web')]
    const { msgID } = await sender.sendText(user.userID, 'to both')
    await Promise.all([linux, web].map((client) => client.waitForMessage((found) => found.msgID === msgID)))
    const own = await linux.sendText('ann', 'from one')
    expect(await web.waitForMessage((found) => found.msgID === own.msgID)).toMatchObject({ isSelf: true })
    expect(linux.received.map((message) => message.msgID)).toEqual([msgID])
  })

  it('on a second computer of the same kind: the first is told and logged out', async () => {
    const user = await kit.createUser('one-place')
    const first = await kit.logIn(user, 'linux')
    const second = await kit.logIn(user, 'linux')
    await waitUntil('the kick', () => first.kicks === 1)
    const { msgID } = await sender.sendText(user.userID, 'to the second')
    await second.waitForMessage((message) => message.msgID === msgID)
    expect(first.received).toEqual([])
  })
})
