import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { until } from '../push/testing/until.ts'
import { FrameClient, startGatewayBench, type GatewayBench } from './testing.ts'

let bench: GatewayBench
let url = ''

beforeAll(async () => {
  bench = await startGatewayBench()
  url = `ws://127.0.0.1:${bench.server.address.port}/v1/socket`
  await Promise.all(['ann', 'bob'].map(async (userID) => (await bench.login(userID)).socket.terminate()))
})

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

describe('login', () => {
  it('registers the account at the first one and says how to go on', async () => {
    const ann = await bench.login('ann')
    expect(await ann.say('newcomer', 'x')).toBe(20003)
    const client = await bench.open()
    const answer = await client.request('login', bench.loginParams('newcomer'))
    expect(answer).toEqual({
      type: 'response',
      id: expect.any(Number),
      code: 0,
      data: { serverTimeMs: expect.any(Number), heartbeatIntervalMs: 20_000, frameBytes: 65_536 },
    })
    await client.synced()
    expect(client.frames.map((frame) => (frame.type === 'event' ? frame.name : frame.type))).toEqual([
      'response',
      'sync.started',
      'sync.finished',
    ])
    expect(await ann.say('newcomer', 'x')).toBe(0)
  })

  const other = 'ab'.repeat(32)
  it.each<[number, string, (login: ReturnType<GatewayBench['loginParams']>) => object]>([
    [
      70001,
      'an expired UserSig',
      () => ({ userSig: bench.userSig('u1', { nowMs: Date.now() - 86_400_000, lifeS: 60 }) }),
    ],
    [70002, 'an empty UserSig', () => ({ userSig: '' })],
    [70003, 'no UserSig at all', () => ({ userSig: 'nonsense\0' })],
    [
      70009,
      'a UserSig made with another key',
      () => ({ userSig: bench.userSig('u1', { secretKey: other }) }),
    ],
    [70013, "another user's UserSig", () => ({ userSig: bench.userSig('u2') })],
    [70014, "another app's UserSig", () => ({ userSig: bench.userSig('u1', { sdkAppID: 5 }) })],
    [70020, 'an app that does not exist', () => ({ sdkAppID: 5 })],
    [70020, 'app 0', () => ({ sdkAppID: 0 })],
    [70402, 'a userID beyond ASCII', () => ({ userID: 'ü' })],
    [6017, 'a deviceID that is too short', () => ({ deviceID: 'x' })],
    [6208, 'a reconnect of a device that was never here', () => ({ isReconnect: true })],
  ])('answers %i to %s, and takes a right one after it', async (code, _, change) => {
    const client = await bench.open()
    const right = bench.loginParams('u1', { deviceID: `device-${code}-${Math.random()}` })
    expect(await client.request('login', { ...right, ...change(right) })).toMatchObject({
      code,
      desc: expect.any(String),
    })
    expect(await client.request('login', right)).toMatchObject({ code: 0 })
    client.socket.terminate()
  })

  it('is taken once a connection', async () => {
    const client = await bench.open()
    const params = bench.loginParams('twice')
    const answers = await Promise.all([client.request('login', params), client.request('login', params)])
    expect(answers.map(({ code }) => code)).toEqual([0, 7501])
    expect(await client.request('login', params)).toMatchObject({ code: 7501 })
  })

  it('takes a device name with characters no database takes', async () => {
    await bench.login('named', { deviceName: 'Ann\0s\n\ud83d phone' })
    const text = `select device_name as name from devices where user_id = 'named'`
    expect(await bench.store.query({ name: 'test.name', text })).toEqual([{ name: 'Anns\ufffd phone' }])
  })

  it('takes cursors that name nothing', async () => {
    const client = await bench.login('cursed', {
      cursors: { 'c2c_\0': 1, c2c_: 2, group_x: 3, __proto__x: 4 },
    })
    await client.synced()
  })
})

