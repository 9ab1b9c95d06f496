import { capabilities } from '@carillon/channels'
import { testVendors, waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { DeviceStory, VendorId } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { why } from './support/carillon.ts'
import { startSharedKit, type SharedKit } from './support/kit.ts'

let shared: SharedKit
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  shared = await startSharedKit({ receipts: true })
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})
afterAll(async () => await shared[Symbol.asyncDispose]())

const sleepingPhone = async (vendor: VendorId, name: string) => {
  const user = await kit.createUser(`${vendor}-${name}`)
  const phone = await kit.createPhone({ vendor, user })
  await phone.kill()
  return { user, phone }
}

const deviceWith = async (msgID: string, state: DeviceStory['state']): Promise<DeviceStory> =>
  await waitUntil(`${msgID} to be ${state}`, async () => {
    const [device] = (await kit.story(msgID)).devices
    return device?.state === state ? device : undefined
  })

const reporting = (kind: 'delivered' | 'clicked' | 'push-disabled' | 'token-dead'): readonly VendorId[] =>
  testVendors.filter((vendor) => capabilities[vendor]?.receipts.includes(kind))

describe.each(reporting('delivered'))('%s reports', (vendor) => {
  it('what reached the phone, once', async () => {
    const { user, phone } = await sleepingPhone(vendor, 'delivered')
    const { msgID = '' } = await sender.sendText(user.userID, 'Are you asleep?')
    await phone.waitForNotification()
    const device = await deviceWith(msgID, 'delivered')
    expect(device).toMatchObject({ vendor, reason: 'delivered' })
    expect(device.entries.filter(({ stage }) => stage === 'delivered')).toHaveLength(1)
    const { table } = await why(kit.config, msgID)
    expect(table).toContain('The phone has the notification')
  })
})

describe.each(reporting('clicked'))('%s reports', (vendor) => {
  it('a tap', async () => {
    const { user, phone } = await sleepingPhone(vendor, 'tapped')
    const { msgID = '' } = await sender.sendText(user.userID, 'tap me')
    await phone.waitForNotification()
    await deviceWith(msgID, 'delivered')
    await phone.tap()
    const device = await deviceWith(msgID, 'tapped')
    expect(device.entries.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['delivered', 'tapped']))
  })
})

describe.each(reporting('push-disabled'))('%s reports', (vendor) => {
  it('that notifications are switched off', async () => {
    const { user, phone } = await sleepingPhone(vendor, 'off')
    phone.device.setSwitches({ notificationsAllowed: false })
    const { msgID = '' } = await sender.sendText(user.userID, 'anybody?')
    expect(await deviceWith(msgID, 'dropped')).toMatchObject({ reason: 'notifications-off' })
    expect(phone.notifications).toEqual([])
  })
})

describe.each(reporting('token-dead'))('%s reports', (vendor) => {
  it('a token whose app is gone, and the next message knows', async () => {
    const { user, phone } = await sleepingPhone(vendor, 'gone')
    phone.device.network.goOffline()
    const { msgID = '' } = await sender.sendText(user.userID, 'still there?')
    await kit.finishedStory(msgID)
    await phone.device.uninstall()
    expect(await deviceWith(msgID, 'dropped')).toMatchObject({ reason: 'token-dead-on-phone' })
    const next = await sender.sendText(user.userID, 'really?')
    const [device] = (await kit.finishedStory(next.msgID ?? '')).devices
    expect(device).toMatchObject({ state: 'suppressed', reason: 'token-dead' })
  })
})

it('late receipts find their message', async () => {
  kit.lab.xiaomi.settings.receiptDelayMs = 300
  const { user } = await sleepingPhone('xiaomi', 'late')
  const { msgID = '' } = await sender.sendText(user.userID, 'in good time')
  expect((await kit.finishedStory(msgID)).devices[0]).toMatchObject({ state: 'accepted' })
  await deviceWith(msgID, 'delivered')
  kit.lab.xiaomi.settings.receiptDelayMs = 0
})
