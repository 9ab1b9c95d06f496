import { connect } from 'node:net'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab, LabVendorId } from '../lab-types.ts'
import { makers } from '../phone/makers.ts'
import type { PhoneMaker } from '../phone/types.ts'
import { http1, Http2Client } from '../testing/wire.ts'
import { ControlContext } from './control-context.ts'
import { ControlServer } from './control-server.ts'

let lab: Lab
let control: ControlServer
const saved: unknown[] = []

beforeAll(async () => {
  lab = await startLab()
  const context = new ControlContext({
    lab,
    announcement: () => ({ carillonLab: 'test' }),
    onAppsChanged: async (apps) => void saved.push(apps),
  })
  control = new ControlServer(context)
  await control.listen({})
})
afterAll(async () => {
  await control.close()
  await lab.close()
})
afterEach(() => call('POST', '/v1/reset'))

interface Called {
  status: number
  body: any
}

/** By hand: `fetch` sets no Host header of the caller's. */
const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Called> => {
  const request = httpRequest({ host: '127.0.0.1', port: control.port, method, path, headers, agent: false })
  request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, body: JSON.parse(await text(response)) as unknown }
}

const makeApp = async (vendor: LabVendorId, fields: object = {}): Promise<any> => {
  const { status, body } = await call('POST', `/v1/vendors/${vendor}/apps`, fields)
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body
}

const packageName = 'org.example.shop'
let number = 0
/** A package of its own for each test: apps outlive a reset. */
const newPackage = (): string => `${packageName}${(number += 1)}`

const makePhone = async (maker: PhoneMaker, name: string, fields: object = {}): Promise<any> => {
  const { status, body } = await call('POST', '/v1/phones', { maker, packageName: name, ...fields })
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body
}

/** A notification straight from the vendor, past all channels. */
const pushToXiaomi = async (app: any, regID: string, title = 'Ann'): Promise<void> => {
  const form = {
    registration_id: regID,
    restricted_package_name: app.packageName as string,
    title,
    description: 'Hi',
    payload: '{}',
    'extra.channel_id': app.channels[0] as string,
    'extra.notify_foreground': '1',
  }
  const answer = await http1(`${lab.xiaomi.url}/v3/message/regid`, {
    ca: lab.ca,
    headers: { authorization: `key=${app.appSecret}` },
    body: new URLSearchParams(form).toString(),
  })
  expect(JSON.parse(answer.body)).toMatchObject({ code: 0 })
}

describe('apps', () => {
  it.each([
    ['fcm', { projectID: 'shop-2026' }, { id: 'shop-2026', serviceAccount: { type: 'service_account' } }],
    [
      'apns',
      { bundleID: 'org.example.a' },
      { key: { fileName: expect.stringMatching(/^AuthKey_\w{10}\.p8$/) } },
    ],
    [
      'huawei',
      { projectID: '388' },
      { projectID: '388', clientSecret: expect.any(String), serviceAccount: { project_id: '388' } },
    ],
    ['honor', { clientID: 'c1' }, { clientID: 'c1', clientSecret: expect.any(String) }],
    ['xiaomi', { channels: ['101556'] }, { channels: ['101556'], appKey: expect.any(String) }],
    ['oppo', { masterSecret: 'm1' }, { masterSecret: 'm1', appSecret: expect.any(String) }],
    [
      'vivo',
      { appID: '100215', receiptURL: 'http://127.0.0.1:9/r' },
      { id: '100215', appID: '100215', receiptID: '1' },
    ],
    ['meizu', { appID: '110999' }, { id: '110999', receiptToken: expect.any(String) }],
  ] as const)('%s: made, read and listed as its console hands them out', async (vendor, fields, shown) => {
    const app = await makeApp(vendor, fields)
    expect(app).toMatchObject(shown)
    expect((await call('GET', `/v1/vendors/${vendor}/apps/${app.id}`)).body).toEqual(app)
    expect((await call('GET', `/v1/vendors/${vendor}/apps`)).body.apps).toContainEqual(app)
    const idName = vendor === 'fcm' ? 'projectID' : vendor === 'apns' ? 'bundleID' : 'appID'
    expect(await call('POST', `/v1/vendors/${vendor}/apps`, { [idName]: app.id })).toMatchObject({
      status: 409,
      body: { error: { code: 'LAB_EXISTS' } },
    })
    expect(JSON.stringify(saved.at(-1))).toContain(app.id)
  })

  it("name Google's token host or the emulator's, as asked", async () => {
    const here = await makeApp('fcm')
    const there = await makeApp('fcm', { underVendorNames: true })
    expect(here.serviceAccount.token_uri).toBe(lab.fcm.tokenURL)
    expect(there.serviceAccount.token_uri).toBe('https://oauth2.googleapis.com/token')
  })

  it('of one ID made at once are made once', async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => call('POST', '/v1/vendors/fcm/apps', { projectID: 'at-once' })),
    )
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  })
})