describe('a connection', () => {
  it.each<[number, string, string | Buffer]>([
    [3500, 'text that is no JSON', 'hello'],
    [3500, 'an unknown type', '{"type":"pong"}'],
    [3500, 'a field that does not belong', '{"type":"ping","now":1}'],
    [3500, 'a binary frame', Buffer.from('{"type":"ping"}')],
    [3502, 'a frame above the limit', `{"type":"ping"}${' '.repeat(65_536)}`],
    [3503, 'a request before login', '{"type":"request","id":1,"method":"server.time","params":{}}'],
    [3503, 'an unknown request before login', '{"type":"request","id":1,"method":"x","params":{}}'],
  ])('is closed with %i for %s; others go on', async (code, _, text) => {
    const other = await bench.login('ann')
    const client = await bench.open()
    client.send(text)
    expect(await client.closeCode()).toBe(code)
    expect(await other.say('bob', 'still here')).toBe(0)
  })

  it.each([['carillon.v9'], [['chat', 'soap']], [[]]])(
    'asking for %j is closed with 3501',
    async (protocols) => {
      const client = await FrameClient.open(url, protocols)
      expect(await client.closeCode()).toBe(3501)
      expect(client.closed?.reason).toContain('carillon.v1')
    },
  )

  it('that offers the protocol among others gets it', async () => {
    const client = await FrameClient.open(url, ['other', 'carillon.v1'])
    expect(client.socket.protocol).toBe('carillon.v1')
    client.socket.terminate()
  })

  it('elsewhere is answered 404', async () => {
    const open = FrameClient.open(url.replace('/v1/socket', '/v2/socket'))
    await expect(open).rejects.toThrow('404')
  })

  it('gets a pong, and the time', async () => {
    const client = await bench.login('ann')
    client.send('{"type":"ping"}')
    expect((await client.request('server.time')).data).toEqual({ serverTimeMs: expect.any(Number) })
    expect(client.frames.some(({ type }) => type === 'pong')).toBe(true)
  })
})

describe('a request', () => {
  it.each<[string, unknown, number, string]>([
    ['message.fetch', {}, 6017, '"message.fetch"'],
    ['constructor', {}, 6017, '"constructor"'],
    ['message.send', { receiver: 'bob', random: 1 }, 6017, 'elements'],
    [
      'message.send',
      { receiver: 'bob', random: -1, elements: [{ type: 'text', text: 'x' }] },
      6017,
      'random',
    ],
    [
      'message.send',
      { receiver: 'nobody', random: 1, elements: [{ type: 'text', text: 'x' }] },
      20003,
      'nobody',
    ],
    [
      'message.send',
      { receiver: 'bob', random: 1, elements: [{ type: 'text', text: 'x'.repeat(13_000) }] },
      80002,
      '13000',
    ],
    ['push.setConfig', { certificateID: 1, token: 'abc' }, 800020, 'certificate 1'],
    ['push.setConfig', { certificateID: 4_294_967_295, token: 'abc' }, 800020, 'certificate 4294967295'],
    ['push.setConfig', { certificateID: 10_001, token: 'a b' }, 800021, 'token'],
    ['push.setConfig', { certificateID: 10_001, token: 'a\0b' }, 800021, 'token'],
    ['push.setConfig', { certificateID: 10_001, token: 'a\ud83d' }, 800021, 'token'],
    ['push.setConfig', { certificateID: 10_001, token: '字'.repeat(1366) }, 800021, 'token'],
    ['push.setConfig', { certificateID: 10_001, token: 'x'.repeat(4097) }, 6017, 'token'],
    ['push.setConfig', { certificateID: 10_001, token: 'abc', isVoIP: true }, 6017, 'is not for VoIP'],
    ['push.setConfig', { certificateID: 10_001, token: 'abc', isVoIP: 1 }, 6017, 'isVoIP'],
    ['push.selfTest', { title: '', desc: 'x', ext: '' }, 6017, 'title'],
    ['push.selfTest', { title: 'x'.repeat(65), desc: 'x', ext: '' }, 6017, 'title'],
    ['presence.background', { unreadCount: -1 }, 6017, 'unreadCount'],
  ])('%s %j → %i', async (method, params, code, words) => {
    const client = await bench.login('ann')
    expect(await client.request(method, params)).toMatchObject({ code, desc: expect.stringContaining(words) })
    expect(await client.request('server.time')).toMatchObject({ code: 0 })
  })

  it('binds and unbinds a token; of several the last one counts', async () => {
    const client = await bench.login('ann')
    const bind = async (token: string) =>
      await client.request('push.setConfig', { certificateID: bench.certificateID, token })
    const answers = await Promise.all([bind('first'), bind(''), bind('second'), bind('third')])
    expect(answers.map(({ code, data }) => [code, data])).toEqual(answers.map(() => [0, {}]))
    const text = `select token, state from push_tokens where user_id = 'ann'`
    expect(await bench.store.query({ name: 'test.token', text })).toEqual([{ token: 'third', state: 'live' }])
    await Promise.all([bind('fourth'), bind('')])
    expect(await bench.store.query({ name: 'test.token', text })).toEqual([
      { token: 'fourth', state: 'cleared' },
    ])
  })

  it('tests its own device: why it cannot be pushed to, and not twice at once', async () => {
    const client = await bench.login('ann')
    const test = async () =>
      await client.request('push.selfTest', { title: 'Test', desc: 'text', ext: '{"t":1}' })
    const first = await test()
    expect(first).toMatchObject({ code: 0, data: { stage: 'suppressed', reason: 'no-token' } })
    const { msgID } = first.data as { msgID: string }
    expect((await bench.server.push.story(msgID))?.devices).toMatchObject([
      { userID: 'ann', state: 'suppressed', reason: 'no-token' },
    ])
    expect(await test()).toMatchObject({ code: 9506, desc: expect.stringContaining('10 s') as string })
    bench.clock.advance(10_000)
    expect(await test()).toMatchObject({ code: 0 })
  })

  it('of background and foreground is done in order', async () => {
    const client = await bench.login('ann')
    await Promise.all([
      ...Array.from(
        { length: 8 },
        async (_, unreadCount) => await client.request('presence.background', { unreadCount }),
      ),
      client.request('presence.foreground'),
      client.request('presence.background', { unreadCount: 42 }),
    ])
    const text = `select reported_unread_count as unread from devices where user_id = 'ann' and device_id = 'phone-of-ann'`
    expect(await bench.store.query({ name: 'test.unread', text })).toEqual([{ unread: 42 }])
  })
})

