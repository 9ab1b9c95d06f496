import type { GroupRecord, RequestFrame } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { App } from '../../testing/app.ts'
import type { GatewayAnswer } from '../../testing/fake-gateway.ts'
import type { V2TIMManager } from '../v2tim-manager.ts'

const group: GroupRecord = {
  groupID: 'g',
  groupType: 'Public',
  groupName: 'Name',
  introduction: 'i',
  notification: 'n',
  faceUrl: 'f',
  isAllMuted: false,
  isSupportTopic: false,
  owner: 'olga',
  addOption: 1,
  createTimeMs: 1_700_000_000_999,
  lastInfoTimeMs: 1_700_000_001_000,
  lastMessageTimeMs: 1_700_000_002_000,
  memberCount: 3,
  maxMemberCount: 2000,
  customInfo: { k: 'v' },
  mine: { role: 300, receiveOption: 2, joinTimeMs: 1_700_000_003_000, nameCard: 'card' },
}

/** An app with alice logged in, whose gateway answers as told by method. */
const appWith = async (answers: Record<string, GatewayAnswer>): Promise<App> => {
  const app = await App.loggedIn()
  const { gateway } = app
  gateway.answer = (request, connection) =>
    answers[request.method] ?? gateway.usualAnswer(request, connection)
  return app
}

/** What was asked of the server, by method. */
const asked = (app: App, method: string): unknown[] =>
  app.gateway.last.requests(method).map((request: RequestFrame) => request.params)

type Call = (tim: V2TIMManager) => Promise<unknown>
const results = { code: 0, data: { results: [{ userID: 'bob', result: 1 }] } }

