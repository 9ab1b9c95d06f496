import { waitUntil } from '@carillon/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { makeGroup, startWorld, succeed, type Person, type World } from './support.ts'

let world: World
let ann: Person

beforeAll(async () => {
  world = await startWorld()
  ann = await world.person('ann')
})
afterAll(async () => {
  await ann[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const sleepingPhone = async (name: string) => {
  const { kit } = world.shared
  const user = await kit.createUser(name)
  const phone = await kit.createPhone({ vendor: 'fcm', user })
  await phone.kill()
  return { user, phone }
}

it('a recalled message leaves the phones it was pushed to', async () => {
  const { user, phone } = await sleepingPhone('push-recall')
  const sent = await ann.say({ receiver: user.userID }, 'a secret')
  expect(await phone.waitForNotification()).toMatchObject({ body: 'a secret' })
  succeed(await ann.messages.revokeMessage(sent.msgID ?? ''))
  await waitUntil('the recall', () => phone.notifications.every(({ body }) => body !== 'a secret'))
})

it('a blocked sender pushes nothing, and the story says why', async () => {
  const { kit, store } = world.shared
  const { user, phone } = await sleepingPhone('push-block')
  const text = `insert into blocks (sdk_app_id, user_id, blocked_user_id) values ($1, $2, $3)`
  await store.query({ name: 'test.block', text }, [kit.sdkAppID, user.userID, ann.userID])
  const sent = await ann.say({ receiver: user.userID }, 'unwanted')
  expect(sent.status).toBe(2)
  const story = await kit.finishedStory(sent.msgID ?? '')
  expect(story.devices.map(({ reason }) => reason)).toEqual(['blocked'])
  expect(phone.device.receivedPushes).toEqual([])
})

it('a message for some members of a group is pushed to those alone', async () => {
  const { kit } = world.shared
  const one = await sleepingPhone('push-target')
  const other = await sleepingPhone('push-other')
  const members = [one, other].map(({ user }) => user as unknown as Person)
  const group = await makeGroup(ann, members)
  const sent = await ann.say({ groupID: group, receiver: one.user.userID }, 'psst')
  expect(await one.phone.waitForNotification()).toMatchObject({ body: expect.stringContaining('psst') })
  const story = await kit.finishedStory(sent.msgID ?? '')
  expect(new Set(story.devices.map(({ userID }) => userID))).toEqual(new Set([one.user.userID]))
  expect(other.phone.device.receivedPushes).toEqual([])
})
