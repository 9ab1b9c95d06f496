import { channels } from '@carillon/channels'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bindToken } from '../push/tokens.ts'
import { noteLogin } from '../presence/device-queries.ts'
import { consoleAPIRoutes } from './routes/index.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker
let sdkAppID: number

const xiaomi = { packageName: 'org.example.chat', appSecret: 'qW3rTy+Zz8/abcdEFGH0==' }

beforeAll(async () => {
  console = await openTestConsole({
    vendorClient: {
      probe: async (vendor) =>
        await Promise.resolve(
          vendor === 'xiaomi'
            ? { kind: 'refused', cause: 'config', words: { code: '21301', text: 'auth failed' } }
            : undefined,
        ),
    },
  })
  owner = await console.owner('Olive')
  sdkAppID = (await owner.ask('POST', '/apps', { name: 'Messenger' })).body.sdkAppID
})
afterAll(async () => {
  expect(console.faults).toEqual([])
  await console[Symbol.asyncDispose]()
})

describe('every operation', () => {
  it.each(consoleAPIRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is for who may, and takes no nonsense',
    async (_, route) => {
      const path = route.path.replaceAll(/:\w+/g, '%00')
      const asked = await console.stranger.ask(route.method, path, route.body && { nonsense: 1 })
      expect(asked.status).toBe(route.role === 'anyone' ? 400 : 401)
      expect(asked.body).toMatchObject({ code: expect.stringMatching(/^CRL_/), message: expect.any(String) })
      if (route.params === undefined && route.body === undefined) return
      // The path or the body is none.
      const mine = await console.owner('Nonsense')
      expect((await mine.ask(route.method, path, route.body && { nonsense: 1 })).status).toBe(400)
    },
  )

  it('stands in the OpenAPI document', async () => {
    const { body } = await owner.ask('GET', '/openapi.json')
    const operations = Object.values(body.paths as object).flatMap((methods: object) => Object.keys(methods))
    expect(operations).toHaveLength(consoleAPIRoutes.length)
    expect(body.paths['/console/api/apps/{sdkAppID}/stories'].get.parameters).toContainEqual(
      expect.objectContaining({ name: 'token', in: 'query', required: false }),
    )
  })
})

describe('apps', () => {
  it.each<[string, object, string]>([
    ['no name', {}, 'name'],
    ['a blank name', { name: '  ' }, 'name'],
    ['a name with a control character', { name: 'a\u0000b' }, 'name'],
    ['a script for a name', { name: '<script>alert(1)</script>' }, 'name'],
    ['a long name', { name: 'x'.repeat(101) }, 'name'],
    ['a key that is none', { name: 'x', secretKey: 'zz' }, 'secretKey'],
    ['an SDKAppID that is none', { name: 'x', sdkAppID: 0 }, 'sdkAppID'],
    ['a stranger', { name: 'x', owner: true }, 'owner'],
  ])('are not made with %s', async (_, given, field) => {
    const answer = await owner.ask('POST', '/apps', given)
    expect(answer).toMatchObject({ status: 400, body: { field } })
    expect(answer.body.message).not.toMatch(/pattern|properties|undefined/)
  })

  it('show a key once', async () => {
    const { body: added } = await owner.ask('POST', `/apps/${sdkAppID}/keys`)
    const { response, body } = await owner.ask('GET', `/apps/${sdkAppID}/keys`)
    expect(body.keys).toContainEqual(
      expect.objectContaining({ keyID: added.keyID, ending: added.secretKey.slice(-4) }),
    )
    expect(response.body).not.toContain(added.secretKey)
    expect(await owner.ask('DELETE', `/apps/${sdkAppID}/keys/${added.keyID}`)).toMatchObject({ status: 200 })
  })

  it.each(['', 'x'.repeat(33), 'a\u0000b'])('make no UserSig for %j', async (userID) => {
    const answer = await owner.ask('POST', `/apps/${sdkAppID}/user-sigs`, { userID })
    expect(answer).toMatchObject({ status: 400, body: { field: 'userID' } })
  })

  it('take settings by path, keep the others, and go back to a default', async () => {
    const settings = async (): Promise<Record<string, unknown>> => {
      const { body } = await owner.ask('GET', `/apps/${sdkAppID}`)
      return Object.fromEntries(body.settings.map((one: any) => [one.path, one.value]))
    }
    const change = async (changes: object) =>
      await owner.ask('PATCH', `/apps/${sdkAppID}/settings`, { changes })
    await change({ 'groups.workMembers': 7, 'push.hideText': true })
    await change({ 'push.deadlineMs': 60_000 })
    expect(await settings()).toMatchObject({
      'groups.workMembers': 7,
      'push.hideText': true,
      'push.deadlineMs': 60_000,
    })
    await change({ 'push.deadlineMs': null })
    expect(await settings()).toMatchObject({ 'push.deadlineMs': 86_400_000, 'push.hideText': true })
    expect(await change({ 'push.deadlineMs': 1 })).toMatchObject({
      status: 400,
      body: { code: 'CRL_APP_SETTINGS', field: 'push.deadlineMs' },
    })
    expect(await change({ 'push.nonsense': 1 })).toMatchObject({ status: 400 })
    expect(await change({ constructor: 1, '__proto__.x': 1 })).toMatchObject({ status: 400 })
  })
})

