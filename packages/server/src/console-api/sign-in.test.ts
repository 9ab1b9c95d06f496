import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { systemClock } from '../clock.ts'
import { createConsoleAdmin } from './console-admin.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker

beforeAll(async () => {
  console = await openTestConsole()
  owner = await console.owner('Olive')
})
afterAll(async () => await console[Symbol.asyncDispose]())

const tokenIn = (url: string): string => new URL(url).hash.slice(1)

it('a link makes an owner once, with a password that opens the console', async () => {
  const people = createConsoleAdmin(console.store, systemClock)
  const token = await people.ownerLink()
  const given = { token, name: 'Ann', password: 'correct horse' }
  const first = await console.stranger.ask('POST', '/links/use', given)
  expect(first.status).toBe(200)
  expect(first.response.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict$/)
  expect(await console.stranger.ask('POST', '/links/use', given)).toMatchObject({
    status: 410,
    body: { code: 'CRL_CONSOLE_LINK' },
  })
  const entered = await console.stranger.ask('POST', '/session', { name: 'ANN', password: 'correct horse' })
  expect(entered).toMatchObject({ status: 200, body: { name: 'Ann', role: 'owner' } })
  expect(await people.hasOwner()).toBe(true)
  const stored = await console.store.query<{ hash: string }>({
    name: 'test.hash',
    text: `select password_hash as hash from console_people where name = 'Ann'`,
  })
  expect(stored[0]?.hash).toMatch(/^scrypt\$15\$8\$3\$/)
})

it.each<[string, object, string]>([
  ['no name', { password: 'correct horse' }, 'name'],
  ['a name with markup', { name: '<b>', password: 'correct horse' }, 'name'],
  ['a short password', { name: 'Eve', password: 'short' }, 'password'],
  ['a password of one character', { name: 'Eve', password: 'aaaaaaaaaaaa' }, 'password'],
  ['somebody’s name', { name: 'olive', password: 'correct horse' }, 'name'],
])('a link is refused with %s, and stays good', async (_, given, field) => {
  const { body } = await owner.ask('POST', '/people/invitations', { role: 'support' })
  const token = tokenIn(body.url)
  const refused = await console.stranger.ask('POST', '/links/use', { token, ...given })
  expect(refused.body).toMatchObject({ code: expect.stringMatching(/^CRL_/), field })
  expect(await console.stranger.ask('POST', '/links/look', { token })).toMatchObject({
    status: 200,
    body: { kind: 'set-up', role: 'support' },
  })
})

it('is behind HTTPS with a cookie that no plain connection carries', async () => {
  const token = await createConsoleAdmin(console.store, systemClock).signInLink('Olive')
  const { response } = await console.stranger.ask(
    'POST',
    '/links/use',
    { token },
    { 'x-forwarded-proto': 'https' },
  )
  expect(response.headers['set-cookie']).toMatch(/; Secure$/)
})

it('throttles wrong passwords, whether the name is one or not', async () => {
  const wrong = { name: 'nobody', password: 'wrong wrong' }
  for (let tries = 0; tries < 3; tries += 1)
    expect(await console.stranger.ask('POST', '/session', wrong)).toMatchObject({
      status: 401,
      body: { code: 'CRL_CONSOLE_SIGN_IN', field: 'password' },
    })
  expect(await console.stranger.ask('POST', '/session', wrong)).toMatchObject({
    status: 429,
    body: { code: 'CRL_CONSOLE_THROTTLED' },
  })
})

describe('a request that changes something', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['without the CSRF token', { 'x-carillon-csrf': '' }, 403, 'CRL_CONSOLE_CSRF'],
    ['with another session’s token', { 'x-carillon-csrf': 'A'.repeat(43) }, 403, 'CRL_CONSOLE_CSRF'],
    ['from another site', { origin: 'https://evil.example' }, 403, 'CRL_CONSOLE_ORIGIN'],
    ['from a page without an origin', { origin: 'null' }, 403, 'CRL_CONSOLE_ORIGIN'],
    ['of a session that is none', { cookie: 'carillon_console=AAAA' }, 401, 'CRL_CONSOLE_SIGNED_OUT'],
  ])('is refused %s', async (_, headers, status, code) => {
    expect(await owner.ask('POST', '/apps', { name: 'x' }, headers)).toMatchObject({ status, body: { code } })
  })

  it('is done from a page of its own', async () => {
    const answer = await owner.ask('POST', '/apps', { name: 'own' }, { origin: 'http://localhost:80' })
    expect(answer.status).toBe(200)
  })
})

