import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { V2TimUserInfo } from '../api/users.ts'
import type { ClientOptions } from '../options.ts'
import { createTencentImSDK, TencentImSDKPlugin } from '../plugin.ts'
import { App, sdkAppID } from '../testing/app.ts'
import { record } from '../testing/fake-gateway.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { until } from '../testing/until.ts'
import { sdkVersion } from '../version.ts'

describe('initSDK', () => {
  it.each<[string, ClientOptions, number, RegExp]>([
    ['no server', {}, 1, /TencentImSDKPlugin\.configure\(\{ server/],
    ['a server that is no address', { server: 'chat.example.com' }, 1, /server: expected an address/],
    [
      'a platform there is not',
      { server: 'wss://a', platform: 'nokia' as never },
      1,
      /platform: expected one of/,
    ],
    ['a time that is none', { server: 'wss://a', sendTimeoutMs: 0 }, 1, /sendTimeoutMs/],
    ['a WebSocket that is none', { server: 'wss://a', webSocket: {} as never }, 1, /webSocket/],
    ['no app', { server: 'wss://a' }, 0, /sdkAppID/],
    ['an app that is text', { server: 'wss://a' }, '1400000001' as never, /sdkAppID/],
  ])('refuses %s and says what to do', async (_, options, app, desc) => {
    const { v2TIMManager } = createTencentImSDK({ log: () => undefined, ...options })
    const answer = await v2TIMManager.initSDK(app, 0)
    expect(answer).toMatchObject({ code: 6017, desc: expect.stringMatching(desc) })
    expect(await v2TIMManager.login('alice', 'sig')).toMatchObject({ code: 6013 })
  })

  it('takes the fourth argument, and may be called again for another listener', async () => {
    await using app = await App.start()
    const heard: string[] = []
    const listener = { onConnectSuccess: () => void heard.push('second') }
    expect(await app.tim.initSDK(sdkAppID, 6, listener, true)).toEqual({ code: 0, desc: 'ok', data: true })
    await app.tim.login('alice', 'sig')
    expect([app.heard, heard]).toEqual([[], ['second']])
  })

  it('makes one device ID and keeps it in the storage', async () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: async (key: string) => kept.get(key) ?? null,
      setItem: async (key: string, value: string) => void kept.set(key, value),
      removeItem: async (key: string) => void kept.delete(key),
    }
    const deviceIDs: (string | undefined)[] = []
    for (let start = 0; start < 2; start += 1) {
      await using app = await App.loggedIn({ storage })
      deviceIDs.push(app.gateway.last.login?.deviceID)
    }
    expect(deviceIDs[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(deviceIDs[1]).toBe(deviceIDs[0])
    kept.set('carillon.deviceID', 'bad id')
    await using app = await App.loggedIn({ storage })
    expect(app.gateway.last.login?.deviceID).not.toBe('bad id')
  })

  it('works with a storage that fails', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('disk full')
    }
    await using app = await App.loggedIn({
      storage: { getItem: broken, setItem: broken, removeItem: broken },
    })
    expect(await app.tim.logout()).toMatchObject({ code: 0 })
  })
})

