import { beforeAll, describe, expect, it } from 'vitest'

import { waitUntil } from '@carillon/testkit'

import { say, useGroupWorld, type Member } from './group-support.ts'
import { dataOf } from './support.ts'

const world = useGroupWorld({ settings: { groups: { meetingMembers: 2 } } })
let ann: Member
let bob: Member
let eve: Member

beforeAll(async () => {
  ;[ann, bob, eve] = await world.people('ann', 'bob', 'eve')
})

const make = async (groupType: string, memberIDs: string[] = []): Promise<string> =>
  dataOf(
    await ann.groups.createGroup({
      groupType,
      groupName: groupType,
      memberList: memberIDs.map((userID) => ({ userID, role: 200 })),
    }),
  )

describe('createGroup', () => {
  it.each([
    ['Work', /^@TGS#[A-Z2-7]{13}$/],
    ['Public', /^@TGS#[A-Z2-7]{13}$/],
    ['Meeting', /^@TGS#[A-Z2-7]{13}$/],
    ['AVChatRoom', /^@TGS#[A-Z2-7]{13}$/],
    ['Community', /^@TGS#_[A-Z2-7]{13}$/],
  ])('%s: makes a group with an ID of the server’s', async (groupType, form) => {
    const groupID = dataOf(await ann.tim.createGroup('A name', groupType))
    expect(groupID).toMatch(form)
    const [found] = dataOf(await ann.groups.getGroupsInfo([groupID]))
    expect(found).toMatchObject({
      resultCode: 0,
      groupInfo: { groupID, groupType, groupName: 'A name', owner: ann.userID, role: 400, memberCount: 1 },
    })
  })

  it('takes an ID of the app’s, once', async () => {
    expect(await ann.tim.createGroup('N', 'Public', 'book club')).toMatchObject({
      code: 0,
      data: 'book club',
    })
    expect(await ann.tim.createGroup('N', 'Public', 'book club')).toMatchObject({ code: 10025 })
    expect(await bob.tim.createGroup('N', 'Public', 'book club')).toMatchObject({ code: 10021 })
  })

  it('is told to all of the creator’s devices, and to the first members', async () => {
    const web = await world.another(ann, 'web')
    const groupID = await make('Public', [bob.userID])
    await Promise.all([ann, web].map(async (device) => await device.hears('onGroupCreated', groupID)))
    expect(await bob.hears('onMemberInvited', groupID)).toEqual([
      { userID: ann.userID, nickName: 'ann' },
      [{ userID: bob.userID, nickName: 'bob' }],
    ])
    await web.client[Symbol.asyncDispose]()
  })
})

describe('joinGroup', () => {
  it('of a Work group is refused', async () => {
    expect(await bob.tim.joinGroup(await make('Work'), '')).toMatchObject({ code: 10007 })
  })

  it.each(['Meeting', 'Community', 'AVChatRoom'])('of a %s is done at once', async (groupType) => {
    const groupID = await make(groupType)
    expect(await bob.tim.joinGroup(groupID, '')).toEqual({ code: 0, desc: 'ok' })
    expect(await bob.groups.getGroupMemberList(groupID, 0, '0')).toMatchObject({ code: 0 })
    // An AVChatRoom is joined anew after each start.
    expect((await bob.tim.joinGroup(groupID, '')).code).toBe(groupType === 'AVChatRoom' ? 0 : 10013)
    if (groupType === 'Meeting') expect((await eve.tim.joinGroup(groupID, '')).code).toBe(10014)
    else
      expect(await ann.hears('onMemberEnter', groupID)).toEqual([[{ userID: bob.userID, nickName: 'bob' }]])
  })

  it('of a Public group waits for who is in charge, who agrees or refuses', async () => {
    const groupID = await make('Public')
    expect(await bob.tim.joinGroup(groupID, 'I read a lot')).toMatchObject({ code: 0 })
    expect(await ann.hears('onReceiveJoinApplication', groupID)).toEqual([
      { userID: bob.userID, nickName: 'bob' },
      'I read a lot',
    ])
    expect(await bob.groups.getGroupMemberList(groupID, 0, '0')).toMatchObject({ code: 10007 })
    const { groupApplicationList = [] } = dataOf(await ann.groups.getGroupApplicationList())
    expect(groupApplicationList.find((each) => each.groupID === groupID)).toMatchObject({
      fromUser: bob.userID,
      fromUserNickName: 'bob',
      requestMsg: 'I read a lot',
      type: 0,
      handleStatus: 0,
    })
    expect(await ann.groups.acceptGroupApplication(groupID, bob.userID, '', 'welcome')).toMatchObject({
      code: 0,
    })
    expect(await bob.hears('onApplicationProcessed', groupID)).toEqual([
      { userID: ann.userID, nickName: 'ann' },
      true,
      'welcome',
    ])
    expect(await ann.hears('onMemberEnter', groupID)).toEqual([[{ userID: bob.userID, nickName: 'bob' }]])
    expect(await ann.tip(groupID, 1)).toMatchObject({
      groupTipsElem: { memberList: [{ userID: bob.userID }] },
    })
    expect(await ann.groups.acceptGroupApplication(groupID, bob.userID, '')).toMatchObject({ code: 10024 })
    await eve.tim.joinGroup(groupID, '')
    expect(await bob.groups.refuseGroupApplication(groupID, eve.userID, '')).toMatchObject({ code: 10007 })
    expect(await ann.groups.refuseGroupApplication(groupID, eve.userID, '', 0, 0, 'full')).toMatchObject({
      code: 0,
    })
    expect(await eve.hears('onApplicationProcessed', groupID)).toMatchObject([{}, false, 'full'])
    expect(await ann.groups.refuseGroupApplication(groupID, 'nobody', '')).toMatchObject({ code: -1 })
  })

  it('of a group that is not there is refused', async () => {
    expect(await bob.tim.joinGroup('nowhere', '')).toMatchObject({ code: 10010 })
  })
})

describe('an AVChatRoom', () => {
  it('is joined anew after a login, unless another device of the user is there', async () => {
    const groupID = await make('AVChatRoom')
    const joe = await world.person('joe')
    const isIn = async (device: Member) => (await device.groups.getGroupMemberList(groupID, 0, '0')).code
    await joe.tim.joinGroup(groupID, '')
    const web = await world.another(joe, 'web')
    expect(await isIn(web)).toBe(0)
    await web.client.logOut()
    expect(await isIn(joe)).toBe(0)
    await joe.client.logOut()
    const again = await world.another(joe, 'linux')
    expect(await isIn(again)).toBe(10007)
    expect(await say(again, groupID, 'hello?')).toBe(10007)
    expect(await again.tim.joinGroup(groupID, '')).toMatchObject({ code: 0 })
    expect(await isIn(again)).toBe(0)
  })
})

describe('quitGroup and dismissGroup', () => {
  it('a member leaves: told on all of the member’s devices, and to the others', async () => {
    const web = await world.another(bob, 'web')
    const groupID = await make('Public', [bob.userID, eve.userID])
    expect(await bob.tim.quitGroup(groupID)).toEqual({ code: 0, desc: 'ok' })
    await Promise.all([bob, web].map(async (device) => await device.hears('onQuitFromGroup', groupID)))
    expect(await eve.hears('onMemberLeave', groupID)).toEqual([{ userID: bob.userID, nickName: 'bob' }])
    await eve.tip(groupID, 3)
    expect(await bob.tim.quitGroup(groupID)).toMatchObject({ code: 10007 })
    expect(await ann.tim.quitGroup(groupID)).toMatchObject({ code: 10009 })
    await web.client[Symbol.asyncDispose]()
  })

  it('a Work group passes to the one who was first, and cannot be dismissed', async () => {
    const groupID = await make('Work', [bob.userID])
    expect(await ann.tim.dismissGroup(groupID)).toMatchObject({ code: 10007 })
    expect(await ann.tim.quitGroup(groupID)).toMatchObject({ code: 0 })
    expect(await bob.hears('onGroupInfoChanged', groupID)).toEqual([[{ type: 5, value: bob.userID }]])
  })

  it('a group is dismissed by its owner alone, and everyone hears of it', async () => {
    const groupID = await make('Public', [bob.userID])
    expect(await bob.tim.dismissGroup(groupID)).toMatchObject({ code: 10007 })
    expect(await ann.tim.dismissGroup(groupID)).toEqual({ code: 0, desc: 'ok' })
    for (const member of [ann, bob])
      expect(await member.hears('onGroupDismissed', groupID)).toEqual([
        { userID: ann.userID, nickName: 'ann' },
      ])
    expect(dataOf(await bob.groups.getGroupsInfo([groupID]))).toMatchObject([{ resultCode: 10010 }])
    expect(await say(bob, groupID, 'anyone?')).toBe(10010)
  })
})

describe('messages', () => {
  it('reach every member, once, with the name card; outsiders get 10007', async () => {
    const groupID = await make('Public', [bob.userID])
    await ann.groups.setGroupMemberInfo(groupID, ann.userID, 'Chair')
    const sent = await say(ann, groupID, 'hello')
    if (typeof sent === 'number') throw new Error(`refused with ${sent}`)
    expect(await bob.client.waitForMessage(({ msgID }) => msgID === sent.msgID)).toMatchObject({
      groupID,
      sender: ann.userID,
      nameCard: 'Chair',
      textElem: { text: 'hello' },
      isSelf: false,
      seq: '1',
    })
    expect(await say(eve, groupID, 'let me in')).toBe(10007)
  })

  it('that a member missed come after the next login, from the time in the group alone', async () => {
    const groupID = await make('Public', [bob.userID])
    await say(ann, groupID, 'before')
    await ann.groups.setGroupInfo({ groupID, addOpt: 2 })
    const dan = await world.person('dan')
    await dan.tim.joinGroup(groupID, '')
    await dan.client[Symbol.asyncDispose]()
    await say(ann, groupID, 'while away')
    await ann.groups.kickGroupMember(groupID, [dan.userID])
    await say(ann, groupID, 'after')
    const back = await world.another(dan, 'linux')
    await back.client.waitForMessage((message) => message.textElem?.text === 'while away')
    await bob.client.waitForMessage((message) => message.textElem?.text === 'after')
    const texts = back.client.received.flatMap((message) => message.textElem?.text ?? [])
    expect(texts).toEqual(['while away'])
  })

  it('of an AVChatRoom are for those who are there, and leave nothing behind', async () => {
    const groupID = await make('AVChatRoom')
    await bob.tim.joinGroup(groupID, '')
    const sent = await say(ann, groupID, 'live')
    if (typeof sent === 'number') throw new Error(`refused with ${sent}`)
    await bob.client.waitForMessage(({ msgID }) => msgID === sent.msgID)
    const rows = await world.store.query<{ count: number }>(
      {
        name: 'test.avchatroom',
        text: `select count(*)::integer as count from messages m join conversations c using (conversation_id)
          where c.kind = 'group' and c.key = $1`,
      },
      [groupID],
    )
    expect(rows).toEqual([{ count: 0 }])
  })

  it('cost one stored message, however many members there are', async () => {
    const groupID = await make('Community')
    const text = `insert into users (sdk_app_id, user_id) select $1, 'crowd' || n from generate_series(1, 500) n
      on conflict do nothing`
    await world.store.query({ name: 'test.crowd', text }, [world.kit.sdkAppID])
    for (let start = 1; start <= 500; start += 100)
      dataOf(
        await ann.groups.inviteUserToGroup(
          groupID,
          Array.from({ length: 100 }, (_, index) => `crowd${start + index}`),
        ),
      )
    const sent = await say(ann, groupID, 'to all')
    if (typeof sent === 'number') throw new Error(`refused with ${sent}`)
    const rows = await world.store.query<{ count: number }>(
      {
        name: 'test.stored',
        text: `select count(*)::integer as count from messages where record::text like '%to all%'`,
      },
      [],
    )
    expect(rows).toEqual([{ count: 1 }])
    const story = await waitUntil('all members in the story', async () => {
      const found = await world.kit.story(sent.msgID ?? '')
      return found.devices.length === 500 && found.devices.every(({ state }) => state !== 'pending')
        ? found
        : undefined
    })
    expect(new Set(story.devices.map(({ reason }) => reason))).toEqual(new Set(['no-device']))
  })
})

describe('getJoinedGroupList', () => {
  it('has no AVChatRooms, and a Work group only once something was written in it', async () => {
    const lea = await world.person('lea')
    const listed = async () => dataOf(await lea.groups.getJoinedGroupList()).map(({ groupID }) => groupID)
    const work = await make('Work', [lea.userID])
    const publicGroup = await make('Public', [lea.userID])
    const room = await make('AVChatRoom')
    await lea.tim.joinGroup(room, '')
    expect(await listed()).toEqual([publicGroup])
    await say(ann, work, 'first words')
    expect(await listed()).toEqual([work, publicGroup])
  })
})