it('signs out: the session is over on the server', async () => {
  const leaving = await console.owner('Leaving')
  expect(await leaving.ask('DELETE', '/session')).toMatchObject({ status: 200 })
  expect(await leaving.ask('GET', '/session')).toMatchObject({ status: 401 })
})

it('a new password ends the other sessions', async () => {
  const first = await console.invited('operator', 'Rita')
  const { response, body } = await console.stranger.ask('POST', '/session', {
    name: 'Rita',
    password: 'correct horse',
  })
  const cookie = String(response.headers['set-cookie']).split(';')[0] ?? ''
  const second = { cookie, 'x-carillon-csrf': body.csrfToken as string }
  const change = { oldPassword: 'wrong wrong', newPassword: 'battery staple' }
  expect(await console.stranger.ask('POST', '/session/password', change, second)).toMatchObject({
    status: 400,
    body: { field: 'oldPassword' },
  })
  const right = { ...change, oldPassword: 'correct horse' }
  expect(await console.stranger.ask('POST', '/session/password', right, second)).toMatchObject({
    status: 200,
  })
  expect(await first.ask('GET', '/session')).toMatchObject({ status: 401 })
  expect(await console.stranger.ask('GET', '/session', undefined, second)).toMatchObject({ status: 200 })
})

describe('roles', () => {
  let support: Asker
  let operator: Asker
  beforeAll(async () => {
    support = await console.invited('support', 'Sue')
    operator = await console.invited('operator', 'Otto')
  })

  it.each<[string, 'GET' | 'POST' | 'DELETE', string, object | undefined, number, number]>([
    // [what, request, as support, as operator]
    ['look at apps', 'GET', '/apps', undefined, 200, 200],
    ['make an app', 'POST', '/apps', { name: 'by role' }, 403, 200],
    ['see the audit log', 'GET', '/audit', undefined, 403, 200],
    ['see the people', 'GET', '/people', undefined, 403, 403],
    ['invite', 'POST', '/people/invitations', { role: 'owner' }, 403, 403],
  ])('who may %s', async (_, method, path, body, asSupport, asOperator) => {
    expect((await support.ask(method, path, body)).status).toBe(asSupport)
    expect((await operator.ask(method, path, body)).status).toBe(asOperator)
  })

  it('one who is removed is signed out at once, and the last owner stays', async () => {
    const sam = await console.invited('operator', 'Sam')
    const { body } = await owner.ask('GET', '/people')
    const numberOf = (name: string): number =>
      body.people.find((person: { name: string }) => person.name === name).personID
    expect(await owner.ask('DELETE', `/people/${numberOf('Sam')}`)).toMatchObject({ status: 200 })
    expect(await sam.ask('GET', '/apps')).toMatchObject({ status: 401 })
    // Ann is the only owner with a password.
    expect(await owner.ask('DELETE', `/people/${numberOf('Ann')}`)).toMatchObject({
      status: 409,
      body: { code: 'CRL_CONSOLE_LAST_OWNER' },
    })
    expect(await owner.ask('PATCH', `/people/${numberOf('Ann')}`, { role: 'support' })).toMatchObject({
      status: 409,
    })
  })
})

it('notes every change with who made it, and no secret', async () => {
  const { body: app } = await owner.ask('POST', '/apps', { name: 'noted' })
  const { body } = await owner.ask('GET', '/audit')
  expect(body.entries[0]).toMatchObject({
    person: 'Olive',
    action: 'app.create',
    detail: { sdkAppID: app.sdkAppID, name: 'noted' },
  })
  const text = JSON.stringify(body)
  expect(text).not.toContain(app.secretKey)
  expect(text).not.toContain('correct horse')
})
