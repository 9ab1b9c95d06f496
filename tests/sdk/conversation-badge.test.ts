import { waitUntil } from '@carillon/testkit'
import { expect, it } from 'vitest'

import { sleepingPhone } from '../support/phones.ts'
import { useSharedKit } from '../support/use-kit.ts'
import { dataOf, succeed } from './support.ts'

const shared = useSharedKit({ vendors: ['apns'] })

it('what is read on one device is on the badge of the other no more when the next push comes', async () => {
  const { kit } = shared
  const ann = await kit.logIn(await kit.createUser('badge-ann', 'Ann'))
  const cid = await kit.logIn(await kit.createUser('badge-cid', 'Cid'))
  const { user, phone } = await sleepingPhone(kit, 'apns', 'badge-bob')
  const push = async (sender: typeof ann, text: string): Promise<void> => {
    await sender.sendText(user.userID, text)
    await phone.waitForNotification(({ body }) => body === text)
  }
  await push(ann, 'one')
  await push(ann, 'two')
  await push(cid, 'three')
  expect(phone.device.badge).toBe(3)
  const desktop = await kit.logIn(user)
  const tim = desktop.sdk.v2TIMManager
  // A push is on its way before it is counted: who reads within those milliseconds leaves the badge one too high.
  const isCounted = async (badge: number): Promise<void> => {
    await waitUntil('the count of pushes', async () => {
      const text = `select reported_unread_count + pushes_since_report as badge from devices
        where user_id = $1 and platform = 'ios'`
      const [row] = await shared.store.query<{ badge: number }>({ name: 'test.badge', text }, [user.userID])
      return row?.badge === badge ? true : undefined
    })
  }
  const unread = async (): Promise<number> =>
    dataOf(await tim.getConversationManager().getTotalUnreadMessageCount())
  expect(await unread()).toBe(3)
  await isCounted(3)
  succeed(await tim.getMessageManager().markC2CMessageAsRead('badge-ann'))
  await waitUntil('the desktop to count one', async () => ((await unread()) === 1 ? true : undefined))
  await push(ann, 'four')
  await waitUntil('the desktop to count two', async () => ((await unread()) === 2 ? true : undefined))
  expect(phone.device.badge).toBe(2)
  await isCounted(2)
  succeed(await tim.getMessageManager().markAllMessageAsRead())
  await push(cid, 'five')
  expect(phone.device.badge).toBe(1)
})