describe('phones', () => {
  it.each(Object.keys(makers) as PhoneMaker[])(
    '%s: has a token of each of its push services',
    async (maker) => {
      const name = newPackage()
      const vendors = makers[maker].pushServices
      for (const vendor of vendors)
        await makeApp(
          vendor,
          vendor === 'fcm' ? {} : vendor === 'apns' ? { bundleID: name } : { packageName: name },
        )
      const phone = await makePhone(maker, name)
      expect(phone).toMatchObject({ maker, state: 'killed', online: true, tray: [], badge: 0 })
      expect(Object.keys(phone.tokens)).toEqual(maker === 'apple' ? ['apns', 'apns-voip'] : [...vendors])
      for (const vendor of vendors) expect(lab[vendor].tokenState(phone.tokens[vendor])).toBe('valid')
      expect((await call('GET', '/v1/phones')).body.phones).toEqual([phone])
      expect(await call('DELETE', `/v1/phones/${phone.name}`)).toMatchObject({ status: 200 })
      for (const vendor of vendors) expect(lab[vendor].tokenState(phone.tokens[vendor])).not.toBe('valid')
      expect((await call('GET', '/v1/phones')).body.phones).toEqual([])
    },
  )

  it('of huawei may run HarmonyOS NEXT', async () => {
    const name = newPackage()
    await makeApp('huawei', { packageName: name })
    const phones = [await makePhone('huawei', name), await makePhone('huawei', name, { harmonyOS: true })]
    expect(phones.map(({ harmonyOS }) => harmonyOS)).toEqual([false, true])
    expect(phones.map(({ tokens }) => tokens.huawei.slice(0, 4))).toEqual(['IQAA', 'MAMz'])
    for (const phone of phones) await call('DELETE', `/v1/phones/${phone.name}`)
  })

  it('show what was pushed, and do what they are told', async () => {
    const name = newPackage()
    const app = await makeApp('xiaomi', { packageName: name })
    const phone = await makePhone('xiaomi', name, { name: 'mi', switches: { doNotDisturb: true } })
    const act = async (action: object): Promise<any> => {
      const { status, body } = await call('POST', '/v1/phones/mi/actions', action)
      expect({ status, error: body.error }).toEqual({ status: 200, error: undefined })
      return body
    }
    await pushToXiaomi(app, phone.tokens.xiaomi)
    const shown = await call('POST', '/v1/phones/mi/wait', { title: 'Ann' })
    expect(shown).toMatchObject({ status: 200, body: { title: 'Ann', body: 'Hi', audible: false } })
    expect((await call('GET', '/v1/phones/mi')).body).toMatchObject({ badge: 1, tray: [shown.body] })

    const tapped = await act({ action: 'tap' })
    expect(tapped).toMatchObject({ state: 'foreground', tray: [] })
    expect(tapped.taps).toMatchObject([{ vendor: 'xiaomi', coldStart: true, notification: shown.body }])

    expect(await act({ action: 'lock' })).toMatchObject({ state: 'locked' })
    expect(await act({ action: 'unlock' })).toMatchObject({ state: 'foreground' })
    expect(await act({ action: 'home' })).toMatchObject({ state: 'background' })
    expect(await act({ action: 'kill' })).toMatchObject({ state: 'killed' })
    expect(await act({ action: 'set-switches', switches: { notificationsAllowed: false } })).toMatchObject({
      switches: { notificationsAllowed: false, doNotDisturb: true },
    })
    await pushToXiaomi(app, phone.tokens.xiaomi, 'Unseen')
    await act({ action: 'set-switches', switches: { notificationsAllowed: true } })
    await act({ action: 'go-offline' })
    await pushToXiaomi(app, phone.tokens.xiaomi, 'Later')
    expect((await act({ action: 'go-online' })).tray).toMatchObject([{ title: 'Later' }])
    expect((await call('POST', '/v1/phones/mi/wait', { fate: 'hidden-by-switch' })).body).toMatchObject({
      push: { title: 'Unseen' },
    })
    const { pushes } = (await call('GET', '/v1/phones/mi/pushes')).body
    expect(pushes.map(({ fate, push }: any) => [push.title, fate])).toEqual([
      ['Ann', 'shown'],
      ['Unseen', 'hidden-by-switch'],
      ['Later', 'shown'],
    ])
    expect(await act({ action: 'set-badge', badge: 9 })).toMatchObject({ badge: 9 })
    expect(await act({ action: 'clear' })).toMatchObject({ tray: [] })
    await act({ action: 'create-channel', channelID: 'chat' })
    expect((await act({ action: 'set-channel', channelID: 'chat', enabled: false })).channels).toContainEqual(
      {
        id: 'chat',
        name: 'chat',
        enabled: false,
      },
    )

    const { tokens } = await act({ action: 'reinstall' })
    expect(tokens.xiaomi).not.toBe(phone.tokens.xiaomi)
    expect(await act({ action: 'uninstall' })).toMatchObject({ state: 'not-installed', tokens: {} })
    expect(await call('POST', '/v1/phones/mi/actions', { action: 'launch' })).toMatchObject({
      status: 409,
      body: { error: { code: 'LAB_NOT_POSSIBLE' } },
    })
    expect(await act({ action: 'install' })).toMatchObject({ state: 'killed' })
  })

  it('belong to the app that is named, else to the one that was made last', async () => {
    const [first, last] = [await makeApp('fcm'), await makeApp('fcm')]
    expect(await makePhone('google', newPackage())).toMatchObject({ apps: [last.id] })
    expect(await makePhone('google', newPackage(), { apps: { fcm: first.id } })).toMatchObject({
      apps: [first.id],
    })
  })
})

