import { waitUntil } from '@carillon/testkit'
import { beforeAll, expect, it } from 'vitest'

import { sleepingPhone } from '../support/phones.ts'
import { makeGroup, succeed, useWorld, type Person } from './support.ts'

const world = useWorld()
let ann: Person

beforeAll(async () => {
  ann = await world.person('ann')
})

it('a recalled message leaves the phones it was pushed to', async () => {
  const { user, phone } = await sleepingPhone(world.kit, 'fcm', 'push-recall')
  const sent = await ann.say({ receiver: user.userID }, 'a secret')
  expect(await phone.waitForNotification()).toMatchObject({ body: 'a secret' })
  succeed(await ann.messages.revokeMessage(sent.msgID ?? ''))
  await waitUntil('the recall', () => phone.notifications.every(({ body }) => body !== 'a secret'))
})

it('a blocked sender pushes nothing, and the story says why', async () => {
  const { kit, store } = world
  const { user, phone } = await sleepingPhone(world.kit, 'fcm', 'push-block')
  const text = `insert into blocks (sdk_app_id, user_id, blocked_user_id) values ($1, $2, $3)`
  await store.query({ name: 'test.block', text }, [kit.sdkAppID, user.userID, ann.userID])
  const sent = await ann.say({ receiver: user.userID }, 'unwanted')
  expect(sent.status).toBe(2)
  const story = await kit.finishedStory(sent.msgID ?? '')
  expect(story.devices.map(({ reason }) => reason)).toEqual(['blocked'])
  expect(phone.device.receivedPushes).toEqual([])
})

it('a message for some members of a group is pushed to those alone', async () => {
  const { kit } = world
  const one = await sleepingPhone(world.kit, 'fcm', 'push-target')
  const other = await sleepingPhone(world.kit, 'fcm', 'push-other')
  const members = [one, other].map(({ user }) => user as unknown as Person)
  const group = await makeGroup(ann, members)
  const sent = await ann.say({ groupID: group, receiver: one.user.userID }, 'psst')
  expect(await one.phone.waitForNotification()).toMatchObject({ body: expect.stringContaining('psst') })
  const story = await kit.finishedStory(sent.msgID ?? '')
  expect(new Set(story.devices.map(({ userID }) => userID))).toEqual(new Set([one.user.userID]))
  expect(other.phone.device.receivedPushes).toEqual([])
})
