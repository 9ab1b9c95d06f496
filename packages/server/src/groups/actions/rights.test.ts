import { GroupRole, groupTypes, type GroupType } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { addUsers } from '../../messaging/testing/chat.ts'
import { seed } from '../../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../../store/testing.ts'
import { administratorMay, groupActions, mayDo, type GroupAction } from '../rules/rights.ts'
import { as, openGroupsBench, type GroupsBench } from '../testing.ts'
import { asAdministrator, type GroupActor } from '../types.ts'

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
const deeds: Record<GroupAction, (actor: GroupActor) => Promise<{ ok: boolean; code?: number }>> = {
  invite: async (actor) => await bench.groups.invite(actor, ['outsider']),
  kick: async (actor) => await bench.groups.kick(actor, ['target']),
  'mute-member': async (actor) => await bench.groups.muteMember(actor, { userID: 'target', seconds: 60 }),
  'mute-all': async (actor) => await bench.groups.setInfo(actor, { isAllMuted: true }),
  'set-info': async (actor) => await bench.groups.setInfo(actor, { groupName: actor.userID }),
  'set-add-option': async (actor) => await bench.groups.setInfo(actor, { addOption: 0 }),
  'set-member-info': async (actor) =>
    await bench.groups.setMemberInfo(actor, { userID: 'target', nameCard: actor.userID }),
  'set-role': async (actor) => await bench.groups.setRole(actor, { userID: 'target', role: 300 }),
  'transfer-owner': async (actor) => await bench.groups.transferOwner(actor, 'target'),
  dismiss: async (actor) => await bench.groups.dismiss(actor),
  'handle-application': async (actor) =>
    await bench.groups.handleApplication(actor, {
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
        const outcome = await deeds[action](as(`u${role}`, groupID))
        const expected = mayDo(action, { groupType, role, target: Member }) ? 0 : 10007
        expect([who, outcome.ok ? 0 : outcome.code]).toEqual([who, expected])
      }
      const outcome = await deeds[action](as('outsider', await makeGroup(groupType)))
      expect(outcome.code).toBe(10007)
    },
  )

  it.each(groupActions)('%s is done by the app itself where the type of the group has it', async (action) => {
    const groupID = await makeGroup(groupType)
    const outcome = await deeds[action](asAdministrator({ sdkAppID: 1, groupID }))
    const expected = administratorMay(action, { groupType, target: Member }) ? 0 : 10007
    expect(outcome.ok ? 0 : outcome.code).toBe(expected)
  })
})