describe('each call', () => {
  const calls: [string, Call, string, unknown, GatewayAnswer, unknown][] = [
    [
      'createGroup(name, type)',
      (tim) => tim.createGroup('Name', 'Work'),
      'group.create',
      { groupName: 'Name', groupType: 'Work', random: expect.any(Number) },
      { code: 0, data: { groupID: '@TGS#A' } },
      { code: 0, desc: 'ok', data: '@TGS#A' },
    ],
    [
      'createGroup(name, type, id)',
      (tim) => tim.createGroup('Name', 'Public', 'mine'),
      'group.create',
      { groupName: 'Name', groupType: 'Public', groupID: 'mine' },
      { code: 0, data: { groupID: 'mine' } },
      { code: 0, desc: 'ok', data: 'mine' },
    ],
    [
      'createGroup({ ... }) of the group manager',
      (tim) =>
        tim.getGroupManager().createGroup({
          groupType: 'Public',
          groupName: 'Name',
          groupID: 'mine',
          introduction: 'i',
          notification: 'n',
          faceUrl: 'f',
          isAllMuted: true,
          addOpt: 1,
          memberList: [
            { userID: 'bob', role: 300 },
            { userID: 'eve', role: 200 },
          ],
        }),
      'group.create',
      {
        groupName: 'Name',
        groupType: 'Public',
        groupID: 'mine',
        introduction: 'i',
        notification: 'n',
        faceUrl: 'f',
        isAllMuted: true,
        addOption: 1,
        members: [
          { userID: 'bob', role: 300 },
          { userID: 'eve', role: 200 },
        ],
      },
      { code: 10021, desc: 'taken' },
      { code: 10021, desc: 'taken' },
    ],
    [
      'createGroup of a type that is joined at once, with the default "with approval"',
      (tim) => tim.getGroupManager().createGroup({ groupType: 'Meeting', groupName: 'N', addOpt: 1 }),
      'group.create',
      { groupName: 'N', groupType: 'Meeting', random: expect.any(Number) },
      { code: 0, data: { groupID: 'g' } },
      { code: 0, desc: 'ok', data: 'g' },
    ],
    [
      'joinGroup(id, message)',
      (tim) => tim.joinGroup('g', 'please'),
      'group.join',
      { groupID: 'g', message: 'please' },
      { code: 0, data: { isPending: true } },
      { code: 0, desc: 'ok' },
    ],
    [
      'quitGroup',
      (tim) => tim.quitGroup('g'),
      'group.quit',
      { groupID: 'g' },
      { code: 10009, desc: 'owner' },
      { code: 10009, desc: 'owner' },
    ],
    [
      'dismissGroup',
      (tim) => tim.dismissGroup('g'),
      'group.dismiss',
      { groupID: 'g' },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'getGroupsInfo',
      (tim) => tim.getGroupManager().getGroupsInfo(['g', 'x']),
      'group.info',
      { groupIDs: ['g', 'x'] },
      {
        code: 0,
        data: {
          groups: [
            { groupID: 'g', group },
            { groupID: 'x', code: 10010, desc: 'none' },
          ],
        },
      },
      {
        code: 0,
        desc: 'ok',
        data: [
          {
            resultCode: 0,
            resultMessage: 'ok',
            groupInfo: {
              groupID: 'g',
              groupType: 'Public',
              groupName: 'Name',
              introduction: 'i',
              notification: 'n',
              faceUrl: 'f',
              isAllMuted: false,
              isSupportTopic: false,
              owner: 'olga',
              groupAddOpt: 1,
              createTime: 1_700_000_000,
              lastInfoTime: 1_700_000_001,
              lastMessageTime: 1_700_000_002,
              memberCount: 3,
              role: 300,
              recvOpt: 2,
              joinTime: 1_700_000_003,
              customInfo: { k: 'v' },
            },
          },
          { resultCode: 10010, resultMessage: 'none', groupInfo: { groupID: 'x', groupType: '' } },
        ],
      },
    ],
    [
      'setGroupInfo, by the original’s key addOpt',
      (tim) =>
        tim.getGroupManager().setGroupInfo({ groupID: 'g', groupName: 'N', addOpt: 2, introduction: '' }),
      'group.setInfo',
      { groupID: 'g', groupName: 'N', addOption: 2, introduction: '' },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'setGroupInfo, by the key of the type',
      (tim) =>
        tim
          .getGroupManager()
          .setGroupInfo({ groupID: 'g', groupType: 'Public', groupAddOpt: 0, isAllMuted: true }),
      'group.setInfo',
      { groupID: 'g', addOption: 0, isAllMuted: true },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'getGroupOnlineMemberCount',
      (tim) => tim.getGroupManager().getGroupOnlineMemberCount('g'),
      'group.onlineCount',
      { groupID: 'g' },
      { code: 0, data: { count: 7 } },
      { code: 0, desc: 'ok', data: 7 },
    ],
    [
      'getGroupMemberList, the last page',
      (tim) => tim.getGroupManager().getGroupMemberList('g', 2, '15'),
      'group.members',
      { groupID: 'g', filter: 2, cursor: '15' },
      {
        code: 0,
        data: {
          members: [
            {
              userID: 'bob',
              nickName: 'Bob',
              faceUrl: 'f',
              nameCard: 'B',
              role: 300,
              joinTimeMs: 5_000,
              mutedUntilMs: 9_001,
              customInfo: { a: '1' },
            },
            { userID: 'eve', role: 200, joinTimeMs: 6_000, customInfo: {} },
          ],
        },
      },
      {
        code: 0,
        desc: 'ok',
        data: {
          nextSeq: '0',
          memberInfoList: [
            {
              userID: 'bob',
              nickName: 'Bob',
              faceUrl: 'f',
              nameCard: 'B',
              role: 300,
              joinTime: 5,
              muteUntil: 10,
              customInfo: { a: '1' },
            },
            { userID: 'eve', role: 200, joinTime: 6, muteUntil: 0, customInfo: {} },
          ],
        },
      },
    ],
    [
      'getGroupMemberList, a page that is not the last',
      (tim) => tim.getGroupManager().getGroupMemberList('g', 0, '0', 30, 0),
      'group.members',
      { groupID: 'g', filter: 0 },
      { code: 0, data: { members: [], nextCursor: '99' } },
      { code: 0, desc: 'ok', data: { nextSeq: '99', memberInfoList: [] } },
    ],
    [
      'getGroupMembersInfo',
      (tim) => tim.getGroupManager().getGroupMembersInfo('g', ['bob']),
      'group.membersInfo',
      { groupID: 'g', userIDs: ['bob'] },
      { code: 0, data: { members: [] } },
      { code: 0, desc: 'ok', data: [] },
    ],
    [
      'setGroupMemberInfo',
      (tim) => tim.getGroupManager().setGroupMemberInfo('g', 'bob', 'card', { a: '1' }),
      'group.setMemberInfo',
      { groupID: 'g', userID: 'bob', nameCard: 'card', customInfo: { a: '1' } },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'muteGroupMember',
      (tim) => tim.getGroupManager().muteGroupMember('g', 'bob', 60),
      'group.muteMember',
      { groupID: 'g', userID: 'bob', seconds: 60 },
      { code: 10007, desc: 'no' },
      { code: 10007, desc: 'no' },
    ],
    [
      'inviteUserToGroup',
      (tim) => tim.getGroupManager().inviteUserToGroup('g', ['bob']),
      'group.invite',
      { groupID: 'g', userIDs: ['bob'] },
      results,
      { code: 0, desc: 'ok', data: [{ memberID: 'bob', result: 1 }] },
    ],
    [
      'kickGroupMember',
      (tim) => tim.getGroupManager().kickGroupMember('g', ['bob'], 'spam'),
      'group.kick',
      { groupID: 'g', userIDs: ['bob'], reason: 'spam' },
      results,
      { code: 0, desc: 'ok', data: [{ memberID: 'bob', result: 1 }] },
    ],
    [
      'setGroupMemberRole',
      (tim) => tim.getGroupManager().setGroupMemberRole('g', 'bob', 300),
      'group.setRole',
      { groupID: 'g', userID: 'bob', role: 300 },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'transferGroupOwner',
      (tim) => tim.getGroupManager().transferGroupOwner('g', 'bob'),
      'group.transferOwner',
      { groupID: 'g', userID: 'bob' },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'getGroupApplicationList',
      (tim) => tim.getGroupManager().getGroupApplicationList(),
      'group.applications',
      {},
      {
        code: 0,
        data: {
          applications: [
            {
              groupID: 'g',
              fromUser: { userID: 'bob', nickName: 'Bob' },
              toUserID: '',
              type: 0,
              requestMessage: 'please',
              addTimeMs: 5_000,
              handleStatus: 0,
              handleResult: 0,
              handleMessage: '',
            },
          ],
        },
      },
      {
        code: 0,
        desc: 'ok',
        data: {
          unreadCount: 1,
          groupApplicationList: [
            {
              groupID: 'g',
              fromUser: 'bob',
              fromUserNickName: 'Bob',
              toUser: '',
              addTime: 5,
              requestMsg: 'please',
              handleMsg: '',
              handledMsg: '',
              type: 0,
              handleStatus: 0,
              handleResult: 0,
            },
          ],
        },
      },
    ],
    [
      'acceptGroupApplication(group, from, to, reason)',
      (tim) => tim.getGroupManager().acceptGroupApplication('g', 'bob', '0', 'welcome', 5, 0),
      'group.handleApplication',
      { groupID: 'g', fromUserID: 'bob', toUserID: '', isAgreed: true, message: 'welcome' },
      { code: 0, data: {} },
      { code: 0, desc: 'ok' },
    ],
    [
      'refuseGroupApplication(group, from, to, type, time, reason) of an application there is not',
      (tim) => tim.getGroupManager().refuseGroupApplication('g', 'bob', '', 0, 5, 'no room'),
      'group.handleApplication',
      { groupID: 'g', fromUserID: 'bob', toUserID: '', isAgreed: false, message: 'no room' },
      { code: 10004, desc: 'none' },
      { code: -1, desc: 'none' },
    ],
  ]

  it.each(calls)('%s', async (_what, call, method, params, answer, expected) => {
    await using app = await appWith({ [method]: answer })
    expect(await call(app.tim)).toEqual(expected)
    expect(asked(app, method)).toEqual([params])
  })

  it('needs a login, and says so by the code', async () => {
    await using app = await App.start()
    expect(await app.tim.createGroup('N', 'Work')).toMatchObject({ code: 6014 })
    expect(await app.tim.getGroupManager().getJoinedGroupList()).toMatchObject({ code: 6014 })
  })
})

