import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { addUsers } from '../messaging/testing/chat.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker
let operator: Asker
let support: Asker
let group = ''

beforeAll(async () => {
  console = await openTestConsole()
  owner = await console.owner('Olive')
  operator = await console.invited('operator', 'Oscar')
  support = await console.invited('support', 'Sue')
  await seed.app(console.store)
  await addUsers(console.store, 'olga', 'mia', 'max')
})
afterAll(async () => {
  expect(console.faults).toEqual([])
  await console[Symbol.asyncDispose]()
})
beforeEach(async () => {
  group = await made('Public')
  await operator.ask('POST', `${group}/members`, { userIDs: ['mia'] })
})

const groups = '/apps/1/groups'

const made = async (groupType: string, more: object = {}): Promise<string> => {
  const { body } = await operator.ask('POST', groups, {
    groupType,
    groupName: `The ${groupType}`,
    owner: 'olga',
    ...more,
  })
  return `${groups}/${encodeURIComponent(body.groupID)}`
}

const lastEntry = async (): Promise<any> => (await owner.ask('GET', '/audit?limit=1')).body.entries[0]

const membersIn = async (path = group): Promise<string[]> =>
  (await support.ask('GET', `${path}/members`)).body.members.map((one: any) => `${one.userID} ${one.role}`)

describe('a group', () => {
  it('is made for its owner, found by ID and name, and dismissed', async () => {
    const path = await made('Meeting', { groupID: 'tea%20/#1', introduction: 'Tea' })
    expect(await lastEntry()).toMatchObject({
      person: 'Oscar',
      action: 'group.create',
      detail: { groupID: 'tea%20/#1', groupType: 'Meeting', owner: 'olga' },
    })
    expect((await support.ask('GET', path)).body).toMatchObject({
      groupID: 'tea%20/#1',
      groupName: 'The Meeting',
      introduction: 'Tea',
      owner: 'olga',
      memberCount: 1,
      maxMemberCount: 6000,
      can: { addMembers: true, muteAll: true, changeAddOption: true },
    })
    for (const text of ['tea', 'the meeting'])
      expect((await support.ask('GET', `${groups}?search=${encodeURIComponent(text)}`)).body.groups).toEqual([
        expect.objectContaining({ groupID: 'tea%20/#1' }),
      ])
    expect(await operator.ask('DELETE', path)).toMatchObject({ status: 200 })
    expect(await lastEntry()).toMatchObject({ action: 'group.dismiss', detail: { memberCount: 1 } })
    expect(await support.ask('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'CRL_GROUP_NOT_FOUND' },
    })
  })

  it('is listed in pages', async () => {
    const { body } = await support.ask('GET', `${groups}?limit=1`)
    expect(body).toEqual({ groups: [expect.any(Object)], next: body.groups[0].groupID })
    const after = encodeURIComponent(body.next)
    const next = await support.ask('GET', `${groups}?limit=100&after=${after}`)
    expect(next.body.groups.map((one: any) => one.groupID)).not.toContain(body.next)
  })

  it('is changed by who is no member, and the change stands in the audit log', async () => {
    const changes = { groupName: 'Tea', notification: 'At five', isAllMuted: true, addOption: 0 }
    expect((await operator.ask('PATCH', group, changes)).body).toMatchObject(changes)
    expect(await lastEntry()).toMatchObject({ action: 'group.change', detail: changes })
    await operator.ask('PATCH', group, { isAllMuted: false })
    expect((await support.ask('GET', group)).body).toMatchObject({ ...changes, isAllMuted: false })
  })

  it('says what its type does not let be done', async () => {
    const work = await made('Work')
    expect((await support.ask('GET', work)).body.can).toMatchObject({ muteAll: false, changeRoles: false })
    expect(await operator.ask('PATCH', work, { isAllMuted: true })).toMatchObject({
      status: 400,
      body: { code: 'CRL_10007', message: expect.stringContaining('Work') },
    })
  })

  it.each<[string, object, number, string]>([
    ['no name', { groupName: ' ' }, 400, 'groupName'],
    ['a script for a name', { groupName: '<script>' }, 400, 'groupName'],
    ['an ID of the server’s', { groupID: '@TGS#mine' }, 400, 'groupID'],
    ['an ID that is none', { groupID: '群' }, 400, 'groupID'],
    ['a type that is none', { groupType: 'Club' }, 400, 'groupType'],
    ['a stranger for an owner', { owner: 'nobody' }, 404, 'owner'],
    ['a long introduction', { introduction: '長'.repeat(134) }, 400, 'introduction'],
  ])('is not made with %s', async (_, change, status, field) => {
    const given = { groupType: 'Public', groupName: 'x', owner: 'olga', ...change }
    expect(await operator.ask('POST', groups, given)).toMatchObject({ status, body: { field } })
  })

  it('is not made twice', async () => {
    await made('Public', { groupID: 'once' })
    const again = { groupType: 'Public', groupName: 'x', owner: 'mia', groupID: 'once' }
    expect(await operator.ask('POST', groups, again)).toMatchObject({
      status: 409,
      body: { code: 'CRL_10021', field: 'groupID' },
    })
  })

  it.each([
    ['a script for a notification', { notification: '<iframe src=x>' }, 'notification'],
    ['a picture that is none', { faceUrl: 'javascript:x' }, 'faceUrl'],
    ['an option that is none', { addOption: 3 }, 'addOption'],
    ['nonsense', { owner: 'mia' }, 'owner'],
  ])('is not changed with %s', async (_, changes, field) => {
    expect(await operator.ask('PATCH', group, changes)).toMatchObject({ status: 400, body: { field } })
  })
})

