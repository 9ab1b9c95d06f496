import { setImmediate } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { memoryStorage } from '../platform/storage.ts'
import { App } from '../testing/app.ts'
import { record } from '../testing/fake-gateway.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { until } from '../testing/until.ts'

const pendingKey = 'carillon.pendingLogout.1400000001'

describe('logout', () => {
  it('tells the server and leaves nothing behind', async () => {
    const storage = memoryStorage()
    await using app = await App.loggedIn({ storage })
    expect(await app.tim.logout()).toEqual({ code: 0, desc: 'ok' })
    expect(app.gateway.last.requests('logout')).toHaveLength(1)
    expect((await app.tim.getLoginStatus()).data).toBe(3)
    expect(await app.send('x')).toMatchObject({ code: 6014 })
    expect(await storage.getItem(pendingKey)).toBeNull()
    await until('the close', () => !app.gateway.last.isOpen)
    expect(app.gateway.connections).toHaveLength(1)
    expect(app.heard).toEqual(['connecting', 'success'])
    expect(await app.tim.logout()).toMatchObject({ code: 0 })
  })

  it('takes the close code of a logout for an answer', async () => {
    const storage = memoryStorage()
    await using app = await App.loggedIn({ storage })
    app.gateway.answer = (_, connection) => {
      connection.socket.close(3507)
      return undefined
    }
    expect(await app.tim.logout()).toMatchObject({ code: 0 })
    expect(await storage.getItem(pendingKey)).toBeNull()
    expect(app.gateway.connections).toHaveLength(1)
  })

  it('answers what waits with 6014, and gives nothing more to the listeners', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    let logoutID = 0
    gateway.answer = (request) => {
      if (request.method === 'logout') logoutID = request.id
      return undefined
    }
    const sending = app.send('hello')
    const leaving = app.tim.logout()
    await until('the logout', () => logoutID > 0)
    gateway.last.event('message.new', { message: record(1) })
    gateway.last.send({ type: 'response', id: logoutID, code: 0 })
    expect(await leaving).toMatchObject({ code: 0 })
    expect(await sending).toMatchObject({ code: 6014 })
    expect(app.received).toEqual([])
    await until('the close', () => gateway.last.closeCode !== undefined)
    // A message the app did not get must not count as delivered.
    expect(gateway.last.acknowledged).toBe(0)
  })

  it('is done here at once without a connection, and at the server as soon as there is one', async () => {
    const storage = memoryStorage()
    await using app = await App.loggedIn({ storage })
    const { gateway } = app
    let isAway = true
    gateway.answer = (request, connection) => {
      if (isAway) connection.cut()
      return gateway.usualAnswer(request, connection)
    }
    gateway.last.cut()
    await until('the loss', () => app.heard.includes('failed 9508'))
    expect(await app.tim.logout()).toMatchObject({ code: 0 })
    expect((await app.tim.getLoginUser()).data).toBeUndefined()
    expect(JSON.parse((await storage.getItem(pendingKey)) ?? '')).toEqual({ userID: 'alice', userSig: 'sig' })
    isAway = false
    await until('the logout', () => gateway.last.requests('logout').length === 1)
    expect(gateway.last.login).toMatchObject({ userID: 'alice', isReconnect: true })
    await until('the close', () => !gateway.last.isOpen)
    expect(await storage.getItem(pendingKey)).toBeNull()
  })

  it('is settled by the next run of the app', async () => {
    const storage = memoryStorage()
    await storage.setItem(pendingKey, '{"userID":"alice","userSig":"sig"}')
    await using app = await App.start({ storage })
    await until('the logout', () => app.gateway.connections[0]?.requests('logout').length === 1)
    await until('the close', () => !app.gateway.last.isOpen)
    expect(await storage.getItem(pendingKey)).toBeNull()
    expect(app.heard).toEqual([])
  })

  it.each([
    ['kicked meanwhile: settled', 6208, null],
    ['UserSig expired: left to the next login', 70001, '{"userID":"alice","userSig":"sig"}'],
  ])('%s', async (_, code, kept) => {
    const storage = memoryStorage()
    await storage.setItem(pendingKey, '{"userID":"alice","userSig":"sig"}')
    await using app = await App.start({ storage })
    app.gateway.answer = () => ({ code, desc: 'no' })
    await until('the refusal', () => app.gateway.connections.some((connection) => !connection.isOpen))
    expect(await storage.getItem(pendingKey)).toBe(kept)
    app.gateway.answer = (request, connection) => app.gateway.usualAnswer(request, connection)
    expect(await app.tim.login('carol', 'sig')).toMatchObject({ code: 0 })
    expect(await storage.getItem(pendingKey)).toBeNull()
  })

  it('on its way is not overtaken by a login of the same user', async () => {
    const storage = memoryStorage()
    await storage.setItem(pendingKey, '{"userID":"alice","userSig":"sig"}')
    const { webSocket, opened } = countedSockets()
    await using app = await App.start({ storage, webSocket })
    const { gateway } = app
    let answerLogout = (): void => undefined
    gateway.answer = (request, connection) => {
      if (request.method !== 'logout') return gateway.usualAnswer(request, connection)
      answerLogout = () => connection.send({ type: 'response', id: request.id, code: 0 })
      return undefined
    }
    await until('the logout', () => gateway.connections[0]?.requests('logout').length === 1)
    const login = app.tim.login('alice', 'sig')
    await setImmediate()
    expect(opened()).toBe(1)
    answerLogout()
    expect(await login).toMatchObject({ code: 0 })
    expect(gateway.last.login).toMatchObject({ isReconnect: false })
  })

  it('is not settled any longer after unInitSDK, and stays stored for the next run', async () => {
    const clock = new ManualClock()
    const storage = memoryStorage()
    await storage.setItem(pendingKey, '{"userID":"alice","userSig":"sig"}')
    await using app = await App.start({ storage, clock })
    app.gateway.answer = () => ({ code: 20004, desc: 'busy' })
    await until('the refusal', () => app.gateway.connections.some((connection) => !connection.isOpen))
    expect(clock.pending).toBe(1)
    await app.tim.unInitSDK()
    await setImmediate()
    expect(clock.pending).toBe(0)
    expect(await storage.getItem(pendingKey)).not.toBeNull()
  })

  it('does not wait long for a server that is silent', async () => {
    const clock = new ManualClock()
    const storage = memoryStorage()
    await using app = await App.loggedIn({ storage, clock })
    app.gateway.answer = () => undefined
    const leaving = app.tim.logout()
    await until('the logout', () => app.gateway.last.requests('logout').length === 1)
    expect(await app.tim.logout()).toMatchObject({ code: 7502 })
    clock.advance(5000)
    expect(await leaving).toMatchObject({ code: 0 })
    expect(await storage.getItem(pendingKey)).not.toBeNull()
  })

  it('ends a login that is under way, and sees to it that the server does not keep it', async () => {
    const storage = memoryStorage()
    await using app = await App.start({ storage })
    const { gateway } = app
    gateway.answer = () => undefined
    const login = app.tim.login('alice', 'sig')
    await until('the login frame', () => gateway.connections[0]?.login !== undefined)
    gateway.answer = (request, connection) => gateway.usualAnswer(request, connection)
    expect(await app.tim.logout()).toMatchObject({ code: 0 })
    expect(await login).toMatchObject({ code: 6023 })
    await until('the logout', () => gateway.last.requests('logout').length === 1)
    await until('the close', () => !gateway.last.isOpen)
    expect(await storage.getItem(pendingKey)).toBeNull()
    expect((await app.tim.getLoginStatus()).data).toBe(3)
  })

  it('called with the login, before anything was sent, sends nothing', async () => {
    await using app = await App.start()
    const [login, logout] = await Promise.all([app.tim.login('alice', 'sig'), app.tim.logout()])
    expect([login.code, logout.code]).toEqual([6023, 0])
    expect(app.gateway.connections).toHaveLength(0)
    expect(await app.tim.login('alice', 'sig')).toMatchObject({ code: 0 })
  })

  it('is waited for by a login that follows', async () => {
    const { webSocket, opened } = countedSockets()
    await using app = await App.loggedIn({ webSocket })
    const { gateway } = app
    let answerLogout = (): void => undefined
    gateway.answer = (request, connection) => {
      if (request.method !== 'logout') return gateway.usualAnswer(request, connection)
      answerLogout = () => connection.send({ type: 'response', id: request.id, code: 0 })
      return undefined
    }
    const both = Promise.all([app.tim.logout(), app.tim.login('carol', 'sig')])
    await until('the logout', () => gateway.last.requests('logout').length === 1)
    await setImmediate()
    expect(opened()).toBe(1)
    answerLogout()
    expect((await both).map(({ code }) => code)).toEqual([0, 0])
    expect((await app.tim.getLoginUser()).data).toBe('carol')
  })
})

/** A WebSocket class that counts: what is not opened now is not opened behind the test's back either. */
const countedSockets = () => {
  let count = 0
  class CountedSocket extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols)
      count += 1
    }
  }
  return { webSocket: CountedSocket, opened: () => count }
}
