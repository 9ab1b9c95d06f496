import { describe, expect, it } from 'vitest'

import { App } from '../testing/app.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { until } from '../testing/until.ts'

const methodsOf = (app: App): string[] =>
  app.gateway.last.frames.flatMap((frame) => (frame.type === 'request' ? [frame.method] : []))

describe('setOfflinePushConfig', () => {
  it('reports certificate and token', async () => {
    await using app = await App.loggedIn()
    expect(await app.tim.getOfflinePushManager().setOfflinePushConfig(10001, 'token', false)).toEqual({
      code: 0,
      desc: 'ok',
    })
    expect(app.gateway.last.requests('push.setConfig')[0]?.params).toEqual({
      certificateID: 10001,
      token: 'token',
    })
  })

  it.each<[string, unknown, unknown, number]>([
    ['unbinds with an empty token', 10001, '', 0],
    ['unbinds with null', 10001, null, 0],
    ['refuses a certificate that is text', '10001', 'token', 6017],
    ['refuses a negative certificate', -1, 'token', 6017],
    ['refuses a token that is no text', 10001, 5, 6017],
    ['refuses a token with a line break', 10001, 'a\nb', 800021],
    ['refuses a token above 4 KB', 10001, 'x'.repeat(4097), 800021],
  ])('%s', async (_, businessID, token, code) => {
    await using app = await App.loggedIn()
    const manager = app.tim.getOfflinePushManager()
    expect(await manager.setOfflinePushConfig(businessID as number, token as string)).toMatchObject({ code })
    expect(app.gateway.last.requests('push.setConfig').map(({ params }) => params)).toEqual(
      code === 0 ? [{ certificateID: 10001, token: '' }] : [],
    )
  })

  it('is not reported again after a reconnect once the server has taken it', async () => {
    await using app = await App.loggedIn()
    expect(await app.tim.getOfflinePushManager().setOfflinePushConfig(10001, 'token')).toMatchObject({
      code: 0,
    })
    app.gateway.last.cut()
    await until('a new login', () => app.heard.filter((word) => word === 'success').length === 2)
    await app.send('x')
    expect(methodsOf(app)).toEqual(['login', 'message.send'])
  })

  it('is reported after a reconnect when its time was up before an answer came, the newest alone', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock })
    const { gateway } = app
    let isSilent = true
    gateway.answer = (request, connection) =>
      request.method === 'push.setConfig' && isSilent ? undefined : gateway.usualAnswer(request, connection)
    const manager = app.tim.getOfflinePushManager()
    const codes: number[] = []
    for (const token of ['old', 'new'])
      void manager.setOfflinePushConfig(10001, token).then(({ code }) => codes.push(code))
    await until('the end of their time', () => {
      clock.advance(100)
      return codes.length === 2
    })
    expect(codes).toEqual([9520, 9520])
    isSilent = false
    const before = gateway.connections.length
    gateway.last.cut()
    await until('the report', () => {
      clock.advance(1)
      return gateway.connections.length > before && gateway.last.requests('push.setConfig').length > 0
    })
    await app.send('x')
    expect(gateway.last.requests('push.setConfig').map(({ params }) => params)).toEqual([
      { certificateID: 10001, token: 'new' },
    ])
  })

  it('is reported once when it waited for the connection', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    const manager = app.tim.getOfflinePushManager()
    gateway.answer = (request, connection) => {
      if (gateway.connections.length === 1) connection.cut()
      return gateway.usualAnswer(request, connection)
    }
    const answers = await Promise.all([
      manager.setOfflinePushConfig(10001, 'old'),
      manager.setOfflinePushConfig(10001, 'new'),
    ])
    expect(answers.map(({ code }) => code)).toEqual([0, 0])
    expect(gateway.last.requests('push.setConfig').map(({ params }) => params)).toEqual([
      { certificateID: 10001, token: 'new' },
    ])
  })

  it('is not reported again when the server refused it', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    gateway.answer = (request, connection) =>
      request.method === 'push.setConfig'
        ? { code: 800020, desc: 'no such certificate' }
        : gateway.usualAnswer(request, connection)
    expect(await app.tim.getOfflinePushManager().setOfflinePushConfig(9, 'token')).toEqual({
      code: 800020,
      desc: 'no such certificate',
    })
    gateway.last.cut()
    await until('a new login', () => app.heard.filter((word) => word === 'success').length === 2)
    await app.send('x')
    expect(methodsOf(app)).toEqual(['login', 'message.send'])
  })
})