describe('members', () => {
  it('are added, each with what became of it', async () => {
    const { body } = await operator.ask('POST', `${group}/members`, { userIDs: ['mia', 'max', 'nobody'] })
    expect(body.results).toEqual([
      { userID: 'mia', result: 2 },
      { userID: 'max', result: 1 },
      { userID: 'nobody', result: 0 },
    ])
    expect(await lastEntry()).toMatchObject({ action: 'group.add-members', detail: { added: ['max'] } })
    expect(await membersIn()).toEqual(['olga 400', 'mia 200', 'max 200'])
  })

  it('come in pages, and are searched', async () => {
    await operator.ask('POST', `${group}/members`, { userIDs: ['max'] })
    const first = await support.ask('GET', `${group}/members?limit=2`)
    expect(first.body.members).toHaveLength(2)
    const second = await support.ask('GET', `${group}/members?limit=2&after=${first.body.next}`)
    expect(second.body).toEqual({ members: [expect.objectContaining({ userID: 'max' })] })
    const found = await support.ask('GET', `${group}/members?search=mi`)
    expect(found.body.members.map((one: any) => one.userID)).toEqual(['mia'])
  })

  it('become administrators and owners, are muted, named and removed', async () => {
    const mia = `${group}/members/mia`
    const change = async (changes: object) => await operator.ask('PATCH', mia, changes)
    expect((await change({ role: 300 })).status).toBe(200)
    expect(await membersIn()).toEqual(['olga 400', 'mia 300'])
    expect((await change({ role: 400 })).status).toBe(200)
    expect(await membersIn()).toEqual(['olga 200', 'mia 400'])
    expect(await lastEntry()).toMatchObject({ action: 'group.change-member', detail: { role: 400 } })
    await operator.ask('PATCH', `${group}/members/olga`, { muteSeconds: 60 })
    await operator.ask('PATCH', `${group}/members/olga`, { nameCard: 'Olga K.' })
    const { body } = await support.ask('GET', `${group}/members?search=olga`)
    expect(body.members[0]).toMatchObject({ nameCard: 'Olga K.', mutedUntilMs: expect.any(Number) })
    expect((await operator.ask('DELETE', `${group}/members/olga`)).status).toBe(200)
    expect(await membersIn()).toEqual(['mia 400'])
    expect(await operator.ask('DELETE', mia)).toMatchObject({ status: 400, body: { code: 'CRL_10007' } })
    expect(await operator.ask('DELETE', `${group}/members/olga`)).toMatchObject({
      status: 400,
      body: { field: 'userID' },
    })
  })

  it.each<[string, object]>([
    ['nothing', {}],
    ['two things at once', { role: 200, muteSeconds: 1 }],
    ['a role that is none', { role: 500 }],
    ['less than no time', { muteSeconds: -1 }],
    ['a script for a name card', { nameCard: '<script>' }],
    ['a long name card', { nameCard: 'x'.repeat(51) }],
  ])('are not changed with %s', async (_, changes) => {
    expect(await operator.ask('PATCH', `${group}/members/mia`, changes)).toMatchObject({
      status: 400,
      body: { code: 'CRL_INVALID', field: expect.any(String) },
    })
  })
})

it.each<[string, string, string, object | undefined]>([
  ['make a group', 'POST', '', { groupType: 'Work', groupName: 'x', owner: 'olga' }],
  ['change one', 'PATCH', '/g', { groupName: 'x' }],
  ['dismiss one', 'DELETE', '/g', undefined],
  ['add members', 'POST', '/g/members', { userIDs: ['mia'] }],
  ['change a member', 'PATCH', '/g/members/mia', { role: 300 }],
  ['remove a member', 'DELETE', '/g/members/mia', undefined],
])('support may not %s', async (_, method, path, body) => {
  expect(await support.ask(method as 'POST', `${groups}${path}`, body)).toMatchObject({
    status: 403,
    body: { code: 'CRL_CONSOLE_RIGHTS' },
  })
})