describe('what is wrong on the face of it is answered here', () => {
  const wrong: [string, Call, number][] = [
    ['a type there is not', (tim) => tim.createGroup('N', 'Club'), 6017],
    ['no name', (tim) => tim.createGroup('', 'Work'), 6017],
    ['too long a name', (tim) => tim.createGroup('x'.repeat(101), 'Work'), 8502],
    ['an ID of the server’s', (tim) => tim.createGroup('N', 'Work', '@TGS#1'), 8501],
    ['too long an ID', (tim) => tim.createGroup('N', 'Work', 'x'.repeat(49)), 8501],
    ['a Community’s ID without its prefix', (tim) => tim.createGroup('N', 'Community', 'mine'), 8501],
    [
      'too long an introduction',
      (tim) =>
        tim
          .getGroupManager()
          .createGroup({ groupType: 'Work', groupName: 'N', introduction: '群'.repeat(134) }),
      8503,
    ],
    [
      'too long a notification',
      (tim) => tim.getGroupManager().setGroupInfo({ groupID: 'g', notification: 'x'.repeat(401) }),
      8504,
    ],
    [
      'too long a face',
      (tim) => tim.getGroupManager().setGroupInfo({ groupID: 'g', faceUrl: 'x'.repeat(501) }),
      8505,
    ],
    [
      'too long a name card',
      (tim) => tim.getGroupManager().setGroupMemberInfo('g', 'bob', 'x'.repeat(51)),
      8506,
    ],
    [
      '21 first members',
      (tim) =>
        tim.getGroupManager().createGroup({
          groupType: 'Work',
          groupName: 'N',
          memberList: Array.from({ length: 21 }, (_, index) => ({ userID: `u${index}`, role: 200 })),
        }),
      8507,
    ],
    [
      'first members of an AVChatRoom',
      (tim) =>
        tim.getGroupManager().createGroup({
          groupType: 'AVChatRoom',
          groupName: 'N',
          memberList: [{ userID: 'bob', role: 200 }],
        }),
      10007,
    ],
    ['nobody to invite', (tim) => tim.getGroupManager().inviteUserToGroup('g', []), 8510],
    ['a userID that is none', (tim) => tim.getGroupManager().inviteUserToGroup('g', ['']), 7003],
    ['a filter there is not', (tim) => tim.getGroupManager().getGroupMemberList('g', 3, '0'), 6017],
    ['a cursor that is none', (tim) => tim.getGroupManager().getGroupMemberList('g', 0, 'x'), 6017],
    ['a role there is not', (tim) => tim.getGroupManager().setGroupMemberRole('g', 'bob', 250), 6017],
    ['a time below 0', (tim) => tim.getGroupManager().muteGroupMember('g', 'bob', -1), 6017],
    ['no group', (tim) => tim.joinGroup('', 'x'), 8501],
    [
      'custom info that is no text',
      (tim) => tim.getGroupManager().setGroupInfo({ groupID: 'g', customInfo: { a: 1 } as never }),
      6017,
    ],
  ]

  it.each(wrong)('%s', async (_what, call, code) => {
    await using app = await appWith({})
    expect(await call(app.tim)).toMatchObject({ code, desc: expect.any(String) })
    expect(
      app.gateway.last.frames.filter((frame) => frame.type === 'request' && frame.method !== 'login'),
    ).toEqual([])
  })
})
