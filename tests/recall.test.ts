import { testVendors, waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { VendorId } from '@carillon/protocol'
import { beforeAll, describe, expect, it } from 'vitest'

import { deviceWith, sleepingPhone } from './support/phones.ts'
import { useSharedKit } from './support/use-kit.ts'

/** Vendors that take a notification off the screen themselves; the others' are covered. */
const withdrawing: readonly VendorId[] = ['xiaomi']

const shared = useSharedKit({ receipts: true })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const revoke = async (msgID: string): Promise<void> => {
  const manager = sender.sdk.v2TIMManager.getMessageManager()
  expect(await manager.revokeMessage(msgID)).toMatchObject({ code: 0 })
}

describe.each(testVendors)('a message recalled from a phone with %s', (vendor) => {
  it('leaves the screen, and others stay', async () => {
    const { user, phone } = await sleepingPhone(kit, vendor, `${vendor}-recalled`)
    const other = await sender.sendText(user.userID, 'this one stays')
    await phone.waitForNotification(({ body }) => body === 'this one stays')
    const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
    await phone.waitForNotification(({ body }) => body === 'sent in error')
    await revoke(msgID)
    const device = await deviceWith(kit, msgID, 'recalled')
    const isWithdrawn = withdrawing.includes(vendor)
    expect(device.reason).toBe(isWithdrawn ? 'withdrawn' : 'covered')
    await waitUntil(
      'the tray',
      async () => await Promise.resolve(phone.notifications.every(({ body }) => body !== 'sent in error')),
    )
    const texts = phone.notifications.map(({ title, body }) => `${title}: ${body}`)
    expect(texts.toSorted()).toEqual(
      isWithdrawn ? ['Ann: this one stays'] : ['Ann: Message recalled', 'Ann: this one stays'],
    )
    expect((await kit.story(other.msgID ?? '')).devices[0]?.state).not.toBe('recalled')
  })
})

it('a message that waits for its vendor is not sent', async () => {
  const { user, phone } = await sleepingPhone(kit, 'fcm', 'fcm-waiting')
  kit.lab.fcm.faults.set('unavailable', { retryAfterSeconds: 60 })
  const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
  await waitUntil('the wait', async () => {
    const [device] = (await kit.story(msgID)).devices
    return device?.reason === 'vendor-busy'
  })
  kit.lab.fcm.faults.clear()
  await revoke(msgID)
  expect(await deviceWith(kit, msgID, 'suppressed')).toMatchObject({ reason: 'recalled' })
  expect(phone.device.receivedPushes).toEqual([])
})

it('a notification that was tapped is left alone', async () => {
  const { user, phone } = await sleepingPhone(kit, 'xiaomi', 'xiaomi-tapped')
  const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
  await phone.waitForNotification()
  await phone.tap()
  await deviceWith(kit, msgID, 'tapped')
  const requests = kit.lab.xiaomi.requests.length
  await revoke(msgID)
  const { msgID: next = '' } = await sender.sendText(user.userID, 'in front')
  await phone.app.waitForMessage((message) => message.msgID === next)
  expect(kit.lab.xiaomi.requests).toHaveLength(requests)
})
