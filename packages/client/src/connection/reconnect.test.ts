import { CloseCode, type MessageRecord } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { App } from '../testing/app.ts'
import { type FakeGateway, type GatewayConnection, record } from '../testing/fake-gateway.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { until } from '../testing/until.ts'

/** What the gateway does with one message.send. */
const fates = ['answer', 'drop before storing', 'store, then drop', 'answer, then drop'] as const

describe('sending while connections break', () => {
  it('makes one message of each send, wherever the connection drops', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.constantFrom(...fates), { maxLength: 12 }),
        async (messages, script) => {
          await using app = await App.loggedIn()
          const { gateway } = app
          const left = [...script]
          gateway.answer = (request, connection) => {
            if (request.method !== 'message.send') return gateway.usualAnswer(request, connection)
            const fate = left.shift() ?? 'answer'
            if (fate === 'drop before storing') connection.cut()
            if (fate === 'drop before storing' || !connection.isOpen) return undefined
            const answer = gateway.usualAnswer(request, connection)
            if (fate === 'store, then drop') connection.cut()
            if (fate === 'answer, then drop') {
              connection.socket.send(JSON.stringify({ type: 'response', id: request.id, ...answer }), () =>
                connection.cut(),
              )
              return undefined
            }
            return answer
          }
          const answers = await Promise.all(
            Array.from({ length: messages }, (_, index) => app.send(`text ${index}`)),
          )
          expect(answers.map((answer) => answer.code)).toEqual(answers.map(() => 0))
          expect(new Set(answers.map((answer) => answer.data?.msgID)).size).toBe(messages)
          expect([...gateway.stored.values()].map(({ params }) => params.elements[0])).toEqual(
            Array.from({ length: messages }, (_, index) => ({ type: 'text', text: `text ${index}` })),
          )
          expect(app.received).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** Sends what follows the client's cursors, as the server does, and breaks off after `most` events. */
const deliver = (connection: GatewayConnection, log: readonly MessageRecord[], most: number): void => {
  const { cursors = {} } = connection.login ?? {}
  connection.event('sync.started', {})
  let count = 0
  for (const message of log) {
    if (message.seq <= (cursors[`c2c_${message.sender.userID}`] ?? 0)) continue
    if (count === most) {
      // After what was sent has left: a cut at once would throw it away on this side.
      connection.socket.send('{"type":"pong"}', () => connection.cut())
      return
    }
    connection.event('message.new', { message })
    if (count % 3 === 0) connection.event('message.new', { message })
    count += 1
  }
  connection.event('sync.finished', {})
}

const conversationLog = (perSender: number): MessageRecord[] =>
  Array.from({ length: perSender }, (_, index) => index + 1).flatMap((seq) => [
    record(seq, { msgID: `bob-${seq}` }),
    record(seq, { msgID: `carol-${seq}`, sender: { userID: 'carol' } }),
  ])

const onLogin = (gateway: FakeGateway, act: (connection: GatewayConnection) => void): void => {
  gateway.answer = (request, connection) => {
    const answer = gateway.usualAnswer(request, connection)
    if (request.method !== 'login') return answer
    connection.send({ type: 'response', id: request.id, ...answer })
    act(connection)
    return undefined
  }
}

describe('receiving while connections break', () => {
  it('gives each message to the listener once and in order, wherever the connection drops', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.nat(8), { maxLength: 6 }),
        async (perSender, breaks) => {
          await using app = await App.start()
          const log = conversationLog(perSender)
          const left = [...breaks]
          let synced = 0
          onLogin(app.gateway, (connection) => {
            const most = left.shift() ?? Number.POSITIVE_INFINITY
            deliver(connection, log, most)
            synced += 1
          })
          await app.tim.login('alice', 'sig')
          await until('all messages', () => app.received.length >= log.length && synced > 0)
          const { gateway } = app
          await until('the acknowledgement', () => gateway.last.acknowledged > 0)
          for (const sender of ['bob', 'carol']) {
            expect(
              app.received.filter((message) => message.sender === sender).map(({ seq }) => Number(seq)),
            ).toEqual(Array.from({ length: perSender }, (_, index) => index + 1))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('acknowledges when the listeners have run, and a listener that throws harms nothing', async () => {
    await using app = await App.loggedIn()
    const { last } = app.gateway
    const seen: [string | undefined, number][] = []
    app.tim.getMessageManager().addAdvancedMsgListener({
      onRecvNewMessage: (message) => {
        seen.push([message.msgID, last.acknowledged])
        throw new Error('the app has a defect')
      },
    })
    const eventID = last.event('message.new', { message: record(1) })
    await until('the acknowledgement', () => last.acknowledged === eventID)
    expect(seen).toEqual([['r-1', 0]])
  })

  it('drops a message that comes again after a reconnect, also an online-only one under a new ID', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('message.new', { message: record(1) })
    app.gateway.last.event('message.new', { message: record(0, { msgID: 'online-1', random: 7 }) })
    await until('both', () => app.received.length === 2)
    app.gateway.last.cut()
    await until(
      'a new login',
      () => app.gateway.connections.length === 2 && app.gateway.last.login !== undefined,
    )
    expect(app.gateway.last.login).toMatchObject({ isReconnect: true, cursors: { c2c_bob: 1 } })
    app.gateway.last.event('message.new', { message: record(1) })
    app.gateway.last.event('message.new', { message: record(1, { msgID: 'another ID for the same place' }) })
    app.gateway.last.event('message.new', { message: record(0, { msgID: 'online-2', random: 7 }) })
    const eventID = app.gateway.last.event('message.new', { message: record(2) })
    await until('the acknowledgement', () => app.gateway.last.acknowledged === eventID)
    expect(app.received.map(({ msgID }) => msgID)).toEqual(['r-1', 'online-1', 'r-2'])
  })

  it.each<[string, (app: App) => Promise<unknown>, number]>([
    ['before a gap the server may still fill', async () => undefined, 1],
    [
      'behind a gap a sync has shown to be none',
      async ({ gateway }) => gateway.last.event('sync.finished', {}),
      3,
    ],
    ['behind a gap that was sent from here', (app) => app.send('the second'), 3],
  ])('resumes %s', async (_, closeGap, cursor) => {
    await using app = await App.loggedIn()
    const { gateway } = app
    const data = { msgID: 'm-2', seq: 2, timestampMs: 1 }
    gateway.answer = (request, connection) =>
      request.method === 'message.send' ? { code: 0, data } : gateway.usualAnswer(request, connection)
    gateway.last.event('message.new', { message: record(1) })
    const eventID = gateway.last.event('message.new', { message: record(3) })
    await until('the acknowledgement', () => gateway.last.acknowledged === eventID)
    await closeGap(app)
    // Answered after everything before it was heard.
    await app.tim.getServerTime()
    gateway.last.cut()
    await until('a new login', () => gateway.connections[1]?.login !== undefined)
    expect(gateway.last.login?.cursors).toEqual({ c2c_bob: cursor })
  })

  it('does not show a message sent here as a new one, when the server syncs it before answering', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    gateway.answer = (request, connection) => {
      const answer = gateway.usualAnswer(request, connection)
      if (request.method === 'message.send') {
        const { random } = request.params as { random: number }
        const message = record(1, { msgID: 'm-1', sender: { userID: 'alice' }, receiver: 'bob', random })
        connection.event('message.new', { message })
      }
      return answer
    }
    expect(await app.send('hello')).toMatchObject({ code: 0, data: { msgID: 'm-1', seq: '1' } })
    await until('the acknowledgement', () => gateway.last.acknowledged === 1)
    expect(app.received).toEqual([])
  })
})

describe('the pause before the next attempt', () => {
  it('grows while connections break soon, and starts over after one that lasted', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock, random: () => 0.999_999 })
    const { gateway, heard } = app
    const times = (word: string): number => heard.filter((other) => other === word).length
    const pauseAfter = async (lastedMs: number): Promise<number> => {
      clock.advance(lastedMs)
      const [losses, attempts, logins] = [times('failed 9508'), times('connecting'), times('success')]
      gateway.last.cut()
      await until('the loss', () => times('failed 9508') > losses)
      const lostAtMs = clock.now()
      while (times('connecting') === attempts) clock.advance(1)
      const pauseMs = clock.now() - lostAtMs
      await until('a new login', () => times('success') > logins)
      return pauseMs
    }
    expect(await pauseAfter(0)).toBe(499)
    expect(await pauseAfter(0)).toBe(999)
    expect(await pauseAfter(4999)).toBe(1999)
    expect(await pauseAfter(5000)).toBe(499)
    expect(await pauseAfter(0)).toBe(999)
  })

  it('becomes short when the app sends, however many attempts have failed', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock, random: () => 0.999_999 })
    const { gateway, heard } = app
    const times = (word: string): number => heard.filter((other) => other === word).length
    const lose = async (): Promise<void> => {
      const losses = times('failed 9508')
      gateway.last.cut()
      await until('the loss', () => times('failed 9508') > losses)
    }
    // Connections that break at once, so that the next pause is 4 s long.
    for (let failures = 0; failures < 3; failures += 1) {
      const [attempts, logins] = [times('connecting'), times('success')]
      await lose()
      while (times('connecting') === attempts) clock.advance(1)
      await until('a new login', () => times('success') > logins)
    }
    await lose()
    const attempts = times('connecting')
    clock.advance(1000)
    expect(times('connecting')).toBe(attempts)
    const sentAtMs = clock.now()
    const sending = app.send('are you there?')
    await until('the next attempt', () => {
      if (times('connecting') === attempts) clock.advance(1)
      return times('connecting') > attempts
    })
    // The rest of the long pause would have been 2999 ms.
    expect(clock.now() - sentAtMs).toBeLessThan(2100)
    expect(await sending).toMatchObject({ code: 0 })
  })
})

