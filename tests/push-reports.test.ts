import { testVendors, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { DeviceStory } from '@carillon/protocol'
import { beforeAll, describe, expect, it } from 'vitest'

import { deviceWith } from './support/phones.ts'
import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit()
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  // No vendor is told where receipts go: what is known of taps comes from the phones.
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const tapEntries = ({ entries }: DeviceStory): number =>
  entries.filter(({ stage }) => stage === 'tapped').length

const send = async (userID: string, text: string, ext?: string): Promise<string> => {
  const offlinePushInfo = ext === undefined ? {} : { offlinePushInfo: { ext } }
  return (await sender.sendText(userID, text, offlinePushInfo)).msgID ?? ''
}

describe.each(testVendors)('a tap on a phone with %s', (vendor) => {
  it('stands in the story, when it starts the app and when it wakes it', async () => {
    const user = await kit.createUser(`${vendor}-taps`)
    const phone = await kit.createPhone({ vendor, user })
    await phone.kill()
    const cold = await send(user.userID, 'cold', '{"v":1}')
    await phone.waitForNotification(({ body }) => body === 'cold')
    await phone.tap()
    expect(await deviceWith(kit, cold, 'tapped')).toMatchObject({ vendor, reason: 'tapped' })
    await phone.goHome()
    const warm = await send(user.userID, 'warm')
    await phone.waitForNotification(({ body }) => body === 'warm')
    await phone.tap()
    const device = await deviceWith(kit, warm, 'tapped')
    expect(tapEntries(device)).toBe(1)
    expect(phone.app.taps.map(({ ext }) => ext)).toEqual(['{"v":1}', ''])
  })
})

describe('the story for the signed-in user', () => {
  it('tells the sender of the recipients without saying who they are, a recipient of himself, others nothing', async () => {
    const bob = await kit.createUser('story-bob')
    const phone = await kit.createPhone({ vendor: 'fcm', user: bob, name: "Bob's secret phone" })
    await phone.kill()
    const msgID = await send(bob.userID, 'hello')
    await phone.waitForNotification()
    await phone.tap()
    await deviceWith(kit, msgID, 'tapped')
    const push = (client: { sdk: DesktopClient['sdk'] }) => client.sdk.v2TIMManager.getOfflinePushManager()

    const { code, data } = await push(sender).getPushStory(msgID)
    expect([code, data?.msgID, data?.hasMore]).toEqual([0, msgID, false])
    expect(data?.devices).toMatchObject([
      { platform: 'android', vendor: 'fcm', state: 'tapped', reason: 'tapped' },
    ])
    expect(JSON.stringify(data)).not.toMatch(/secret|deviceID|story-bob|token"/)
    expect(data?.devices[0]?.entries.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['decided', 'queued', 'sent', 'accepted', 'tapped']),
    )

    const own = await push(phone.app.running).getPushStory(msgID)
    expect(own.data?.devices).toMatchObject([{ deviceName: "Bob's secret phone", state: 'tapped' }])

    const eve = await kit.logIn(await kit.createUser('story-eve'))
    const refusal = await push(eve).getPushStory(msgID)
    expect(refusal.code).toBe(6017)
    expect(await push(eve).getPushStory('1-1-000000000000')).toEqual(refusal)
  })

  it('is told so often and no more', async () => {
    const user = await kit.createUser('story-eager')
    const client = await kit.logIn(user)
    const push = client.sdk.v2TIMManager.getOfflinePushManager()
    const codes = new Set<number>()
    for (let i = 0; i < 12; i += 1) codes.add((await push.getPushStory('1-1-000000000000')).code)
    expect([...codes]).toEqual([6017, 9506])
  })
})
