import type { CreateGroupParams, GroupType } from '@carillon/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { addUsers } from '../messaging/testing/chat.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { as, openGroupsBench, type GroupsBench } from './testing.ts'

let store: TestStore
let bench: GroupsBench

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  await addUsers(store, 'olga', 'adam', 'mia', 'max', 'sam', 'online1')
})
afterAll(async () => await store.close())
beforeEach(async () => {
  bench = await openGroupsBench(store)
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  expect(bench.faults).toEqual([])
})

/** A group of olga's with adam as administrator (where there are any) and mia as an ordinary member. */
const withMembers = async (groupType: GroupType): Promise<string> => {
  const groupID = await bench.make(
    'olga',
    groupType,
    groupType === 'AVChatRoom'
      ? {}
      : { members: [{ userID: 'adam', role: 300 }, { userID: 'mia' }, { userID: 'nobody' }] },
  )
  if (groupType === 'AVChatRoom')
    for (const userID of ['adam', 'mia']) await bench.groups.join(as(userID, groupID), '')
  bench.notices.length = 0
  bench.tips.length = 0
  return groupID
}

const rolesIn = async (groupID: string, asker = 'olga'): Promise<string[]> => {
  const outcome = await bench.groups.members(as(asker, groupID), { filter: 0 })
  if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.desc}`)
  return outcome.data.members.map(({ userID, role }) => `${userID} ${role}`)
}

const standing = async (groupID: string, userID: string): Promise<unknown> => {
  const text = `select m.receive_option as option, m.joined_seq as joined, m.first_seq as first,
    m.left_seq as left from conversation_members m join conversations c using (conversation_id)
    where c.kind = 'group' and c.key = $1 and m.user_id = $2`
  const [row] = await store.query({ name: 'test.standing', text }, [groupID, userID])
  return row
}

/** As if so many messages had been written. */
const write = async (groupID: string, count: number): Promise<void> => {
  const text = `update conversations set last_seq = last_seq + $2, last_message_at = now(), last_entry_at = now()
    where kind = 'group' and key = $1`
  await store.query({ name: 'test.write', text }, [groupID, count])
}

describe('making a group', () => {
  it.each([
    ['Work', ['olga 400', 'adam 200', 'mia 200']],
    ['Public', ['olga 400', 'adam 300', 'mia 200']],
    ['Meeting', ['olga 400', 'adam 300', 'mia 200']],
    ['Community', ['olga 400', 'adam 300', 'mia 200']],
    ['AVChatRoom', ['mia 200', 'adam 200', 'olga 400']],
  ] as const)('%s: the creator owns it, who does not exist is left out', async (groupType, expected) => {
    const groupID = await withMembers(groupType)
    expect(groupID).toMatch(groupType === 'Community' ? /^@TGS#_\w{13}$/ : /^@TGS#[A-Z2-7]{13}$/)
    expect(await rolesIn(groupID)).toEqual(expected)
  })

  it('tells the creator, and the first members where they may see it', async () => {
    await bench.make('olga', 'Public', { members: [{ userID: 'mia' }] })
    expect(bench.notices.map(({ userIDs, notice }) => [notice.kind, ...userIDs])).toEqual([
      ['created', 'olga'],
      ['member-invited', 'olga', 'mia'],
    ])
    bench.notices.length = 0
    await bench.make('olga', 'Work', { members: [{ userID: 'mia' }] })
    expect(bench.notices.map(({ notice }) => notice.kind)).toEqual(['created'])
  })

  it('refuses an ID that is taken: 10025 to its owner, 10021 to others', async () => {
    const params = { groupType: 'Public', groupName: 'x', groupID: 'taken' } as const
    const make = async (userID: string) => await bench.groups.create({ sdkAppID: 1, userID }, params)
    expect(await bench.code(make('olga'))).toBe(0)
    expect(await bench.code(make('olga'))).toBe(10025)
    expect(await bench.code(make('mia'))).toBe(10021)
  })

  const refusals: [string, Partial<CreateGroupParams>, number][] = [
    ['AVChatRoom with members', { groupType: 'AVChatRoom', members: [{ userID: 'mia' }] }, 10007],
    ['topics outside a Community', { isSupportTopic: true }, 10004],
    ['a name that is too long', { groupName: 'x'.repeat(101) }, 10004],
    ['an ID of the server’s', { groupID: '@TGS#mine' }, 10015],
  ]
  it.each(refusals)('refuses %s', async (_what, change, code) => {
    const params: CreateGroupParams = { groupType: 'Public', groupName: 'x', ...change }
    expect(await bench.code(bench.groups.create({ sdkAppID: 1, userID: 'olga' }, params))).toBe(code)
  })

  it('is one group when the same is asked for twice, at once or later', async () => {
    const make = async (random: number, userID = 'olga') => {
      const outcome = await bench.groups.create(
        { sdkAppID: 1, userID },
        { groupType: 'Meeting', groupName: 'x', random },
      )
      return outcome.ok ? outcome.data.groupID : outcome.code
    }
    const [first, second] = await Promise.all([make(7), make(7)])
    expect(second).toBe(first)
    expect(await make(7)).toBe(first)
    expect(await make(8)).not.toBe(first)
    expect(await make(7, 'mia')).not.toBe(first)
  })

  it('takes an ID that was dismissed, and what was written before is nobody’s', async () => {
    const again = async () => await bench.make('olga', 'Meeting', { groupID: 'again' })
    await again()
    await write('again', 5)
    expect(await bench.code(bench.groups.dismiss(as('olga', 'again')))).toBe(0)
    await again()
    await bench.groups.join(as('mia', 'again'), '')
    expect(await standing('again', 'mia')).toEqual({ option: 2, joined: 5, first: 5, left: null })
    expect(await standing('again', 'olga')).toMatchObject({ joined: 5, first: 5, left: null })
  })
})

describe('coming in', () => {
  it.each([
    ['Work', 10007],
    ['Public', 0],
    ['Meeting', 0],
    ['Community', 0],
    ['AVChatRoom', 0],
  ] as const)('%s: asking to join answers %i', async (groupType, code) => {
    const groupID = await bench.make('olga', groupType)
    expect(await bench.code(bench.groups.join(as('mia', groupID), 'hello'))).toBe(code)
    const isIn = (await rolesIn(groupID)).includes('mia 200')
    expect(isIn).toBe(code === 0 && groupType !== 'Public')
    // Joined twice, or asked twice.
    const again = { Work: 10007, Public: 0, Meeting: 10013, Community: 10013, AVChatRoom: 0 }[groupType]
    expect(await bench.code(bench.groups.join(as('mia', groupID), ''))).toBe(again)
  })

  it.each([
    ['Work', { option: 0, joined: 7, first: 7, left: null }],
    ['Public', { option: 0, joined: 7, first: 7, left: null }],
    ['Meeting', { option: 2, joined: 7, first: 0, left: null }],
    ['Community', { option: 0, joined: 7, first: 0, left: null }],
    ['AVChatRoom', undefined],
  ] as const)('%s: what the type gives a new member', async (groupType, expected) => {
    const groupID = await bench.make('olga', groupType, groupType === 'Public' ? { addOption: 2 } : {})
    await write(groupID, 7)
    if (groupType === 'Work') await bench.groups.invite(as('olga', groupID), ['mia'])
    else await bench.groups.join(as('mia', groupID), '')
    expect(await standing(groupID, 'mia')).toEqual(expected)
  })

  it('keeps what a member had, and begins anew for one who comes back', async () => {
    const groupID = await bench.make('olga', 'Public', { addOption: 2 })
    await bench.groups.join(as('mia', groupID), '')
    await write(groupID, 3)
    await bench.groups.quit(as('mia', groupID))
    expect(await standing(groupID, 'mia')).toEqual({ option: 0, joined: 0, first: 0, left: 3 })
    await write(groupID, 4)
    await bench.groups.join(as('mia', groupID), '')
    expect(await standing(groupID, 'mia')).toEqual({ option: 0, joined: 7, first: 7, left: null })
  })

  it('goes by the group’s own option where there is one', async () => {
    const groupID = await bench.make('olga', 'Public', { addOption: 0 })
    expect(await bench.code(bench.groups.join(as('mia', groupID), ''))).toBe(10007)
    expect(await bench.code(bench.groups.setInfo(as('olga', groupID), { addOption: 2 }))).toBe(0)
    expect(await bench.code(bench.groups.join(as('mia', groupID), ''))).toBe(0)
  })

  it('ends at the limit of the type, and of the groups of a user', async () => {
    bench.tenants.settings = {
      ...bench.tenants.settings,
      groups: { ...bench.tenants.settings.groups, workMembers: 2, meetingMembers: 2, groupsPerUser: 1_000 },
    }
    const meeting = await bench.make('olga', 'Meeting')
    expect(await bench.code(bench.groups.join(as('mia', meeting), ''))).toBe(0)
    expect(await bench.code(bench.groups.join(as('max', meeting), ''))).toBe(10014)
    const work = await bench.make('olga', 'Work')
    expect(await bench.groups.invite(as('olga', work), ['mia', 'max', 'olga', 'nobody'])).toMatchObject({
      data: {
        results: [
          { userID: 'mia', result: 1 },
          { userID: 'max', result: 4 },
          { userID: 'olga', result: 2 },
          { userID: 'nobody', result: 4 },
        ],
      },
    })
    bench.tenants.settings.groups.groupsPerUser = 1
    await addUsers(store, 'lazy')
    await bench.make('lazy', 'Meeting')
    const second = bench.groups.create(
      { sdkAppID: 1, userID: 'lazy' },
      { groupType: 'Meeting', groupName: 'x' },
    )
    expect(await bench.code(second)).toBe(10037)
  })

  it('by application: told to those in charge, handled once, and then told to the applicant', async () => {
    const groupID = await withMembers('Public')
    expect(await bench.groups.join(as('max', groupID), 'let me in')).toEqual({
      ok: true,
      data: { isPending: true },
    })
    const [told] = bench.notices
    expect(told?.userIDs.toSorted()).toEqual(['adam', 'olga'])
    expect(told?.notice).toEqual({
      groupID,
      kind: 'application-received',
      applicant: { userID: 'max' },
      message: 'let me in',
    })
    const listed = await bench.groups.applications({ sdkAppID: 1, userID: 'adam' })
    expect(listed.ok && listed.data.applications.find((each) => each.groupID === groupID)).toMatchObject({
      fromUser: { userID: 'max' },
      toUserID: '',
      type: 0,
      requestMessage: 'let me in',
      handleStatus: 0,
    })
    const answer = { fromUserID: 'max', toUserID: '', isAgreed: true, message: 'welcome' }
    expect(await bench.code(bench.groups.handleApplication(as('mia', groupID), answer))).toBe(10007)
    bench.notices.length = 0
    expect(await bench.code(bench.groups.handleApplication(as('adam', groupID), answer))).toBe(0)
    expect(bench.notices.map(({ userIDs, notice }) => [notice.kind, userIDs.length])).toEqual([
      ['application-processed', 1],
      ['member-entered', 4],
    ])
    expect(await rolesIn(groupID)).toContain('max 200')
    expect(await bench.code(bench.groups.handleApplication(as('olga', groupID), answer))).toBe(10024)
    const unknown = { ...answer, fromUserID: 'sam' }
    expect(await bench.code(bench.groups.handleApplication(as('olga', groupID), unknown))).toBe(10004)
    const seen = async (userID: string) => {
      const { data } = (await bench.groups.applications({ sdkAppID: 1, userID })) as {
        data: { applications: { groupID: string; handleStatus: number; handleResult: number }[] }
      }
      const found = data.applications.find((each) => each.groupID === groupID)
      return [found?.handleStatus, found?.handleResult]
    }
    expect(await seen('adam')).toEqual([2, 1])
    expect(await seen('olga')).toEqual([1, 1])
  })
})

describe('tips and notices of coming and going', () => {
  it.each([
    ['Work', 'stored', ['member-left', 'tip 3']],
    ['Public', 'stored', ['member-left', 'tip 3']],
    ['Meeting', 'off', []],
    ['Community', 'live', ['member-left', 'tip 3']],
    ['AVChatRoom', 'live', ['member-left', 'tip 3']],
  ] as const)('%s: %s', async (groupType, policy, expected) => {
    const groupID = await withMembers(groupType)
    expect(await bench.code(bench.groups.quit(as('mia', groupID)))).toBe(0)
    const [own, ...others] = bench.notices
    expect([own?.notice.kind, own?.userIDs]).toEqual(['quit', ['mia']])
    const told = [
      ...others.map(({ notice }) => notice.kind),
      ...bench.tips.map(({ element }) => `tip ${element.tip}`),
    ]
    expect(told).toEqual(expected)
    if (policy !== 'off') {
      expect(bench.tips[0]).toMatchObject({ isStored: policy === 'stored', groupID })
      expect(bench.tips[0]?.recipients.toSorted()).toEqual(['adam', 'olga'])
      expect(bench.tips[0]?.element).toMatchObject({ members: [{ userID: 'mia' }], memberCount: 2 })
    }
  })
})

describe('leaving', () => {
  it.each([
    ['Public', 10009],
    ['Meeting', 10009],
    ['Community', 10009],
    ['AVChatRoom', 10009],
    ['Work', 0],
  ] as const)('%s: the owner gets %i', async (groupType, code) => {
    const groupID = await withMembers(groupType)
    expect(await bench.code(bench.groups.quit(as('olga', groupID)))).toBe(code)
    expect(await bench.code(bench.groups.quit(as('sam', groupID)))).toBe(10007)
    // The one who has been there longest has it now.
    if (code === 0) expect(await rolesIn(groupID, 'mia')).toEqual(['adam 400', 'mia 200'])
  })

  it('ends a Work group with its last member', async () => {
    const groupID = await bench.make('olga', 'Work')
    await bench.groups.quit(as('olga', groupID))
    expect(await bench.code(bench.groups.quit(as('olga', groupID)))).toBe(10010)
  })

  it('by removal: results one by one, and those removed hear of it', async () => {
    const groupID = await withMembers('Public')
    expect(await bench.groups.kick(as('olga', groupID), ['mia', 'sam', 'olga', 'mia'])).toMatchObject({
      data: {
        results: [
          { userID: 'mia', result: 1 },
          { userID: 'sam', result: 2 },
          { userID: 'olga', result: 0 },
        ],
      },
    })
    expect(bench.notices.map(({ userIDs, notice }) => [notice.kind, userIDs.toSorted()])).toEqual([
      ['member-kicked', ['adam', 'olga']],
      ['member-kicked', ['mia']],
    ])
    expect(await bench.code(bench.groups.kick(as('adam', groupID), ['olga']))).toBe(10007)
    expect(await bench.code(bench.groups.kick(as('mia', groupID), ['adam']))).toBe(10007)
  })

  it('by dismissal: everyone hears of it, and there is no group any more', async () => {
    const groupID = await withMembers('Community')
    await write(groupID, 2)
    expect(await bench.code(bench.groups.dismiss(as('adam', groupID)))).toBe(10007)
    expect(await bench.code(bench.groups.dismiss(as('olga', groupID)))).toBe(0)
    expect(bench.notices.map(({ userIDs, notice }) => [notice.kind, userIDs.toSorted()])).toEqual([
      ['dismissed', ['adam', 'mia', 'olga']],
    ])
    expect(await standing(groupID, 'mia')).toMatchObject({ left: 2 })
    expect(await bench.code(bench.groups.join(as('sam', groupID), ''))).toBe(10010)
    const send = { sdkAppID: 1, groupID, sender: 'olga', params: { groupID, random: 1, elements: [] } }
    expect(await bench.sends.checkSend(send)).toMatchObject({ code: 10010 })
  })
})

describe('who may speak', () => {
  const check = async (groupID: string, sender: string, change: object = {}) => {
    const params = { groupID, random: 1, elements: [], ...change }
    return await bench.sends.checkSend({ sdkAppID: 1, groupID, sender, params })
  }

  it('members, to all members, with their name card', async () => {
    const groupID = await withMembers('Public')
    await bench.groups.setMemberInfo(as('mia', groupID), { userID: 'mia', nameCard: 'Mia M.' })
    expect(await check(groupID, 'mia')).toMatchObject({ ok: true, nameCard: 'Mia M.', isStored: true })
    const found = await check(groupID, 'olga')
    expect(found.ok && found.recipients.toSorted()).toEqual(['adam', 'mia', 'olga'])
    expect(await check(groupID, 'sam')).toMatchObject({ code: 10007 })
    expect(await check('none', 'mia')).toMatchObject({ code: 10010 })
  })

  it('not while muted, alone or with all; who is in charge may when all are', async () => {
    const groupID = await withMembers('Public')
    expect(
      await bench.code(bench.groups.muteMember(as('adam', groupID), { userID: 'mia', seconds: 60 })),
    ).toBe(0)
    expect(bench.notices[0]?.notice).toEqual({
      groupID,
      kind: 'member-info-changed',
      changes: [{ userID: 'mia', muteSeconds: 60 }],
    })
    expect(bench.tips[0]?.element).toMatchObject({
      tip: 8,
      memberChanges: [{ userID: 'mia', muteSeconds: 60 }],
    })
    expect(await check(groupID, 'mia')).toMatchObject({ code: 10017 })
    bench.clock.advance(61_000)
    expect(await check(groupID, 'mia')).toMatchObject({ ok: true })
    await bench.groups.setInfo(as('adam', groupID), { isAllMuted: true })
    expect(await check(groupID, 'mia')).toMatchObject({ code: 10017 })
    expect(await check(groupID, 'adam')).toMatchObject({ ok: true })
    expect(await check(groupID, 'olga')).toMatchObject({ ok: true })
    await bench.groups.setInfo(as('olga', groupID), { isAllMuted: false })
    expect(await check(groupID, 'mia')).toMatchObject({ ok: true })
  })

  it.each([
    ['Public', 10017],
    ['Community', 0],
  ] as const)('%s: one who was muted, left and came back gets %i', async (groupType, code) => {
    const groupID = await bench.make('olga', groupType, { addOption: 2, members: [{ userID: 'mia' }] })
    await bench.groups.muteMember(as('olga', groupID), { userID: 'mia', seconds: 600 })
    await bench.groups.quit(as('mia', groupID))
    await bench.groups.join(as('mia', groupID), '')
    const found = await check(groupID, 'mia')
    expect(found.ok ? 0 : found.code).toBe(code)
    // The same for a node that reads it anew.
    bench.memory.forget({ sdkAppID: 1, groupID })
    const anew = await check(groupID, 'mia')
    expect(anew.ok ? 0 : anew.code).toBe(code)
  })

  it.each([
    ['AVChatRoom', { atUserIDs: ['mia'] }, 10004],
    ['AVChatRoom', { targetUserIDs: ['mia'] }, 10004],
    ['AVChatRoom', { isOnlineOnly: true }, 10004],
    ['Community', { targetUserIDs: ['mia'] }, 10004],
    ['Community', { atUserIDs: ['mia'] }, 0],
    ['Public', { targetUserIDs: ['mia'] }, 0],
  ] as const)('%s with %o gets %i', async (groupType, change, code) => {
    const groupID = await withMembers(groupType)
    const found = await check(groupID, 'olga', change)
    expect(found.ok ? 0 : found.code).toBe(code)
  })

  it('for chosen members: those of them who are members', async () => {
    const groupID = await withMembers('Public')
    expect(await check(groupID, 'olga', { targetUserIDs: ['mia', 'sam', 'mia'] })).toMatchObject({
      recipients: ['mia'],
    })
  })

  it('reads no member rows once the group is in memory', async () => {
    const groupID = await withMembers('Public')
    await check(groupID, 'mia')
    const first = await check(groupID, 'mia')
    const second = await check(groupID, 'olga')
    expect(first.ok && second.ok && first.recipients === second.recipients).toBe(true)
  })
})

describe('another node', () => {
  it('hears of every change, in order', async () => {
    await using other = await openGroupsBench(store)
    const groupID = await bench.make('olga', 'Public', { addOption: 2 })
    const key = { sdkAppID: 1, groupID }
    const seen = async () => {
      const state = await other.memory.find(key)
      return state && [...state.members].map((userID) => `${userID} ${state.roleOf(userID)}`)
    }
    expect(await seen()).toEqual(['olga 400'])
    await Promise.all(
      ['mia', 'max', 'sam'].map(async (userID) => await bench.groups.join(as(userID, groupID), '')),
    )
    await bench.groups.setRole(as('olga', groupID), { userID: 'mia', role: 300 })
    await bench.groups.transferOwner(as('olga', groupID), 'max')
    await bench.groups.quit(as('sam', groupID))
    // Its own change comes after all of those.
    await other.groups.setMemberInfo(as('mia', groupID), { userID: 'mia', nameCard: 'M' })
    expect((await seen())?.toSorted()).toEqual(['max 400', 'mia 300', 'olga 200'])
    expect((await bench.memory.find(key))?.nameCardOf('mia')).toBe('M')
    await bench.groups.dismiss(as('max', groupID))
    await other.groups.quit(as('max', groupID))
    expect(await bench.code(other.groups.quit(as('olga', groupID)))).toBe(10010)
    expect(await seen()).toBeUndefined()
  })
})

describe('a group’s own fields', () => {
  it('change as told, once, by their numbers; what is the same is no change', async () => {
    const groupID = await withMembers('Public')
    const changes = {
      groupName: 'New',
      introduction: 'i',
      notification: 'n',
      faceUrl: 'f',
      customInfo: { k: 'v' },
      isAllMuted: true,
      addOption: 0,
    } as const
    expect(await bench.code(bench.groups.setInfo(as('adam', groupID), changes))).toBe(0)
    const told = [
      { type: 1, value: 'New' },
      { type: 2, value: 'i' },
      { type: 3, value: 'n' },
      { type: 4, value: 'f' },
      { type: 6, key: 'k', value: 'v' },
      { type: 8, boolValue: true },
      { type: 11, intValue: 0 },
    ]
    expect(bench.notices.map(({ notice }) => notice)).toEqual([
      { groupID, kind: 'info-changed', operator: { userID: 'adam' }, changes: told },
    ])
    expect(bench.tips.map(({ element }) => element)).toMatchObject([{ tip: 7, groupChanges: told }])
    expect(await bench.code(bench.groups.setInfo(as('adam', groupID), changes))).toBe(0)
    expect(bench.notices).toHaveLength(1)
    expect(await bench.groups.info({ sdkAppID: 1, userID: 'mia' }, [groupID])).toMatchObject({
      data: { groups: [{ group: { ...changes, owner: 'olga', memberCount: 3, mine: { role: 200 } } }] },
    })
    expect(await bench.code(bench.groups.setInfo(as('mia', groupID), { groupName: 'x' }))).toBe(10007)
    await bench.groups.setInfo(as('adam', groupID), { customInfo: { k: '' } })
    expect(await bench.groups.info({ sdkAppID: 1, userID: 'mia' }, [groupID])).toMatchObject({
      data: { groups: [{ group: { customInfo: {} } }] },
    })
  })

  it('are shown one by one, or why not', async () => {
    const work = await withMembers('Work')
    const ours = await withMembers('Public')
    const found = await bench.groups.info({ sdkAppID: 1, userID: 'sam' }, [work, ours, 'none', '\n'])
    const shown = found.ok ? found.data.groups.map((each) => ('code' in each ? each.code : 0)) : []
    expect(shown).toEqual([10007, 0, 10010, 10015])
  })
})

describe('the groups a user has joined', () => {
  it('are listed but AVChatRooms, and Work groups without a message', async () => {
    await addUsers(store, 'lara')
    const mine = { Work: '', Public: '', Meeting: '', AVChatRoom: '', Community: '' }
    for (const groupType of Object.keys(mine) as GroupType[]) {
      mine[groupType] = await bench.make('olga', groupType, groupType === 'Public' ? { addOption: 2 } : {})
      if (groupType === 'Work') await bench.groups.invite(as('olga', mine.Work), ['lara'])
      else await bench.groups.join(as('lara', mine[groupType]), '')
    }
    const listed = async (userID: string) => {
      const outcome = await bench.groups.joined({ sdkAppID: 1, userID })
      return outcome.ok ? outcome.data.groups.map((group) => group.groupID) : []
    }
    expect(await listed('lara')).toEqual([mine.Public, mine.Meeting, mine.Community])
    expect(await listed('olga')).toContain(mine.Work)
    await write(mine.Work, 1)
    expect(await listed('lara')).toEqual([mine.Work, mine.Public, mine.Meeting, mine.Community])
  })
})

describe('members', () => {
  it('come in pages, in the order in which they joined, by role', async () => {
    const userIDs = Array.from({ length: 130 }, (_, index) => `page${String(index).padStart(3, '0')}`)
    await addUsers(store, ...userIDs)
    const groupID = await bench.make('olga', 'Community')
    await bench.groups.invite(as('olga', groupID), userIDs.slice(0, 100))
    await bench.groups.invite(as('olga', groupID), userIDs.slice(100))
    const page = async (cursor?: string, filter: 0 | 1 | 2 | 4 = 0) => {
      const outcome = await bench.groups.members(as('olga', groupID), { filter, ...(cursor && { cursor }) })
      if (!outcome.ok) throw new Error(outcome.desc)
      return outcome.data
    }
    const first = await page()
    const second = await page(first.nextCursor)
    expect([...first.members, ...second.members].map((member) => member.userID)).toEqual(['olga', ...userIDs])
    expect(second.nextCursor).toBeUndefined()
    expect((await page(undefined, 1)).members.map((member) => member.userID)).toEqual(['olga'])
    expect((await page(undefined, 4)).members).toHaveLength(100)
    await bench.groups.setRole(as('olga', groupID), { userID: 'page007', role: 300 })
    expect((await page(undefined, 2)).members.map((member) => member.userID)).toEqual(['page007'])
    expect(await bench.code(bench.groups.members(as('olga', groupID), { filter: 0, cursor: 'x' }))).toBe(
      10004,
    )
    expect(await bench.code(bench.groups.members(as('sam', groupID), { filter: 0 }))).toBe(10007)
  })

  it('tell of themselves what was set, and who is there now', async () => {
    const groupID = await bench.make('olga', 'Public', {
      members: [{ userID: 'mia' }, { userID: 'online1' }],
    })
    const card = { userID: 'mia', nameCard: 'M', customInfo: { a: '1', b: '' } }
    expect(await bench.code(bench.groups.setMemberInfo(as('mia', groupID), card))).toBe(0)
    expect(await bench.code(bench.groups.setMemberInfo(as('online1', groupID), card))).toBe(10007)
    await bench.groups.muteMember(as('olga', groupID), { userID: 'mia', seconds: 60 })
    expect(await bench.groups.membersInfo(as('online1', groupID), ['mia', 'sam'])).toMatchObject({
      data: { members: [{ userID: 'mia', nameCard: 'M', customInfo: { a: '1' }, role: 200 }] },
    })
    const found = await bench.groups.membersInfo(as('online1', groupID), ['mia'])
    expect(found.ok && found.data.members[0]?.mutedUntilMs).toBeGreaterThan(bench.clock.now())
    expect(await bench.groups.onlineCount(as('mia', groupID))).toEqual({ ok: true, data: { count: 1 } })
  })

  it.each([
    ['Public', 'admins-granted', 'admins-revoked', [5, 6]],
    ['Meeting', undefined, undefined, []],
  ] as const)('%s: administrators are made and unmade', async (groupType, granted, revoked, tips) => {
    const groupID = await withMembers(groupType)
    expect(await bench.code(bench.groups.setRole(as('adam', groupID), { userID: 'mia', role: 300 }))).toBe(
      10007,
    )
    expect(await bench.code(bench.groups.setRole(as('olga', groupID), { userID: 'mia', role: 300 }))).toBe(0)
    expect(await bench.code(bench.groups.setRole(as('olga', groupID), { userID: 'mia', role: 200 }))).toBe(0)
    expect(await bench.code(bench.groups.setRole(as('olga', groupID), { userID: 'mia', role: 400 }))).toBe(
      10004,
    )
    expect(bench.notices.map(({ notice }) => notice.kind)).toEqual(granted ? [granted, revoked] : [])
    expect(bench.tips.map(({ element }) => element.tip)).toEqual(tips)
  })

  it('pass the group on: the former owner stays as an ordinary member', async () => {
    const groupID = await withMembers('Meeting')
    expect(await bench.code(bench.groups.transferOwner(as('adam', groupID), 'mia'))).toBe(10007)
    expect(await bench.code(bench.groups.transferOwner(as('olga', groupID), 'sam'))).toBe(10004)
    expect(await bench.code(bench.groups.transferOwner(as('olga', groupID), 'mia'))).toBe(0)
    expect(await rolesIn(groupID)).toEqual(['olga 200', 'adam 300', 'mia 400'])
    expect(bench.notices.map(({ notice }) => notice)).toMatchObject([
      { kind: 'info-changed', changes: [{ type: 5, value: 'mia' }] },
    ])
    const rooms = await bench.make('olga', 'AVChatRoom')
    expect(await bench.code(bench.groups.transferOwner(as('olga', rooms), 'mia'))).toBe(10007)
  })
})

it('an AVChatRoom is left by who comes anew, but not by its owner', async () => {
  const groupID = await withMembers('AVChatRoom')
  await bench.groups.leaveLiveGroups({ sdkAppID: 1, userID: 'mia' })
  await bench.groups.leaveLiveGroups({ sdkAppID: 1, userID: 'olga' })
  expect(await rolesIn(groupID)).toEqual(['adam 200', 'olga 400'])
})