describe('certificates', () => {
  it('name the fields of every vendor', async () => {
    const { body } = await owner.ask('GET', '/vendors')
    expect(body.vendors.map((one: any) => one.vendor)).toEqual(Object.keys(channels))
  })

  it('are stored without showing their secrets, asked about, changed and deleted', async () => {
    const path = `/apps/${sdkAppID}/certificates`
    const given = { vendor: 'xiaomi', name: 'live', fields: { ...xiaomi, channelID: '' } }
    const { body: added, response } = await owner.ask('POST', path, given)
    expect(added).toMatchObject({ values: { packageName: 'org.example.chat' }, secrets: ['appSecret'] })
    expect(response.body).not.toContain(xiaomi.appSecret)
    const one = `/certificates/${added.certificateID}`
    expect((await owner.ask('POST', `${one}/probe`)).body).toEqual({
      result: 'refused',
      vendorWords: { code: '21301', text: 'auth failed' },
    })
    const changed = await owner.ask('PATCH', one, { fields: { channelID: 'chat' } })
    expect(changed.body).toMatchObject({ revision: 2, values: { channelID: 'chat' }, secrets: ['appSecret'] })
    expect((await owner.ask('GET', '/audit')).response.body).not.toContain(xiaomi.appSecret)
    expect(await owner.ask('DELETE', one)).toMatchObject({ status: 200 })
    expect(await owner.ask('GET', one)).toMatchObject({ status: 404 })
  })

  it.each<[string, object, number]>([
    ['a vendor that is none', { vendor: 'nokia', name: 'x', fields: {} }, 400],
    ['a huge file', { vendor: 'fcm', name: 'x', fields: { serviceAccountJson: 'x'.repeat(600_000) } }, 413],
    ['a large field', { vendor: 'fcm', name: 'x', fields: { serviceAccountJson: 'x'.repeat(200_001) } }, 400],
  ])('are refused with %s', async (_, given, status) => {
    const answer = await owner.ask('POST', `/apps/${sdkAppID}/certificates`, given)
    expect(answer).toMatchObject({ status, body: { code: expect.stringMatching(/^CRL_/) } })
  })
})

describe('devices', () => {
  it('tell token, certificate, and why they receive or do not', async () => {
    const { body: certificate } = await owner.ask('POST', `/apps/${sdkAppID}/certificates`, {
      vendor: 'xiaomi',
      name: 'live',
      fields: xiaomi,
    })
    await console.parts.admin.createUser({ sdkAppID, userID: 'bob', nickName: 'Bob' })
    const login = { sdkAppID, userID: 'bob', nowMs: Date.now(), language: 'en', appVersion: '1' }
    const token = 'token-of-bobs-phone-0123456789'
    for (const deviceID of ['phone', 'bare']) {
      const device = { platform: 'android', deviceName: `Bob's ${deviceID}` } as const
      await noteLogin(console.store, { ...login, deviceID }, { ...login, ...device })
    }
    const { certificateID } = certificate
    await bindToken(console.store, { ...login, deviceID: 'phone', certificateID, token })

    const { body, response } = await owner.ask('GET', `/apps/${sdkAppID}/users/bob`)
    const byID = Object.fromEntries(body.devices.map((device: any) => [device.deviceID, device]))
    expect(byID.phone).toMatchObject({
      vendor: 'xiaomi',
      certificateID,
      certificateName: 'live',
      token: 'token-…6789',
      tokenState: 'live',
      decision: 'push',
      reason: 'device-offline',
      connection: 'none',
    })
    expect(byID.bare).toMatchObject({ decision: 'suppress', reason: 'no-token' })
    expect(response.body).not.toContain(token)

    await owner.ask('DELETE', `/certificates/${certificateID}`)
    const gone = await owner.ask('GET', `/apps/${sdkAppID}/users/bob`)
    expect(gone.body.devices.find((device: any) => device.deviceID === 'phone')).toMatchObject({
      decision: 'suppress',
      reason: 'certificate-missing',
    })
  })

  it.each<[string, string[]]>([
    ['b', ['bob']],
    ['B', ['bob']],
    ['%', []],
    ['', ['bob']],
  ])('users are found by %j', async (search, expected) => {
    const { body } = await owner.ask('GET', `/apps/${sdkAppID}/users?search=${encodeURIComponent(search)}`)
    expect(body.users.map((user: any) => user.userID)).toEqual(expected)
  })
})

describe('the pages', () => {
  it.each<[string, number, string]>([
    ['/', 302, ''],
    ['/console/api/nothing', 404, 'application/json'],
    ['/console/assets/nothing.js', 404, 'text/plain'],
    ['/console/..%2f..%2fpackage.json', 503, 'text/plain'],
  ])('%s answers %i', async (url, status, type) => {
    const answer = await console.http.inject({ url })
    // 503 where the console has not been built in this checkout, 200 with the page where it has.
    expect([status, status === 503 ? 200 : status]).toContain(answer.statusCode)
    if (answer.statusCode !== 200) expect(answer.headers['content-type'] ?? '').toContain(type)
    expect(answer.body).not.toContain('"workspaces"')
  })
})
