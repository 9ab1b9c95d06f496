import { GroupRole, groupTypes, type GroupType } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { addUsers } from '../../messaging/testing/chat.ts'
import { seed } from '../../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../../store/testing.ts'
import { groupActions, mayDo, type GroupAction } from '../rules/rights.ts'
import { as, openGroupsBench, type GroupsBench } from '../testing.ts'

let store: TestStore
let bench: GroupsBench

const { Member, Admin, Owner } = GroupRole
const roles = [
  ['an ordinary member', Member],
  ['an administrator', Admin],
  ['the owner', Owner],
] as const

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  await addUsers(store, 'u200', 'u300', 'u400', 'target', 'outsider', 'guest')
  bench = await openGroupsBench(store)
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  expect(bench.faults).toEqual([])
  await store.close()
})

/** What is asked for, done to an ordinary member where it is done to somebody. */
const deeds: Record<
  GroupAction,
  (userID: string, groupID: string) => Promise<{ ok: boolean; code?: number }>
> = {
  invite: async (userID, groupID) => await bench.groups.invite(as(userID, groupID), ['outsider']),
  kick: async (userID, groupID) => await bench.groups.kick(as(userID, groupID), ['target']),
  'mute-member': async (userID, groupID) =>
    await bench.groups.muteMember(as(userID, groupID), { userID: 'target', seconds: 60 }),
  'mute-all': async (userID, groupID) =>
    await bench.groups.setInfo(as(userID, groupID), { isAllMuted: true }),
  'set-info': async (userID, groupID) =>
    await bench.groups.setInfo(as(userID, groupID), { groupName: userID }),
  'set-add-option': async (userID, groupID) =>
    await bench.groups.setInfo(as(userID, groupID), { addOption: 0 }),
  'set-member-info': async (userID, groupID) =>
    await bench.groups.setMemberInfo(as(userID, groupID), { userID: 'target', nameCard: userID }),
  'set-role': async (userID, groupID) =>
    await bench.groups.setRole(as(userID, groupID), { userID: 'target', role: 300 }),
  'transfer-owner': async (userID, groupID) =>
    await bench.groups.transferOwner(as(userID, groupID), 'target'),
  dismiss: async (userID, groupID) => await bench.groups.dismiss(as(userID, groupID)),
  'handle-application': async (userID, groupID) =>
    await bench.groups.handleApplication(as(userID, groupID), {
      fromUserID: 'guest',
      toUserID: '',
      isAgreed: false,
      message: '',
    }),
}

/** A group with somebody of each role, straight in the database: also of roles its type has not. */
const makeGroup = async (groupType: GroupType): Promise<string> => {
  const groupID = await bench.make('u400', groupType)
  const members = `insert into group_members (sdk_app_id, group_id, user_id, role, joined_at) values
    (1, $1, 'u200', 200, now()), (1, $1, 'u300', 300, now()), (1, $1, 'target', 200, now())`
  const application = `insert into group_applications
    (sdk_app_id, group_id, from_user, type, request_message, added_at) values (1, $1, 'guest', 0, '', now())`
  await store.query({ name: 'test.rights.members', text: members }, [groupID])
  await store.query({ name: 'test.rights.application', text: application }, [groupID])
  bench.memory.forget({ sdkAppID: 1, groupID })
  return groupID
}

describe.each(groupTypes)('in a group of the type %s', (groupType) => {
  it.each(groupActions)(
    '%s is done by who may, refused with 10007 to others, and to who is no member',
    async (action) => {
      for (const [who, role] of roles) {
        const groupID = await makeGroup(groupType)
        const outcome = await deeds[action](`u${role}`, groupID)
        const expected = mayDo(action, { groupType, role, target: Member }) ? 0 : 10007
        expect([who, outcome.ok ? 0 : outcome.code]).toEqual([who, expected])
      }
      const outcome = await deeds[action]('outsider', await makeGroup(groupType))
      expect(outcome.code).toBe(10007)
    },
  )
})