describe('login', () => {
  it('says who and what logs in', async () => {
    await using app = await App.loggedIn({ platform: 'android', deviceName: 'Xiaomi 14', language: 'ko-KR' })
    expect(app.gateway.last.login).toEqual({
      sdkAppID,
      userID: 'alice',
      userSig: 'sig',
      deviceID: expect.any(String),
      platform: 'android',
      deviceName: 'Xiaomi 14',
      language: 'ko-KR',
      sdkVersion,
      isReconnect: false,
    })
    expect(app.heard).toEqual(['connecting', 'success'])
    expect(await app.tim.getLoginUser()).toEqual({ code: 0, desc: 'ok', data: 'alice' })
    expect(await app.tim.getLoginStatus()).toMatchObject({ code: 0, data: 1 })
  })

  it("takes every value of React Native's Platform.OS", async () => {
    await using app = await App.loggedIn({ platform: 'macos' })
    expect(app.gateway.last.login?.platform).toBe('mac')
  })

  it.each<[string, unknown, unknown, number]>([
    ['an empty userID', '', 'sig', 7003],
    ['a userID that is not ASCII', 'ключ', 'sig', 7003],
    ['a userID that is too long', 'x'.repeat(33), 'sig', 7003],
    ['no userID', undefined, 'sig', 7003],
    ['an empty UserSig', 'alice', '', 70002],
    ['no UserSig', 'alice', undefined, 6017],
  ])('refuses %s', async (_, userID, userSig, code) => {
    await using app = await App.start()
    expect(await app.tim.login(userID as string, userSig as string)).toMatchObject({ code })
    expect(app.gateway.connections).toHaveLength(0)
  })

  it.each([70001, 70003, 70013, 70014, 6208, 20004])(
    "gives the server's refusal %i and does not try again",
    async (code) => {
      await using app = await App.start()
      app.gateway.answer = () => ({ code, desc: 'no' })
      expect(await app.tim.login('alice', 'sig')).toEqual({ code, desc: 'no' })
      expect((await app.tim.getLoginStatus()).data).toBe(3)
      expect(app.gateway.connections).toHaveLength(1)
      app.gateway.answer = (request, connection) => app.gateway.usualAnswer(request, connection)
      expect(await app.tim.login('alice', 'sig')).toMatchObject({ code: 0 })
    },
  )

  it('tries as often as it can within its time', async () => {
    await using app = await App.start()
    app.gateway.answer = (request, connection) => {
      if (app.gateway.connections.length < 3) connection.cut()
      return app.gateway.usualAnswer(request, connection)
    }
    expect(await app.tim.login('alice', 'sig')).toMatchObject({ code: 0 })
    expect(app.gateway.last.login).toMatchObject({ isReconnect: false })
  })

  it('gives up at its time with what went wrong last', async () => {
    const clock = new ManualClock()
    await using app = await App.start({ clock, connectTimeoutMs: 60_000 })
    app.gateway.answer = (_, connection) => {
      connection.cut()
      return undefined
    }
    const answer = app.tim.login('alice', 'sig')
    expect((await app.tim.getLoginStatus()).data).toBe(2)
    await until('a failure', () => app.heard.includes('failed 9508'))
    clock.advance(15_000)
    expect(await answer).toMatchObject({ code: 9508, desc: expect.stringContaining('ws://127.0.0.1') })
    expect(clock.pending).toBe(0)
    expect((await app.tim.getLoginStatus()).data).toBe(3)
  })

  it('answers 9510 when the server is silent', async () => {
    const clock = new ManualClock()
    await using app = await App.start({ clock })
    app.gateway.answer = () => undefined
    const answer = app.tim.login('alice', 'sig')
    await until('the login frame', () => app.gateway.connections[0]?.login !== undefined)
    clock.advance(10_000)
    expect(app.heard).toContain('failed 9510')
    clock.advance(5000)
    expect(await answer).toMatchObject({ code: 9510 })
  })

  it('is one at a time, and at once for the user who is logged in', async () => {
    await using app = await App.start()
    const answers = await Promise.all([app.tim.login('alice', 'sig'), app.tim.login('alice', 'sig')])
    expect(answers.map(({ code }) => code)).toEqual([0, 7501])
    expect(await app.tim.login('alice', 'newer')).toMatchObject({ code: 0 })
    expect(app.gateway.connections).toHaveLength(1)
    app.gateway.last.cut()
    await until('a new login', () => app.gateway.connections[1]?.login !== undefined)
    expect(app.gateway.last.login).toMatchObject({ userSig: 'newer', isReconnect: true })
  })

  it('does not need to wait for initSDK', async () => {
    await using app = await App.start()
    const { v2TIMManager } = createTencentImSDK({ server: app.gateway.url })
    const [init, login] = await Promise.all([
      v2TIMManager.initSDK(sdkAppID, 0),
      v2TIMManager.login('carol', 'sig'),
    ])
    expect([init.code, login.code]).toEqual([0, 0])
    await v2TIMManager.unInitSDK()
  })

  it('logs the former user out first, and nothing of theirs is left', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('message.new', { message: record(9) })
    await until('the message', () => app.received.length === 1)
    await app.tim.getOfflinePushManager().setOfflinePushConfig(10001, 'token')
    await app.tim.getOfflinePushManager().doBackground(3)
    expect(await app.tim.login('carol', 'sig')).toMatchObject({ code: 0 })
    const [first, second] = app.gateway.connections
    expect(first?.requests('logout')).toHaveLength(1)
    expect(second?.login).toMatchObject({
      userID: 'carol',
      isReconnect: false,
      deviceID: first?.login?.deviceID,
    })
    expect(second?.login).not.toHaveProperty('cursors')
    expect(second?.login).not.toHaveProperty('background')
    second?.cut()
    await until('a new login', () => app.gateway.connections[2]?.login !== undefined)
    expect(app.gateway.last.requests('push.setConfig')).toEqual([])
    expect((await app.tim.getMessageManager().findMessages(['r-9'])).data).toEqual([])
  })
})

