import { capabilities } from '@carillon/channels'
import { testVendors, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { VendorId } from '@carillon/protocol'
import { beforeAll, describe, expect, it } from 'vitest'

import { whyTable } from './support/carillon.ts'
import { deviceWith, sleepingPhone } from './support/phones.ts'
import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit({ receipts: true })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const reporting = (kind: 'delivered' | 'clicked' | 'push-disabled' | 'token-dead'): readonly VendorId[] =>
  testVendors.filter((vendor) => capabilities[vendor]?.receipts.includes(kind))

describe.each(reporting('delivered'))('%s reports', (vendor) => {
  it('what reached the phone, once', async () => {
    const { user, phone } = await sleepingPhone(kit, vendor, `${vendor}-delivered`)
    const { msgID = '' } = await sender.sendText(user.userID, 'Are you asleep?')
    await phone.waitForNotification()
    const device = await deviceWith(kit, msgID, 'delivered')
    expect(device).toMatchObject({ vendor, reason: 'delivered' })
    expect(device.entries.filter(({ stage }) => stage === 'delivered')).toHaveLength(1)
    const table = await whyTable(kit.config, msgID)
    expect(table).toContain('The phone has the notification')
  })
})

describe.each(reporting('clicked'))('%s reports', (vendor) => {
  it('a tap', async () => {
    const { user, phone } = await sleepingPhone(kit, vendor, `${vendor}-tapped`)
    const { msgID = '' } = await sender.sendText(user.userID, 'tap me')
    await phone.waitForNotification()
    await deviceWith(kit, msgID, 'delivered')
    await phone.tap()
    const device = await deviceWith(kit, msgID, 'tapped')
    expect(device.entries.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['delivered', 'tapped']))
  })
})

describe.each(reporting('push-disabled'))('%s reports', (vendor) => {
  it('that notifications are switched off', async () => {
    const { user, phone } = await sleepingPhone(kit, vendor, `${vendor}-off`)
    phone.device.setSwitches({ notificationsAllowed: false })
    const { msgID = '' } = await sender.sendText(user.userID, 'anybody?')
    expect(await deviceWith(kit, msgID, 'dropped')).toMatchObject({ reason: 'notifications-off' })
    expect(phone.notifications).toEqual([])
  })
})

describe.each(reporting('token-dead'))('%s reports', (vendor) => {
  it('a token whose app is gone, and the next message knows', async () => {
    const { user, phone } = await sleepingPhone(kit, vendor, `${vendor}-gone`)
    phone.device.network.goOffline()
    const { msgID = '' } = await sender.sendText(user.userID, 'still there?')
    await kit.finishedStory(msgID)
    await phone.device.uninstall()
    expect(await deviceWith(kit, msgID, 'dropped')).toMatchObject({ reason: 'token-dead-on-phone' })
    const next = await sender.sendText(user.userID, 'really?')
    const [device] = (await kit.finishedStory(next.msgID ?? '')).devices
    expect(device).toMatchObject({ state: 'suppressed', reason: 'token-dead' })
  })
})

it('late receipts find their message', async () => {
  kit.lab.xiaomi.settings.receiptDelayMs = 300
  const { user } = await sleepingPhone(kit, 'xiaomi', 'xiaomi-late')
  const { msgID = '' } = await sender.sendText(user.userID, 'in good time')
  expect((await kit.finishedStory(msgID)).devices[0]).toMatchObject({ state: 'accepted' })
  await deviceWith(kit, msgID, 'delivered')
  kit.lab.xiaomi.settings.receiptDelayMs = 0
})
