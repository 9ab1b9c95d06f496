import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestkit, type DesktopClient, type Testkit } from '@carillon/testkit'

let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = await startTestkit()
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})
afterAll(async () => await kit[Symbol.asyncDispose]())

describe.each(['fcm', 'xiaomi'] as const)('a phone with %s', (vendor) => {
  it('shows a notification after its app was killed, and the story tells each hop', async () => {
    const user = await kit.createUser(`killed-${vendor}`)
    const phone = await kit.createPhone({ vendor, user })
    await phone.kill()
    const { msgID = '' } = await sender.sendText(user.userID, 'Are you asleep?')
    const shown = await phone.waitForNotification()
    expect(shown).toMatchObject({ title: 'Ann', body: 'Are you asleep?' })
    const story = await kit.finishedStory(msgID)
    expect(story.devices).toHaveLength(1)
    expect(story.devices[0]).toMatchObject({ vendor, state: 'accepted', reason: 'vendor-accepted' })
    expect(story.devices[0]?.entries.map((entry) => entry.stage)).toEqual(
      expect.arrayContaining(['decided', 'queued', 'sent', 'accepted']),
    )
  })
})