describe('faults and requests', () => {
  it('are set, seen, cleared; what was seen shows no secret whole', async () => {
    const name = newPackage()
    const app = await makeApp('xiaomi', { packageName: name })
    const phone = await makePhone('xiaomi', name)
    const path = '/v1/vendors/xiaomi/faults'
    const set = await call('PUT', `${path}/unavailable`, { times: 1, status: 502, retryAfterSeconds: 3 })
    expect(set).toMatchObject({ status: 200, body: { active: [{ name: 'unavailable', fired: 0 }] } })
    await expect(pushToXiaomi(app, phone.tokens.xiaomi)).rejects.toThrow(/JSON/)
    await pushToXiaomi(app, phone.tokens.xiaomi)
    const { body } = await call('GET', '/v1/vendors/xiaomi/requests?kind=send')
    expect(body.requests).toMatchObject([
      { kind: 'send', fault: 'unavailable', answer: { status: 502 } },
      { kind: 'send', path: '/v3/message/regid', answer: { status: 200 } },
    ])
    expect(JSON.stringify(body)).not.toContain(app.appSecret)
    const later = await call('GET', `/v1/vendors/xiaomi/requests?after=${body.requests[0].id}`)
    expect(later.body.requests).toHaveLength(1)
    await call('DELETE', '/v1/vendors/xiaomi/requests')
    expect((await call('GET', '/v1/vendors/xiaomi/requests')).body.requests).toEqual([])

    await call('PUT', `${path}/cut`)
    await call('PUT', `${path}/hang`, { processed: true, on: ['send'], everyNth: 2, probability: 0.5 })
    expect((await call('DELETE', `${path}/cut`)).body.active).toMatchObject([{ name: 'hang' }])
    expect((await call('DELETE', path)).body.active).toEqual([])
  })

  it.each([
    ['fcm', { code: 'UNREGISTERED' }, 200],
    ['fcm', { code: 'GONE' }, 400],
    ['apns', { code: 'Unregistered' }, 200],
    ['apns', { code: 'GONE' }, 400],
    ['oppo', { code: -2 }, 200],
    ['oppo', { code: 'GONE' }, 400],
  ] as const)('%s refuses with %j: %i', async (vendor, options, status) => {
    expect(await call('PUT', `/v1/vendors/${vendor}/faults/refuse`, options)).toMatchObject({ status })
  })
})