describe('a socket that is closed while it connects', () => {
  it('harms nobody, though some classes call that an error', async () => {
    let opened = 0
    class CountedSocket extends WebSocket {
      constructor(url: string, protocols: string | string[]) {
        super(url, protocols)
        opened += 1
      }
    }
    await using app = await App.start({ webSocket: CountedSocket })
    const login = app.tim.login('alice', 'sig')
    await until('the socket', () => opened === 1)
    await app.tim.unInitSDK()
    expect(await login).toMatchObject({ code: 6013 })
    await until('the end of it', () => app.gateway.connections.every(({ isOpen }) => !isOpen))
  })
})

describe('what the server does to a connection', () => {
  it.each([CloseCode.ShuttingDown, CloseCode.SlowConsumer, CloseCode.Unresponsive, 1011, 4321])(
    'comes back after close code %i',
    async (code) => {
      await using app = await App.loggedIn()
      app.gateway.last.socket.close(code)
      await until('a new login', () => app.heard.filter((word) => word === 'success').length === 2)
      expect(app.heard).toEqual(['connecting', 'success', 'failed 9508', 'connecting', 'success'])
      expect((await app.tim.getLoginStatus()).data).toBe(1)
    },
  )

  it.each([
    [CloseCode.KickedByOtherLogin, ['kicked']],
    [CloseCode.KickedByAdmin, ['kicked']],
    [CloseCode.Superseded, ['kicked']],
    [CloseCode.LoggedOut, ['kicked']],
    [CloseCode.BadFrame, ['failed 9508', 'kicked']],
    [CloseCode.FrameTooLarge, ['failed 9508', 'kicked']],
  ])('stays away after close code %i', async (code, words) => {
    await using app = await App.loggedIn()
    app.gateway.last.socket.close(code)
    await until('the end', () => app.heard.includes('kicked'))
    expect(app.heard).toEqual(['connecting', 'success', ...words])
    expect((await app.tim.getLoginStatus()).data).toBe(3)
    expect((await app.tim.getLoginUser()).data).toBeUndefined()
    expect(await app.send('x')).toMatchObject({ code: 6014 })
    expect(app.gateway.connections).toHaveLength(1)
  })

  it('tells of a kick once, whether by event, by close or both', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('session.kicked', { reason: 'other-login', byPlatform: 'android' })
    app.gateway.last.socket.close(CloseCode.KickedByOtherLogin)
    await until('the kick', () => app.heard.includes('kicked') && !app.gateway.last.isOpen)
    expect(app.heard).toEqual(['connecting', 'success', 'kicked'])
  })

  it.each([
    [6208, 'kicked'],
    [70001, 'sig expired'],
    [6206, 'sig expired'],
    [70052, 'sig expired'],
    [70003, 'sig expired'],
  ])('takes a reconnect refused with %i for "%s"', async (code, word) => {
    await using app = await App.loggedIn()
    app.gateway.answer = () => ({ code, desc: 'no' })
    app.gateway.last.cut()
    await until('the end', () => app.heard.includes(word))
    expect(app.heard).toEqual(['connecting', 'success', 'failed 9508', 'connecting', word])
    expect((await app.tim.getLoginStatus()).data).toBe(3)
  })

  it('tries again when a reconnect is refused for a passing reason', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    gateway.answer = (request, connection) =>
      gateway.connections.length < 4
        ? { code: 20004, desc: 'busy' }
        : gateway.usualAnswer(request, connection)
    gateway.last.cut()
    await until('a new login', () => app.heard.filter((word) => word === 'success').length === 2)
    expect(app.heard.filter((word) => word === 'failed 20004')).toHaveLength(2)
  })

  it.each([
    ['not JSON', 'hello'],
    ['not an object', '[1]'],
    ['no type', '{}'],
    ['an event without a number', '{"type":"event","name":"message.new","data":{}}'],
    ['a response without a code', '{"type":"response","id":1}'],
  ])('connects again after a frame that is %s', async (_, text) => {
    await using app = await App.loggedIn()
    app.gateway.last.send(text)
    await until('a new login', () => app.heard.filter((word) => word === 'success').length === 2)
  })

  it.each([
    ['a frame of a newer protocol', '{"type":"hint","text":"x"}'],
    ['an answer nobody waits for', '{"type":"response","id":99,"code":0}'],
    ['an event of a newer server', '{"type":"event","eventID":1,"name":"group.created","data":{}}'],
    [
      'a message of a form it does not know',
      '{"type":"event","eventID":1,"name":"message.new","data":{"message":{}}}',
    ],
  ])('passes over %s', async (_, text) => {
    await using app = await App.loggedIn()
    app.gateway.last.send(text)
    app.gateway.last.event('message.new', { message: record(1) })
    await until('the message', () => app.received.length === 1)
    expect(app.gateway.connections).toHaveLength(1)
  })
})
