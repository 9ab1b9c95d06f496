import type { DesktopClient, Testkit } from '@carillon/testkit'
import { waitUntil } from '@carillon/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { isRegistered, startLane, takePicture, type MessengerLane } from './lane.ts'

let lane: MessengerLane
let kit: Testkit
let bob: DesktopClient

beforeAll(async () => {
  lane = await startLane()
  kit = lane.kit
  bob = lane.bob
}, 60_000)
afterAll(async () => await lane?.[Symbol.asyncDispose]())

describe.each(['fcm', 'apns'] as const)('the messenger on a phone with %s', (vendor) => {
  it('sign in, send, background, ring, tap: the right conversation opens', async () => {
    await using ann = await lane.openMessenger(`ann-${vendor}`, vendor)
    const { ui, phone, user } = ann
    if (vendor === 'fcm') await takePicture(ann, 'sign-in')
    await ui.signIn(ann.line)
    await isRegistered(ann)

    await bob.sendText(user.userID, 'Are you coming tonight?')
    await ui.sees('conversation c2c_bob', 'Are you coming tonight?')
    await ui.sees('unread c2c_bob', '1')
    await ui.openChat('c2c_bob')
    await ui.writes('Yes, at eight')
    const received = await bob.waitForMessage(({ sender }) => sender === user.userID)
    expect(received.textElem?.text).toBe('Yes, at eight')
    expect(JSON.parse(received.offlinePushInfo?.ext ?? '{}')).toMatchObject({
      entity: { chatType: 1, sender: user.userID },
    })
    await ui.seesText('Sent')
    await ui.back()
    await ui.find('unread c2c_bob').waitFor({ state: 'detached' })

    await phone.goHome()
    const ext = JSON.stringify({ entity: { action: 1, chatType: 1, sender: 'bob' } })
    await bob.sendText(user.userID, 'Bring the guitar', { offlinePushInfo: { ext } })
    const shown = await phone.waitForNotification()
    expect(shown).toMatchObject({ title: 'Bob', body: 'Bring the guitar' })
    await phone.tap(shown)
    await ui.find('composer').waitFor()
    await ui.sees('title', 'Bob')
    await ui.seesText('Bring the guitar')
    expect(ann.app.faults).toEqual([])
  })

  it('killed: the tap starts the app, which signs in and opens the right conversation', async () => {
    await using ann = await lane.openMessenger(`killed-${vendor}`, vendor)
    const { ui, phone, user } = ann
    await ui.signIn(ann.line)
    await isRegistered(ann)
    const { data: groupID = '' } = await bob.sdk.v2TIMManager.getGroupManager().createGroup({
      groupType: 'Work',
      groupName: 'Choir',
      addOpt: 2,
      memberList: [{ userID: user.userID, role: 200 }],
    })
    await phone.kill()
    const ext = JSON.stringify({ entity: { action: 1, chatType: 2, sender: groupID } })
    const messages = bob.sdk.v2TIMManager.getMessageManager()
    const created = await messages.createTextMessage('Rehearsal at six')
    await messages.sendMessage({ id: created.data?.id ?? '', groupID, offlinePushInfo: { ext } })
    const shown = await phone.waitForNotification()
    expect(shown).toMatchObject({ title: 'Choir' })
    await phone.tap(shown)
    await ui.seesText('Rehearsal at six')
    await ui.sees('title', 'Choir')
    expect(phone.notifications).toEqual([])
  })
})

it.each([
  ['none', undefined],
  ['of another app', '{"entity":"chat"}'],
  ['of a kind unknown here', '{"entity":{"chatType":9,"sender":"bob"}}'],
  ['that is no JSON', 'entity=bob'],
])('with an ext %s the tap opens the list', async (name, ext) => {
  const userID = `ext-${name.replaceAll(' ', '-')}`
  await using ann = await lane.openMessenger(userID)
  const { ui, phone } = ann
  await ui.signIn(ann.line)
  await isRegistered(ann)
  await phone.kill()
  await bob.sendText(userID, 'hello', ext === undefined ? {} : { offlinePushInfo: { ext } })
  await phone.tap(await phone.waitForNotification())
  await ui.sees('conversation c2c_bob', 'hello')
  await ui.sees('title', 'Chats')
  expect(ann.app.faults).toEqual([])
})

it('shows the push story of an own message', async () => {
  await using ann = await lane.openMessenger('teller')
  const eve = await kit.createUser('eve', 'Eve')
  const hers = await kit.createPhone({ vendor: 'apns', user: eve })
  await hers.kill()
  await ann.ui.signIn(ann.line)
  await ann.ui.find('new-chat').click()
  await ann.ui.find('peer').fill('eve')
  await ann.ui.find('start-chat').click()
  await ann.ui.writes('Good night, Eve')
  await hers.waitForNotification((shown) => shown.body === 'Good night, Eve')
  await ann.ui.seesText('Push story')
  await ann.ui.page.getByText('Push story').click()
  await waitUntil('the end of the story', async () => {
    await ann.ui.find('refresh').click()
    return (await ann.ui.find('story-state').textContent()) === 'accepted'
  })
  await takePicture(ann, 'story')
})

it('tests push on the phone and names the failing hop with its remedy', async () => {
  await using ann = await lane.openMessenger('tester')
  const { ui, phone } = ann
  await ui.signIn(ann.line)
  await ui.find('open-settings').click()
  await ui.sees('push-state', 'registered')
  await ui.sees('permission', 'granted')
  await ui.find('self-test').click()
  await ui.sees('test-result', 'Push works on this phone.')
  phone.setSwitches({ notificationsAllowed: false })
  await ui.find('self-test').click()
  await ui.sees('test-result', /permission: [\s\S]*What to do/)
  await ui.sees('permission', 'denied')
})
