import { testVendors, waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import type { DeviceStory, VendorId } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startSharedKit, type SharedKit } from './support/kit.ts'

/** Vendors that take a notification off the screen themselves; the others' are covered. */
const withdrawing: readonly VendorId[] = ['xiaomi']

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

const revoke = async (msgID: string): Promise<void> => {
  const manager = sender.sdk.v2TIMManager.getMessageManager()
  expect(await manager.revokeMessage(msgID)).toMatchObject({ code: 0 })
}

const deviceWith = async (msgID: string, state: DeviceStory['state']): Promise<DeviceStory> =>
  await waitUntil(`${msgID} to be ${state}`, async () => {
    const [device] = (await kit.story(msgID)).devices
    return device?.state === state ? device : undefined
  })

describe.each(testVendors)('a message recalled from a phone with %s', (vendor) => {
  it('leaves the screen, and others stay', async () => {
    const { user, phone } = await sleepingPhone(vendor, 'recalled')
    const other = await sender.sendText(user.userID, 'this one stays')
    await phone.waitForNotification(({ body }) => body === 'this one stays')
    const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
    await phone.waitForNotification(({ body }) => body === 'sent in error')
    await revoke(msgID)
    const device = await deviceWith(msgID, 'recalled')
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
  const { user, phone } = await sleepingPhone('fcm', 'waiting')
  kit.lab.fcm.faults.set('unavailable', { retryAfterSeconds: 60 })
  const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
  await waitUntil('the wait', async () => {
    const [device] = (await kit.story(msgID)).devices
    return device?.reason === 'vendor-busy'
  })
  kit.lab.fcm.faults.clear()
  await revoke(msgID)
  expect(await deviceWith(msgID, 'suppressed')).toMatchObject({ reason: 'recalled' })
  expect(phone.device.receivedPushes).toEqual([])
})

it('a notification that was tapped is left alone', async () => {
  const { user, phone } = await sleepingPhone('xiaomi', 'tapped')
  const { msgID = '' } = await sender.sendText(user.userID, 'sent in error')
  await phone.waitForNotification()
  await phone.tap()
  await deviceWith(msgID, 'tapped')
  const requests = kit.lab.xiaomi.requests.length
  await revoke(msgID)
  const { msgID: next = '' } = await sender.sendText(user.userID, 'in front')
  await phone.app.waitForMessage((message) => message.msgID === next)
  expect(kit.lab.xiaomi.requests).toHaveLength(requests)
})