describe('other methods', () => {
  it('getVersion is the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    const { v2TIMManager } = createTencentImSDK()
    expect(await v2TIMManager.getVersion()).toEqual({ code: 0, desc: 'ok', data: version })
  })

  it('getServerTime asks the server, and reckons while it is away', async () => {
    await using app = await App.loggedIn()
    expect(await app.tim.getServerTime()).toEqual({ code: 0, desc: 'ok', data: 1_800_000_000 })
    app.gateway.answer = () => ({ code: 20004 })
    app.gateway.last.cut()
    await until('the loss', () => app.heard.includes('failed 9508'))
    const aheadSeconds = ((await app.tim.getServerTime()).data ?? 0) - Date.now() / 1000
    expect(Math.abs(aheadSeconds - 3600)).toBeLessThan(5)
  })

  it('unInitSDK ends everything without a logout', async () => {
    await using app = await App.loggedIn()
    const sending = app.send('hello')
    app.gateway.answer = () => undefined
    expect(await app.tim.unInitSDK()).toMatchObject({ code: 0 })
    expect(await sending).toMatchObject({ code: 6013 })
    await until('the close', () => !app.gateway.last.isOpen)
    expect(app.gateway.last.requests('logout')).toEqual([])
    expect(await app.tim.getLoginUser()).toEqual({ code: 0, desc: 'ok' })
    expect(await app.tim.logout()).toMatchObject({ code: 6013 })
    expect(await app.tim.unInitSDK()).toMatchObject({ code: 0 })
  })

  it('sendC2CCustomMessage sends no push text', async () => {
    await using app = await App.loggedIn()
    expect(await app.tim.sendC2CCustomMessage('bob', 'data')).toMatchObject({
      code: 0,
      data: { elemType: 2 },
    })
    expect([...app.gateway.stored.values()][0]?.params.elements).toEqual([
      { type: 'custom', data: 'data', desc: '', extension: '' },
    ])
    expect(await app.tim.sendC2CCustomMessage('bob', undefined as never)).toMatchObject({ code: 6017 })
    expect(await app.tim.sendC2CTextMessage('', 'x')).toMatchObject({ code: 6017 })
  })

  it('simple listeners hear text and custom messages of others', async () => {
    await using app = await App.loggedIn()
    const calls: unknown[][] = []
    app.tim.addSimpleMsgListener({
      onRecvC2CTextMessage: (msgID: string, sender: V2TimUserInfo, text: string) =>
        void calls.push([msgID, sender, text]),
      onRecvC2CCustomMessage: (...call: unknown[]) => void calls.push(call),
    })
    const custom = [{ type: 'custom' as const, data: 'data', desc: '', extension: '' }]
    app.gateway.last.event('message.new', { message: record(1) })
    app.gateway.last.event('message.new', {
      message: record(2, { elements: custom, sender: { userID: 'bob' } }),
    })
    app.gateway.last.event('message.new', {
      message: record(1, { msgID: 'x', sender: { userID: 'alice' }, receiver: 'eve' }),
    })
    await until('all three', () => app.received.length === 3)
    expect(calls).toEqual([
      ['r-1', { userID: 'bob', nickName: 'Bob' }, 'text 1'],
      ['r-2', { userID: 'bob' }, 'data'],
    ])
    app.tim.removeSimpleMsgListener()
    const eventID = app.gateway.last.event('message.new', { message: record(3) })
    await until('the acknowledgement', () => app.gateway.last.acknowledged === eventID)
    expect(calls).toHaveLength(2)
  })

  it('managers are always the same, before initSDK too', () => {
    const { v2TIMManager } = TencentImSDKPlugin
    expect(v2TIMManager.getMessageManager()).toBe(v2TIMManager.getMessageManager())
    expect(v2TIMManager.getOfflinePushManager()).toBe(v2TIMManager.getOfflinePushManager())
    expect(createTencentImSDK().v2TIMManager).not.toBe(v2TIMManager)
  })

  it('what is not built yet answers 7013 by its name', async () => {
    const { v2TIMManager } = createTencentImSDK()
    const answers = await Promise.all([
      v2TIMManager.getUsersInfo(['bob']),
      v2TIMManager.getFriendshipManager().getFriendList(),
      v2TIMManager.getSignalingManager().invite('bob', 'x'),
    ])
    for (const answer of answers)
      expect(answer).toEqual({ code: 7013, desc: expect.stringMatching(/not supported yet/) })
    expect(answers[1]?.desc).toContain('getFriendshipManager().getFriendList')
    expect(v2TIMManager.addGroupListener({})).toBeUndefined()
  })
})
