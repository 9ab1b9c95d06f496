import { beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { say, useGroupWorld, type Member } from './group-support.ts'
import { dataOf } from './support.ts'

const world = useGroupWorld()
let ann: Member
let bob: Member
let eve: Member
let groupID = ''

beforeAll(async () => {
  ;[ann, bob, eve] = await world.people('ann', 'bob', 'eve')
})

/** A Public group of ann's with bob as administrator and eve as an ordinary member. */
beforeEach(async () => {
  groupID = dataOf(
    await ann.groups.createGroup({
      groupType: 'Public',
      groupName: 'Club',
      memberList: [
        { userID: bob.userID, role: 300 },
        { userID: eve.userID, role: 200 },
      ],
    }),
  )
})

const roles = async (asker: Member, filter = 0): Promise<string[]> =>
  (dataOf(await asker.groups.getGroupMemberList(groupID, filter, '0')).memberInfoList ?? []).map(
    ({ nickName, role }) => `${nickName} ${role}`,
  )

describe('getGroupMemberList and getGroupMembersInfo', () => {
  it('show members by role, in the order in which they came', async () => {
    expect(await roles(eve)).toEqual(['ann 400', 'bob 300', 'eve 200'])
    expect(await roles(eve, 1)).toEqual(['ann 400'])
    expect(await roles(eve, 2)).toEqual(['bob 300'])
    expect(await roles(eve, 4)).toEqual(['eve 200'])
    expect(await (await world.person('max')).groups.getGroupMemberList(groupID, 0, '0')).toMatchObject({
      code: 10007,
    })
  })

  it('turn pages', async () => {
    const groupOfMany = dataOf(await ann.tim.createGroup('Many', 'Community'))
    const text = `insert into users (sdk_app_id, user_id) select $1, 'many' || n from generate_series(100, 249) n`
    await world.store.query({ name: 'test.many', text }, [world.kit.sdkAppID])
    for (const first of [100, 200])
      await ann.groups.inviteUserToGroup(
        groupOfMany,
        Array.from({ length: first === 100 ? 100 : 50 }, (_, index) => `many${first + index}`),
      )
    const first = dataOf(await ann.groups.getGroupMemberList(groupOfMany, 0, '0'))
    const second = dataOf(await ann.groups.getGroupMemberList(groupOfMany, 0, first.nextSeq ?? ''))
    expect([first.memberInfoList?.length, second.memberInfoList?.length, second.nextSeq]).toEqual([
      100,
      51,
      '0',
    ])
    expect(await ann.groups.getGroupOnlineMemberCount(groupOfMany)).toMatchObject({ code: 0, data: 1 })
  })

  it('know name card and custom fields, which members set for themselves', async () => {
    expect(await eve.groups.setGroupMemberInfo(groupID, eve.userID, 'E.', { seat: '4' })).toMatchObject({
      code: 0,
    })
    expect(await eve.groups.setGroupMemberInfo(groupID, bob.userID, 'B.')).toMatchObject({ code: 10007 })
    expect(await bob.groups.setGroupMemberInfo(groupID, eve.userID, 'E. E.')).toMatchObject({ code: 0 })
    const [found, ...others] = dataOf(await ann.groups.getGroupMembersInfo(groupID, [eve.userID, 'nobody']))
    expect(others).toEqual([])
    expect(found).toMatchObject({
      userID: eve.userID,
      nickName: 'eve',
      nameCard: 'E. E.',
      customInfo: { seat: '4' },
      role: 200,
      muteUntil: 0,
      joinTime: expect.any(Number),
    })
  })
})

describe('setGroupInfo', () => {
  it('is told as it changed, live and as a tip', async () => {
    expect(
      await bob.groups.setGroupInfo({ groupID, groupName: 'Chess club', isAllMuted: true }),
    ).toMatchObject({ code: 0 })
    const changes = [
      { type: 1, value: 'Chess club' },
      { type: 8, boolValue: true },
    ]
    expect(await eve.hears('onGroupInfoChanged', groupID)).toMatchObject([changes])
    const tip = await eve.tip(groupID, 7)
    expect(tip.groupTipsElem).toMatchObject({
      groupID,
      opMember: { userID: bob.userID },
      groupChangeInfoList: changes,
    })
    expect(await say(eve, groupID, 'may I?')).toBe(10017)
    expect(await say(bob, groupID, 'I may')).toMatchObject({ status: 2 })
    expect(await eve.groups.setGroupInfo({ groupID, groupName: 'x' })).toMatchObject({ code: 10007 })
    const [found] = dataOf(await eve.groups.getGroupsInfo([groupID]))
    expect(found?.groupInfo).toMatchObject({
      groupName: 'Chess club',
      isAllMuted: true,
      memberCount: 3,
      role: 200,
    })
  })
})

describe('muteGroupMember', () => {
  it('keeps a member from speaking, by those above alone', async () => {
    expect(await bob.groups.muteGroupMember(groupID, eve.userID, 600)).toMatchObject({ code: 0 })
    expect(await ann.hears('onMemberInfoChanged', groupID)).toEqual([[{ userID: eve.userID, muteTime: 600 }]])
    expect((await ann.tip(groupID, 8)).groupTipsElem).toMatchObject({
      memberChangeInfoList: [{ userID: eve.userID, muteTime: 600 }],
    })
    expect(await say(eve, groupID, 'may I?')).toBe(10017)
    const [found] = dataOf(await ann.groups.getGroupMembersInfo(groupID, [eve.userID]))
    expect(found?.muteUntil).toBeGreaterThan(Date.now() / 1000 + 500)
    expect(await bob.groups.muteGroupMember(groupID, eve.userID, 0)).toMatchObject({ code: 0 })
    expect(await say(eve, groupID, 'thank you')).toMatchObject({ status: 2 })
    expect(await bob.groups.muteGroupMember(groupID, ann.userID, 60)).toMatchObject({ code: 10007 })
    expect(await eve.groups.muteGroupMember(groupID, bob.userID, 60)).toMatchObject({ code: 10007 })
  })

  it('does not exist in a Work group', async () => {
    const work = dataOf(
      await ann.groups.createGroup({
        groupType: 'Work',
        groupName: 'W',
        memberList: [{ userID: bob.userID, role: 200 }],
      }),
    )
    expect(await ann.groups.muteGroupMember(work, bob.userID, 60)).toMatchObject({ code: 10007 })
  })
})

describe('inviteUserToGroup and kickGroupMember', () => {
  it('a Work group is joined by invitation, and its owner alone removes', async () => {
    const work = dataOf(
      await ann.groups.createGroup({
        groupType: 'Work',
        groupName: 'W',
        memberList: [{ userID: bob.userID, role: 200 }],
      }),
    )
    expect(await bob.groups.inviteUserToGroup(work, [eve.userID, ann.userID, 'nobody'])).toMatchObject({
      code: 0,
      data: [
        { memberID: eve.userID, result: 1 },
        { memberID: ann.userID, result: 2 },
        { memberID: 'nobody', result: 0 },
      ],
    })
    expect(await eve.hears('onMemberInvited', work)).toMatchObject([
      { userID: bob.userID },
      [{ userID: eve.userID }],
    ])
    expect((await ann.tip(work, 2)).groupTipsElem).toMatchObject({ memberCount: 3 })
    expect(await bob.groups.kickGroupMember(work, [eve.userID])).toMatchObject({ code: 10007 })
    expect(await ann.groups.kickGroupMember(work, [eve.userID, 'nobody'], 'by mistake')).toMatchObject({
      code: 0,
      data: [
        { memberID: eve.userID, result: 1 },
        { memberID: 'nobody', result: 2 },
      ],
    })
    expect(await eve.hears('onMemberKicked', work)).toMatchObject([
      { userID: ann.userID },
      [{ userID: eve.userID }],
    ])
    await bob.tip(work, 4)
    expect(await say(eve, work, 'hello?')).toBe(10007)
  })

  it('a Public group takes no invitations; administrators remove ordinary members', async () => {
    expect(await ann.groups.inviteUserToGroup(groupID, ['x'])).toMatchObject({ code: 10007 })
    expect(await bob.groups.kickGroupMember(groupID, [ann.userID])).toMatchObject({ code: 10007 })
    expect(await bob.groups.kickGroupMember(groupID, [eve.userID])).toMatchObject({ code: 0 })
    expect(await roles(ann)).toEqual(['ann 400', 'bob 300'])
  })
})

describe('setGroupMemberRole and transferGroupOwner', () => {
  it('administrators are made and unmade by the owner, and told', async () => {
    expect(await bob.groups.setGroupMemberRole(groupID, eve.userID, 300)).toMatchObject({ code: 10007 })
    expect(await ann.groups.setGroupMemberRole(groupID, eve.userID, 300)).toMatchObject({ code: 0 })
    expect(await bob.hears('onGrantAdministrator', groupID)).toMatchObject([
      { userID: ann.userID },
      [{ userID: eve.userID }],
    ])
    await bob.tip(groupID, 5)
    expect(await ann.groups.setGroupMemberRole(groupID, eve.userID, 200)).toMatchObject({ code: 0 })
    expect(await eve.hears('onRevokeAdministrator', groupID)).toMatchObject([
      { userID: ann.userID },
      [{ userID: eve.userID }],
    ])
    await bob.tip(groupID, 6)
    expect(await ann.groups.setGroupMemberRole(groupID, eve.userID, 400)).toMatchObject({ code: 10004 })
  })

  it('the group is passed on', async () => {
    expect(await eve.groups.transferGroupOwner(groupID, eve.userID)).toMatchObject({ code: 10007 })
    expect(await ann.groups.transferGroupOwner(groupID, eve.userID)).toMatchObject({ code: 0 })
    expect(await bob.hears('onGroupInfoChanged', groupID)).toMatchObject([[{ type: 5, value: eve.userID }]])
    expect(await roles(bob)).toEqual(['ann 200', 'bob 300', 'eve 400'])
    expect(await ann.tim.quitGroup(groupID)).toMatchObject({ code: 0 })
  })
})

it('what comes with topics, attributes and search answers 7013', async () => {
  for (const answer of [
    await ann.groups.searchGroups({}),
    await ann.groups.getGroupAttributes(groupID),
    await ann.groups.getJoinedCommunityList(),
    await ann.groups.setGroupApplicationRead(),
  ])
    expect(answer).toMatchObject({ code: 7013 })
})
