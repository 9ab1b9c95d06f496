import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noteLogin } from '../presence/device-queries.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker
let operator: Asker
let support: Asker

beforeAll(async () => {
  console = await openTestConsole()
  owner = await console.owner('Olive')
  operator = await console.invited('operator', 'Oscar')
  support = await console.invited('support', 'Sue')
  await seed.app(console.store)
})
afterAll(async () => {
  expect(console.faults).toEqual([])
  await console[Symbol.asyncDispose]()
})

const users = '/apps/1/users'

const lastEntry = async (): Promise<any> => (await owner.ask('GET', '/audit?limit=1')).body.entries[0]

describe('an account', () => {
  it('is made once, changed and cleared, each in the audit log', async () => {
    const given = { userID: 'mina', nickName: 'Mina', faceUrl: 'https://example.com/a.png' }
    expect(await operator.ask('POST', users, given)).toMatchObject({ status: 200 })
    expect(await lastEntry()).toMatchObject({ person: 'Oscar', action: 'user.create', detail: given })
    expect(await operator.ask('POST', users, given)).toMatchObject({
      status: 409,
      body: { code: 'CRL_USER_EXISTS', field: 'userID' },
    })
    const changed = await operator.ask('PATCH', `${users}/mina`, { nickName: 'Mina K.', faceUrl: null })
    expect(changed.status).toBe(200)
    expect(await lastEntry()).toMatchObject({ action: 'user.change', detail: { nickName: 'Mina K.' } })
    expect((await support.ask('GET', `${users}/mina`)).body).toMatchObject({
      nickName: 'Mina K.',
      faceUrl: null,
    })
    // What is empty is cleared, what is left out stays.
    await operator.ask('PATCH', `${users}/mina`, { nickName: '' })
    expect((await support.ask('GET', `${users}/mina`)).body).toMatchObject({ nickName: null })
  })

  it.each<[string, string, string, object, string]>([
    ['a script for a name', 'POST', users, { userID: 'x', nickName: '<script>x</script>' }, 'nickName'],
    ['an ID that is none', 'POST', users, { userID: '미나' }, 'userID'],
    ['no ID', 'POST', users, {}, 'userID'],
    ['a script for a picture', 'POST', users, { userID: 'x', faceUrl: 'javascript:x' }, 'faceUrl'],
    ['a field that is none', 'POST', users, { userID: 'x', level: 3 }, 'level'],
    ['a script for a name', 'PATCH', `${users}/ann`, { nickName: '<img src=x>' }, 'nickName'],
    ['a long name', 'PATCH', `${users}/ann`, { nickName: 'x'.repeat(501) }, 'nickName'],
  ])('is refused with %s (%s)', async (_, method, path, body, field) => {
    expect(await operator.ask(method as 'POST', path, body)).toMatchObject({ status: 400, body: { field } })
  })
})

describe('an import', () => {
  const imported = async (lines: unknown) =>
    await operator.ask('POST', '/apps/1/user-imports', { users: lines })

  it('takes good lines, refuses bad ones, and changes whom it knows', async () => {
    const { status, body } = await imported([
      { userID: 'new1', nickName: 'New' },
      { userID: 'bob', nickName: 'Bob' },
      { userID: 'new1', nickName: 'Again' },
      { userID: 'too long '.repeat(8) },
      { userID: 'new2', nickName: '<b>x' },
      { userID: 'new3', faceUrl: 'ftp://example.com' },
    ])
    expect(status).toBe(200)
    expect(body.results.map((one: any) => one.result)).toEqual([
      'created',
      'changed',
      'refused',
      'refused',
      'refused',
      'refused',
    ])
    expect(body.results[4].message).toBe('nickName holds something like an HTML tag.')
    expect(await lastEntry()).toMatchObject({
      action: 'user.import',
      detail: { first: 'new1', created: 1, changed: 1, refused: 4 },
    })
    // What a line does not give stays.
    await imported([{ userID: 'bob', faceUrl: 'https://example.com/bob.png' }])
    expect((await support.ask('GET', `${users}/bob`)).body).toMatchObject({
      nickName: 'Bob',
      faceUrl: 'https://example.com/bob.png',
    })
  })

  it.each<[string, unknown, number]>([
    ['none', [], 400],
    ['201', Array.from({ length: 201 }, (_, index) => ({ userID: `u${index}` })), 400],
    ['no list', { userID: 'x' }, 400],
    ['other things', [{ userID: 7 }], 400],
    ['more than any file holds', [{ userID: 'x'.repeat(3_000_000) }], 413],
  ])('of %s is refused', async (_, lines, status) => {
    expect(await imported(lines)).toMatchObject({ status, body: { code: expect.stringMatching(/^CRL_/) } })
  })
})

describe('the list of accounts', () => {
  it('comes in pages, and tells who is there', async () => {
    await operator.ask('POST', '/apps/1/user-imports', {
      users: ['page1', 'page2', 'page3'].map((userID) => ({ userID })),
    })
    const first = await support.ask('GET', `${users}?search=page&limit=2`)
    expect(first.body).toMatchObject({
      users: [{ userID: 'page1', devices: 0, isConnected: false }, { userID: 'page2' }],
      next: 'page2',
    })
    const second = await support.ask('GET', `${users}?search=page&limit=2&after=page2`)
    expect(second.body).toEqual({ users: [expect.objectContaining({ userID: 'page3' })] })
  })
})

describe('kicking', () => {
  const stateOf = async (): Promise<string[]> => {
    const { body } = await support.ask('GET', `${users}/eve`)
    return body.devices.map((device: any) => `${device.deviceID} ${device.loginState}`).toSorted()
  }

  it('ends one login or all, and makes UserSigs void when it is told to', async () => {
    const login = { sdkAppID: 1, userID: 'eve', nowMs: Date.now(), language: 'en', appVersion: '1' }
    for (const deviceID of ['phone', 'mac', 'web']) {
      const device = { platform: 'android', deviceName: deviceID } as const
      await noteLogin(console.store, { ...login, deviceID }, { ...login, ...device })
    }
    const kicks = `${users}/eve/kicks`
    expect((await operator.ask('POST', kicks, { deviceID: 'mac' })).body).toEqual({ devices: ['mac'] })
    expect(await stateOf()).toEqual(['mac kicked', 'phone logged-in', 'web logged-in'])
    const all = await operator.ask('POST', kicks, { revokeUserSigs: true })
    expect(all.body.devices.toSorted()).toEqual(['phone', 'web'])
    expect(await lastEntry()).toMatchObject({
      action: 'user.kick',
      target: 'sdkAppID 1, userID eve',
      detail: { revokeUserSigs: true, devices: 2 },
    })
    const { userSigValidFromMs } = await console.parts.admin.user(1, 'eve')
    expect(userSigValidFromMs).toBeGreaterThan(Date.now() - 60_000)
    expect(await operator.ask('POST', `${users}/nobody/kicks`, {})).toMatchObject({
      status: 404,
      body: { code: 'CRL_USER_NOT_FOUND' },
    })
  })
})

it.each<[string, string, string, object | undefined]>([
  ['make an account', 'POST', users, { userID: 'x' }],
  ['change one', 'PATCH', `${users}/ann`, { nickName: 'x' }],
  ['import', 'POST', '/apps/1/user-imports', { users: [{ userID: 'x' }] }],
  ['kick', 'POST', `${users}/ann/kicks`, {}],
])('support may not %s', async (_, method, path, body) => {
  expect(await support.ask(method as 'POST', path, body)).toMatchObject({
    status: 403,
    body: { code: 'CRL_CONSOLE_RIGHTS' },
  })
})
