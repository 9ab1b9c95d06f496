import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noteLogin } from '../presence/device-queries.ts'
import { bindToken } from '../push/tokens.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker
let sdkAppID: number
let path: string

beforeAll(async () => {
  console = await openTestConsole()
  owner = await console.owner('Olive')
  sdkAppID = (await owner.ask('POST', '/apps', { name: 'Messenger' })).body.sdkAppID
  path = `/apps/${sdkAppID}`
  for (const userID of ['ann', 'bob', 'eve'])
    await console.parts.admin.createUser({ sdkAppID, userID, nickName: `${userID}!` })
  const { body } = await owner.ask('POST', `${path}/certificates`, {
    vendor: 'xiaomi',
    name: 'live',
    fields: { packageName: 'org.example.chat', appSecret: 'qW3rTy+Zz8/abcdEFGH0==' },
  })
  const login = { sdkAppID, userID: 'bob', nowMs: Date.now(), language: 'en', appVersion: '1' }
  const device = { platform: 'android', deviceName: 'Xiaomi 15' } as const
  await noteLogin(console.store, { ...login, deviceID: 'phone' }, { ...login, ...device })
  const token = 'token-of-bobs-phone-0123456789'
  await bindToken(console.store, {
    ...login,
    deviceID: 'phone',
    certificateID: body.certificateID,
    token,
  })
  await console.store.query(
    {
      name: 'test.group',
      text: `with c as (insert into conversations (sdk_app_id, kind, key) values ($1, 'group', 'choir') returning conversation_id),
      g as (insert into groups (sdk_app_id, group_id, type, name, created_by, add_option, conversation_id, created_at, info_changed_at)
        select $1, 'choir', 'Work', 'Choir', 'ann', 0, conversation_id, now(), now() from c returning group_id)
      select 1 from g`,
    },
    [sdkAppID],
  )
  await console.store.query(
    {
      name: 'test.members',
      text: `insert into group_members (sdk_app_id, group_id, user_id, role, joined_at)
      select $1, 'choir', user_id, 200, now() from users where sdk_app_id = $1`,
    },
    [sdkAppID],
  )
})
afterAll(async () => {
  expect(console.faults).toEqual([])
  await console[Symbol.asyncDispose]()
})

describe('a dry run', () => {
  const run = async (body: object) => await owner.ask('POST', `${path}/explain`, body)

  it('tells each device of a recipient', async () => {
    const { body } = await run({ from: 'ann', to: 'bob', text: 'Lunch?' })
    expect(body).toMatchObject({
      recipients: 1,
      explained: 1,
      devices: [{ deviceID: 'phone', decision: 'push', notification: { title: 'ann!', body: 'Lunch?' } }],
    })
  })

  it('tells each device of each member of a group but the sender', async () => {
    const { body } = await run({ from: 'ann', groupID: 'choir', text: 'Lunch?' })
    expect(body).toMatchObject({
      recipients: 2,
      explained: 2,
      devices: [
        { userID: 'bob', decision: 'push', notification: { title: 'Choir', body: 'ann!: Lunch?' } },
        { userID: 'eve', decision: 'suppress', reason: 'no-device' },
      ],
    })
  })

  it.each<[string, object, number, string]>([
    ['nobody it is for', { from: 'ann', text: 'x' }, 400, 'to'],
    ['a recipient and a group', { from: 'ann', to: 'bob', groupID: 'choir', text: 'x' }, 400, 'to'],
    ['nothing in it', { from: 'ann', to: 'bob' }, 400, 'text'],
    ['two things in it', { from: 'ann', to: 'bob', text: 'x', custom: 'y' }, 400, 'text'],
    ['a text that is too long', { from: 'ann', to: 'bob', text: 'x'.repeat(10_001) }, 400, 'text'],
    ['an unknown sender', { from: 'nobody', to: 'bob', text: 'x' }, 404, 'from'],
    ['an unknown recipient', { from: 'ann', to: 'nobody', text: 'x' }, 404, 'to'],
    ['an unknown group', { from: 'ann', groupID: 'Choir', text: 'x' }, 404, 'groupID'],
    ['a sender that is no userID', { from: 'a\u0000b', to: 'bob', text: 'x' }, 400, 'from'],
    ['a group that is no groupID', { from: 'ann', groupID: 'x'.repeat(49), text: 'x' }, 400, 'groupID'],
  ])('is refused with %s, beside the field', async (_, body, status, field) => {
    expect(await run(body)).toMatchObject({ status, body: { field } })
  })
})

describe('a search for stories', () => {
  const day = 86_400_000

  it.each<[string, string, string]>([
    ['without whose', '', 'userID'],
    ['of two', '?userID=bob&deviceID=phone', 'userID'],
    ['of a user and a cause', '?userID=bob&reason=muted', 'userID'],
    ['of a cause that is none', '?reason=bad-mood', 'reason'],
    ['of a vendor without a cause', '?userID=bob&vendor=fcm', 'vendor'],
    ['of no userID', '?userID=%E2%82%AC', 'userID'],
    ['of no deviceID', '?deviceID=a%00b', 'deviceID'],
    ['of no token', '?token=a%20b', 'token'],
    ['from no time', '?userID=bob&fromMs=soon', 'fromMs'],
    ['that ends before it begins', '?userID=bob&fromMs=2&untilMs=1', 'fromMs'],
    ['of too many', '?userID=bob&limit=101', 'limit'],
    ['with a stranger', '?userID=bob&colour=red', 'colour'],
  ])('%s is refused beside the field', async (_, query, field) => {
    const answer = await owner.ask('GET', `${path}/stories${query}`)
    expect(answer).toMatchObject({ status: 400, body: { field } })
  })

  it.each<[string, string, string]>([
    ['of no group', '?groupID=a%00b', 'groupID'],
    ['of all the app for long', `?fromMs=0&untilMs=${2 * day}`, 'fromMs'],
    ['that ends before it begins', '?groupID=choir&fromMs=2&untilMs=1', 'fromMs'],
  ])('for messages %s is refused beside the field', async (_, query, field) => {
    const answer = await owner.ask('GET', `${path}/stories/messages${query}`)
    expect(answer).toMatchObject({ status: 400, body: { field } })
  })

  it.each([
    '?userID=bob',
    '?deviceID=phone',
    '?token=abc',
    '?reason=muted&vendor=fcm',
    `?userID=bob&fromMs=0&untilMs=${30 * day}`,
  ])('%s finds nothing where nothing is', async (query) => {
    expect(await owner.ask('GET', `${path}/stories${query}`)).toMatchObject({
      status: 200,
      body: { stories: [] },
    })
  })

  it.each(['', '?groupID=choir', '?groupID=nobody', `?fromMs=0&untilMs=${day}`])(
    'for messages %j finds nothing where nothing is',
    async (query) => {
      const answer = await owner.ask('GET', `${path}/stories/messages${query}`)
      expect(answer).toMatchObject({ status: 200, body: { messages: [] } })
    },
  )
})