it('settings change, keep their kinds, and go back', async () => {
  const path = '/v1/vendors/apns/settings'
  const before = (await call('GET', path)).body
  expect(before).toMatchObject({ environment: 'production', perTokenPerMinute: null })
  const changed = await call('PATCH', path, { environment: 'sandbox', perTokenPerMinute: 5 })
  expect(changed.body).toEqual({ ...before, environment: 'sandbox', perTokenPerMinute: 5 })
  expect(lab.apns.settings.perTokenPerMinute).toBe(5)
  expect((await call('PATCH', path, { perTokenPerMinute: null })).body.perTokenPerMinute).toBeNull()
  for (const wrong of [{ environment: 'moon' }, { tokenUpdatesLimited: 1 }, { nothing: 1 }])
    expect((await call('PATCH', path, wrong)).status).toBe(400)
  await call('POST', '/v1/reset')
  expect((await call('GET', path)).body).toEqual(before)
})

describe('bad input', () => {
  it.each([
    ['POST', '/v1/phones', '{', 400, 'LAB_BAD_JSON'],
    ['POST', '/v1/phones', '[]', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/phones', 'null', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/phones', '{}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/phones', '{"maker":"nokia"}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/phones', '{"maker":"google","packageName":"x y"}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/phones', '{"maker":"google","harmonyOS":true}', 400, 'LAB_UNKNOWN_FIELD'],
    ['POST', '/v1/phones', '{"maker":"meizu","packageName":"no.such"}', 409, 'LAB_NOT_POSSIBLE'],
    ['POST', '/v1/phones', '{"maker":"meizu","apps":{"meizu":"0"}}', 404, 'LAB_UNKNOWN_APP'],
    ['POST', '/v1/phones', '{"maker":"meizu","switches":{"sound":1}}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/vendors/fcm/apps', '{"projectID":"X"}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/vendors/fcm/apps', '{"color":"red"}', 400, 'LAB_UNKNOWN_FIELD'],
    ['POST', '/v1/vendors/vivo/apps', '{"receiptURL":"ftp://x"}', 400, 'LAB_BAD_FIELD'],
    ['POST', '/v1/vendors/acme/apps', '{}', 404, 'LAB_UNKNOWN_VENDOR'],
    ['GET', '/v1/vendors/fcm/apps/none', undefined, 404, 'LAB_UNKNOWN_APP'],
    ['GET', '/v1/vendors/fcm/apps/%E0%A4%A', undefined, 404, 'LAB_UNKNOWN_APP'],
    ['GET', '/v1/vendors/fcm/apps/__proto__', undefined, 404, 'LAB_UNKNOWN_APP'],
    ['GET', '/v1/phones/none', undefined, 404, 'LAB_UNKNOWN_PHONE'],
    ['POST', '/v1/phones/none/actions', '{"action":"tap"}', 404, 'LAB_UNKNOWN_PHONE'],
    ['PUT', '/v1/vendors/fcm/faults/fire', '{}', 404, 'LAB_UNKNOWN_FAULT'],
    ['PUT', '/v1/vendors/fcm/faults/constructor', '{}', 404, 'LAB_UNKNOWN_FAULT'],
    ['PUT', '/v1/vendors/fcm/faults/slow', '{}', 400, 'LAB_BAD_FIELD'],
    ['PUT', '/v1/vendors/fcm/faults/slow', '{"delayMs":-1}', 400, 'LAB_BAD_FIELD'],
    ['PUT', '/v1/vendors/fcm/faults/cut', '{"times":0}', 400, 'LAB_BAD_FIELD'],
    ['PUT', '/v1/vendors/fcm/faults/cut', '{"on":["all"]}', 400, 'LAB_BAD_FIELD'],
    ['PUT', '/v1/vendors/fcm/faults/unavailable', '{"status":501}', 400, 'LAB_BAD_FIELD'],
    ['GET', '/v1/vendors/fcm/requests?kind=odd', undefined, 400, 'LAB_BAD_FIELD'],
    ['GET', '/v1/vendors/fcm/requests?limit=1', undefined, 400, 'LAB_UNKNOWN_FIELD'],
    ['GET', '/v2', undefined, 404, 'LAB_NOT_FOUND'],
    ['GET', '//', undefined, 404, 'LAB_NOT_FOUND'],
    ['DELETE', '/v1/phones', undefined, 405, 'LAB_METHOD_NOT_ALLOWED'],
    ['POST', '/v1/phones', ' '.repeat(1024 * 1024 + 1), 413, 'LAB_BODY_TOO_LARGE'],
  ])('%s %s is refused, told why, and what to do', async (method, path, body, status, code) => {
    const answer = await call(method, path, body)
    expect(answer).toEqual({
      status,
      body: { error: { code, message: expect.stringMatching(/\.$/), hint: expect.stringMatching(/\.$/) } },
    })
    expect(answer.body.error.message.length).toBeLessThan(1_000)
  })

  it.each([
    ['of a web page', { origin: 'https://evil.example' }],
    ['to a name that was bent to this machine', { host: 'evil.example:80' }],
  ])('a call %s is refused', async (_, headers) => {
    expect(await call('GET', '/v1', undefined, headers)).toMatchObject({
      status: 403,
      body: { error: { code: 'LAB_FOREIGN_ORIGIN' } },
    })
  })

  it('says which methods there are, and what it is', async () => {
    expect((await call('GET', '/v1')).body).toEqual({ carillonLab: 'test' })
    const socket = connect(control.port, '127.0.0.1')
    socket.end('PATCH /v1/phones HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1.1 405 .*\r\nallow: GET, POST\r\n/)
  })

  it('waits no longer than it is told', async () => {
    const name = newPackage()
    await makeApp('meizu', { packageName: name })
    const phone = await makePhone('meizu', name)
    expect(await call('POST', `/v1/phones/${phone.name}/wait`, { timeoutMs: 1 })).toMatchObject({
      status: 408,
      body: { error: { code: 'LAB_TIMEOUT' } },
    })
  })
})

it('credentials it hands out are good for the vendor', async () => {
  const name = newPackage()
  const { certificate } = await makeApp('apns', { bundleID: name })
  const phone = await makePhone('apple', name)
  await using client = new Http2Client(lab.apns.url, lab.ca, {
    cert: certificate.certificate,
    key: certificate.key,
  })
  const answer = await client.request(`/3/device/${phone.tokens.apns}`, {}, '{"aps":{"alert":"Hi"}}')
  expect(answer.status).toBe(200)
  expect((await call('GET', `/v1/phones/${phone.name}`)).body.tray).toMatchObject([{ body: 'Hi' }])
})
