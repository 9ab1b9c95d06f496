import { testVendors, waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { VendorId } from '@carillon/protocol'
import { beforeAll, describe, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

/** How each vendor's phones lose a notification that was read elsewhere; on others it stays. */
const ways: Partial<Record<VendorId, string>> = { xiaomi: 'cleared', apns: 'clear-told', fcm: 'clear-told' }

const shared = useSharedKit({ settings: { push: { clearWhenRead: true } } })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const textsOn = (phone: { notifications: readonly { body: string }[] }): string[] =>
  phone.notifications.map(({ body }) => body)

describe.each(testVendors)('what was read at the computer, on a phone with %s', (vendor) => {
  it('goes where the vendor or the app takes it away; what was not read stays', async () => {
    const user = await kit.createUser(`${vendor}-reader`)
    const phone = await kit.createPhone({ vendor, user })
    const computer = await kit.logIn(user)
    const other = await kit.logIn(await kit.createUser(`${vendor}-other`, 'Ben'))
    await phone.goHome()
    await other.sendText(user.userID, 'not read')
    await phone.waitForNotification(({ body }) => body === 'not read')
    const { msgID = '' } = await sender.sendText(user.userID, 'read')
    await phone.waitForNotification(({ body }) => body === 'read')
    const messages = computer.sdk.v2TIMManager.getMessageManager()
    expect(await messages.markC2CMessageAsRead('ann')).toMatchObject({
      code: 0,
    })
    const way = ways[vendor]
    const entry = await waitUntil('the end in the story', async () => {
      const devices = (await kit.story(msgID)).devices.filter(({ platform }) => platform !== 'linux')
      return devices[0]?.entries.find(({ stage }) => stage === 'cleared' || stage === 'uncleared')
    })
    expect(entry.reason).toBe(way ?? 'clear-unsupported')
    if (way === undefined) return expect(textsOn(phone)).toEqual(['not read', 'read'])
    await waitUntil('the tray', async () => await Promise.resolve(textsOn(phone).length === 1))
    expect(textsOn(phone)).toEqual(['not read'])
    if (way === 'clear-told') expect(phone.device.badge).toBe(1)
  })
})

it('an iPhone whose app was ended keeps the notification, and its number follows', async () => {
  const user = await kit.createUser('ended')
  const phone = await kit.createPhone({ vendor: 'apns', user })
  await phone.kill()
  const computer = await kit.logIn(user)
  await sender.sendText(user.userID, 'read')
  await phone.waitForNotification()
  expect(phone.device.badge).toBe(1)
  await computer.sdk.v2TIMManager.getMessageManager().markC2CMessageAsRead('ann')
  await waitUntil('the number', async () => await Promise.resolve(phone.device.badge === 0))
  expect(textsOn(phone)).toEqual(['read'])
})