describe('setVOIP', () => {
  it("reports PushKit's token, and unbinds it alone", async () => {
    await using app = await App.loggedIn()
    const manager = app.tim.getOfflinePushManager()
    expect(await manager.setVOIP(10003, 'call-token')).toEqual({ code: 0, desc: 'ok' })
    expect(await manager.setVOIP(10003, '')).toEqual({ code: 0, desc: 'ok' })
    expect(app.gateway.last.requests('push.setConfig').map(({ params }) => params)).toEqual([
      { certificateID: 10003, token: 'call-token', isVoIP: true },
      { certificateID: 10003, token: '', isVoIP: true },
    ])
  })

  it('answers what is wrong with its own names', async () => {
    await using app = await App.loggedIn()
    expect(await app.tim.getOfflinePushManager().setVOIP('x' as unknown as number, 't')).toEqual({
      code: 6017,
      desc: 'certificateID: expected the number of a certificate, got x',
    })
    await using nobody = await App.start()
    expect(await nobody.tim.getOfflinePushManager().setVOIP(1, 't')).toMatchObject({ code: 6014 })
  })

  it('takes no place from the token for notifications while the connection is away', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    const manager = app.tim.getOfflinePushManager()
    gateway.answer = (request, connection) => {
      if (gateway.connections.length === 1) connection.cut()
      return gateway.usualAnswer(request, connection)
    }
    const answers = await Promise.all([
      manager.setOfflinePushConfig(10002, 'alert-token'),
      manager.setVOIP(10003, 'call-token'),
    ])
    expect(answers.map(({ code }) => code)).toEqual([0, 0])
    expect(gateway.last.requests('push.setConfig').map(({ params }) => params)).toEqual([
      { certificateID: 10002, token: 'alert-token' },
      { certificateID: 10003, token: 'call-token', isVoIP: true },
    ])
  })

  it('is not reported again after everything was unbound', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock })
    const { gateway } = app
    gateway.answer = (request, connection) =>
      request.method === 'push.setConfig' && (request.params as { isVoIP?: boolean }).isVoIP === true
        ? undefined
        : gateway.usualAnswer(request, connection)
    const manager = app.tim.getOfflinePushManager()
    const codes: number[] = []
    void manager.setVOIP(10003, 'call-token').then(({ code }) => codes.push(code))
    await until('the end of its time', () => {
      clock.advance(100)
      return codes.length === 1
    })
    expect(codes).toEqual([9520])
    expect(await manager.setOfflinePushConfig(10002, '')).toMatchObject({ code: 0 })
    const before = gateway.connections.length
    gateway.last.cut()
    await until('a new login', () => {
      clock.advance(1)
      return gateway.connections.length > before && gateway.last.login !== undefined
    })
    await app.send('x')
    expect(gateway.last.requests('push.setConfig')).toEqual([])
  })
})