describe('messages', () => {
  it('arrive as they were sent, whatever the text', async () => {
    const [ann, bob] = [
      await bench.login('ann'),
      await bench.login('bob', { cursors: { c2c_ann: 1_000_000 } }),
    ]
    await bob.synced()
    const text = 'a\0b 👩‍👩‍👧‍👦 \u2028 "quoted" \\ \u007f \u001b'
    expect(
      await ann.say('bob', text, { cloudCustomData: '\0', offlinePushInfo: { title: '\0', ext: '\0' } }),
    ).toBe(0)
    await until('the message', () => bob.texts.length === 1)
    expect(bob.texts).toEqual([text])
    bob.socket.terminate()
    const again = await bench.login('bob', { isReconnect: true })
    await again.synced()
    expect(again.texts.at(-1)).toBe(text)
  })

  it('are resumed from the cursors of the client, or from what was acknowledged', async () => {
    const ann = await bench.login('ann')
    const first = await bench.login('carl')
    await first.synced()
    for (const text of ['1', '2', '3', '4']) await ann.say('carl', text)
    await until('all four', () => first.texts.length === 4)
    first.send(JSON.stringify({ type: 'acknowledge', eventID: first.events.at(-3)?.eventID }))
    await first.request('server.time')
    first.socket.terminate()
    const second = await bench.login('carl', { isReconnect: true })
    await second.synced()
    expect(second.texts).toEqual(['3', '4'])
    const third = await bench.login('carl', { isReconnect: true, cursors: { c2c_ann: 3 } })
    await third.synced()
    expect(third.texts).toEqual(['4'])
    expect(await second.closeCode()).toBe(3506)
  })
})

describe('the end of a session', () => {
  it('by a login elsewhere comes with the event and 3504', async () => {
    const first = await bench.login('dora', { deviceID: 'old-phone' })
    await first.synced()
    await bench.login('dora', { deviceID: 'new-phone', deviceName: 'Xiaomi 15' })
    expect(await first.closeCode()).toBe(3504)
    expect(first.events.at(-1)).toMatchObject({
      name: 'session.kicked',
      data: { reason: 'other-login', byPlatform: 'android', byDeviceName: 'Xiaomi 15' },
    })
    const back = await bench.open()
    const params = bench.loginParams('dora', { deviceID: 'old-phone', isReconnect: true })
    expect(await back.request('login', params)).toMatchObject({ code: 6208 })
  })

  it('by logout is answered first and closes with 3507', async () => {
    const client = await bench.login('emil')
    expect(await client.request('logout')).toMatchObject({ code: 0, data: {} })
    expect(await client.closeCode()).toBe(3507)
    const back = await bench.open()
    expect(await back.request('login', bench.loginParams('emil', { isReconnect: true }))).toMatchObject({
      code: 6208,
    })
  })
})

it('reports no fault for anything clients do', () => {
  expect(bench.happened.filter((name) => name.startsWith('fault'))).toEqual([])
})
