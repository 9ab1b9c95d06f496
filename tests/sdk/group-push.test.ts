import type { TestPhone } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { say, useGroupWorld, type Member } from './group-support.ts'
import { dataOf } from './support.ts'

const world = useGroupWorld({ vendors: ['fcm', 'apns'] })
let ann: Member
let phones = 0

beforeAll(async () => {
  ann = await world.person('ann')
})

/** A phone whose user is in a group of this type, and which sleeps. */
const sleeper = async (
  groupType: string,
  vendor: 'fcm' | 'apns' = 'fcm',
): Promise<{ phone: TestPhone; userID: string; groupID: string }> => {
  phones += 1
  const user = await world.kit.createUser(`sleeper${phones}`)
  const phone = await world.kit.createPhone({ vendor, user })
  const groupID = dataOf(await ann.tim.createGroup(`The ${groupType}`, groupType))
  if (groupType === 'Work') dataOf(await ann.groups.inviteUserToGroup(groupID, [user.userID]))
  else {
    await ann.groups.setGroupInfo({ groupID, addOpt: 2 })
    expect(await phone.app.running.sdk.v2TIMManager.joinGroup(groupID, '')).toMatchObject({ code: 0 })
  }
  await phone.kill()
  return { phone, userID: user.userID, groupID }
}

const storyOf = async (userID: string, groupID: string, text: string) => {
  const sent = await say(ann, groupID, text)
  if (typeof sent === 'number') throw new Error(`refused with ${sent}`)
  const story = await world.kit.finishedStory(sent.msgID ?? '')
  return story.devices.filter((device) => device.userID === userID).map((device) => device.reason)
}

describe('a message to a group', () => {
  it.each(['Work', 'Public', 'Community'])('%s: rings on a sleeping member’s phone', async (groupType) => {
    const { phone, userID, groupID } = await sleeper(groupType)
    expect(await storyOf(userID, groupID, 'wake up')).toEqual(['vendor-accepted'])
    expect(await phone.waitForNotification()).toMatchObject({ body: expect.stringContaining('wake up') })
    expect(phone.notifications).toHaveLength(1)
  })

  it('Meeting: does not ring, because its members begin with option 2; it does for who chooses 0', async () => {
    const { phone, userID, groupID } = await sleeper('Meeting')
    expect(await storyOf(userID, groupID, 'quiet')).toEqual(['muted'])
    await phone.launch()
    const messages = phone.app.running.sdk.v2TIMManager.getMessageManager()
    expect(await messages.setGroupReceiveMessageOpt(groupID, 0)).toMatchObject({ code: 0 })
    await phone.kill()
    expect(await storyOf(userID, groupID, 'loud')).toEqual(['vendor-accepted'])
    expect(await phone.waitForNotification()).toMatchObject({ body: expect.stringContaining('loud') })
    expect(phone.notifications).toHaveLength(1)
  })

  it('AVChatRoom: never rings', async () => {
    const { phone, userID, groupID } = await sleeper('AVChatRoom')
    expect(await storyOf(userID, groupID, 'live')).toEqual(['live-only-group'])
    expect(phone.notifications).toEqual([])
  })

  it('rings no more for who has left, and not for tips', async () => {
    const { phone, userID, groupID } = await sleeper('Public', 'apns')
    await ann.groups.setGroupInfo({ groupID, groupName: 'renamed' })
    expect(await storyOf(userID, groupID, 'one')).toEqual(['vendor-accepted'])
    await phone.waitForNotification()
    await ann.groups.kickGroupMember(groupID, [userID])
    const sent = await say(ann, groupID, 'two')
    if (typeof sent === 'number') throw new Error(`refused with ${sent}`)
    const { devices } = await world.kit.story(sent.msgID ?? '')
    expect(devices.filter((device) => device.userID === userID)).toEqual([])
    expect(phone.notifications).toHaveLength(1)
  })
})