describe('doBackground and doForeground', () => {
  it('are reported at once and carried by later logins', async () => {
    await using app = await App.loggedIn()
    const manager = app.tim.getOfflinePushManager()
    expect(await manager.doBackground(7)).toEqual({ code: 0, desc: 'ok' })
    expect(app.gateway.last.requests('presence.background')[0]?.params).toEqual({ unreadCount: 7 })
    app.gateway.last.cut()
    await until('a new login', () => app.gateway.connections[1]?.login !== undefined)
    expect(app.gateway.last.login).toMatchObject({ background: { unreadCount: 7 } })
    expect(await manager.doForeground()).toEqual({ code: 0, desc: 'ok' })
    app.gateway.last.cut()
    await until('a new login', () => app.gateway.connections[2]?.login !== undefined)
    expect(app.gateway.last.login).not.toHaveProperty('background')
  })

  it('reported while the connection is away are answered by the login that carries them', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    let isAway = true
    gateway.answer = (request, connection) => {
      if (isAway) connection.cut()
      return gateway.usualAnswer(request, connection)
    }
    gateway.last.cut()
    await until('the loss', () => app.heard.includes('failed 9508'))
    const manager = app.tim.getOfflinePushManager()
    const reports = [manager.doBackground(1), manager.doForeground(), manager.doBackground(2)]
    isAway = false
    expect((await Promise.all(reports)).map(({ code }) => code)).toEqual([0, 0, 0])
    expect(gateway.last.login).toMatchObject({ background: { unreadCount: 2 } })
    expect(methodsOf(app)).toEqual(['login'])
  })

  it.each<[unknown, number, unknown]>([
    [0, 0, 0],
    [undefined, 0, 0],
    [5_000_000, 0, 1_000_000],
    [-1, 6017, undefined],
    [1.5, 6017, undefined],
    ['3', 6017, undefined],
  ])('doBackground(%j) → %i', async (given, code, unreadCount) => {
    await using app = await App.loggedIn()
    expect(await app.tim.getOfflinePushManager().doBackground(given as number)).toMatchObject({ code })
    expect(
      (app.gateway.last.requests('presence.background')[0]?.params as { unreadCount?: number })?.unreadCount,
    ).toBe(unreadCount)
  })

  it('answer 6014 before login', async () => {
    await using app = await App.start()
    const manager = app.tim.getOfflinePushManager()
    const answers = await Promise.all([
      manager.setOfflinePushConfig(1, 't'),
      manager.doBackground(0),
      manager.doForeground(),
    ])
    expect(answers.map(({ code }) => code)).toEqual([6014, 6014, 6014])
  })

  it('doForeground does not wait for the backoff', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock, random: () => 0.99 })
    app.gateway.last.cut()
    await until('the loss', () => app.heard.includes('failed 9508'))
    expect(await app.tim.getOfflinePushManager().doForeground()).toMatchObject({ code: 0 })
    expect(app.gateway.connections).toHaveLength(2)
  })

  it('doForeground finds a connection dead in 3 s that broke while the app slept', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock })
    const { gateway } = app
    gateway.answersPings = false
    gateway.answer = () => undefined
    const report = app.tim.getOfflinePushManager().doForeground()
    await until('the ping', () => gateway.last.pings === 1)
    gateway.answer = (request, connection) => gateway.usualAnswer(request, connection)
    clock.advance(3000)
    expect(app.heard).toContain('failed 9508')
    clock.advance(0)
    expect(await report).toMatchObject({ code: 0 })
    expect(gateway.connections).toHaveLength(2)
  })
})

describe('the heartbeat of a connection', () => {
  it('pings by the interval of the server and reconnects when nothing comes back', async () => {
    const clock = new ManualClock()
    await using app = await App.start({ clock })
    const { gateway } = app
    gateway.heartbeatIntervalMs = 20_000
    await app.tim.login('alice', 'sig')
    clock.advance(20_000)
    await until('the ping', () => gateway.last.pings === 1)
    gateway.answersPings = false
    // The pong is in; what proves it is that ten seconds later nothing has happened.
    const eventID = gateway.last.event('sync.finished', {})
    await until('the acknowledgement', () => gateway.last.acknowledged === eventID)
    clock.advance(10_000)
    expect(app.heard).toEqual(['connecting', 'success'])
    clock.advance(10_020)
    await until('the second ping', () => gateway.last.pings === 2)
    clock.advance(10_000)
    expect(app.heard).toContain('failed 9508')
    clock.advance(0)
    await until('a new login', () => gateway.connections[1]?.login !== undefined)
  })
})

describe('selfTest', () => {
  const test = { title: 'Push test', desc: 'text', ext: '{}' }

  it('asks the server and hands on what it found', async () => {
    await using app = await App.loggedIn()
    const data = { msgID: '0-0-ab', stage: 'accepted', reason: 'vendor-accepted', vendor: 'fcm' }
    app.gateway.answer = () => ({ code: 0, desc: 'ok', data })
    expect(await app.tim.getOfflinePushManager().selfTest(test)).toEqual({ code: 0, desc: 'ok', data })
    expect(app.gateway.last.requests('push.selfTest')[0]?.params).toEqual(test)
  })

  it('hands on a refusal without data', async () => {
    await using app = await App.loggedIn()
    app.gateway.answer = () => ({ code: 9506, desc: 'one in 10 s' })
    expect(await app.tim.getOfflinePushManager().selfTest(test)).toEqual({ code: 9506, desc: 'one in 10 s' })
  })
})
