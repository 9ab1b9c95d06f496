import { once } from 'node:events'
import { connect } from 'node:net'

import { describe, expect, it } from 'vitest'

import { until } from '../push/testing/until.ts'
import { startGatewayBench } from './testing.ts'

describe('limits', () => {
  it('answers 9506 above the rate, then closes with 3004', async () => {
    // So low a rate that none is allowed in between, however slow the machine.
    await using own = await startGatewayBench({ requestsPerSecond: 1 })
    const client = await own.login('ann')
    const codes: number[] = []
    const ask = (): void =>
      void client.request('server.time').then(
        ({ code }) => codes.push(code),
        () => undefined,
      )
    for (let index = 0; index < 300; index += 1) ask()
    await until('300 answers', () => codes.length === 300)
    expect(codes.filter((code) => code === 9506).length).toBeGreaterThan(50)
    for (let index = 0; index < 900; index += 1) ask()
    expect(await client.closeCode()).toBe(3004)
  })

  it('closes a connection that does not log in with 3005 and a silent one with 3002', async () => {
    await using own = await startGatewayBench()
    const stranger = await own.open()
    const silent = await own.login('ann')
    const alive = await own.login('bob')
    own.clock.advance(11_000)
    expect(await stranger.closeCode()).toBe(3005)
    own.clock.advance(20_000)
    alive.send('{"type":"ping"}')
    await until('the pong', () => alive.frames.some(({ type }) => type === 'pong'))
    own.clock.advance(20_000)
    expect(await silent.closeCode()).toBe(3002)
    expect(await alive.say('ann', 'x')).toBe(0)
  })

  it('turns away connections above the limit with 503', async () => {
    await using own = await startGatewayBench({ maxConnections: 1 })
    const first = await own.open()
    await expect(own.open()).rejects.toThrow('503')
    first.socket.terminate()
    await until(
      'room',
      async () =>
        await own.open().then(
          () => true,
          () => false,
        ),
    )
  })

  it('closes a client that does not read with 3003, and lets it catch up at its own pace', async () => {
    await using own = await startGatewayBench({ unsentBytes: 65_536, requestBurst: 100_000 })
    const slow = await own.login('bob')
    await slow.synced()
    const ann = await own.login('ann')
    slow.socket.pause()
    const extra = { cloudCustomData: '\0'.repeat(8000), offlinePushInfo: { ext: 'e'.repeat(3000) } }
    let sent = 0
    await until('the end of the slow one', async () => {
      for (let index = 0; index < 20; index += 1, sent += 1) await ann.say('bob', `${sent}`, extra)
      // The peer answers no close frame either.
      own.clock.advance(2100)
      return own.happened.includes('connectionClosed 3003')
    })
    const back = await own.login('bob', { isReconnect: true })
    await until('sync', () => {
      back.send(JSON.stringify({ type: 'acknowledge', eventID: back.events.at(-1)?.eventID ?? 0 }))
      return back.closed ?? back.events.some(({ name }) => name === 'sync.finished')
    })
    expect(back.closed).toBeUndefined()
    expect(back.texts).toEqual(Array.from({ length: sent }, (_, index) => `${index}`))
  })
})

describe('stopping', () => {
  it('closes with 3001, refuses newcomers, and takes acknowledgements to the end', async () => {
    await using own = await startGatewayBench()
    const bob = await own.login('bob')
    await bob.synced()
    const ann = await own.login('ann')
    await ann.say('bob', 'x')
    await until('the message', () => bob.texts.length === 1)
    bob.send(JSON.stringify({ type: 'acknowledge', eventID: bob.events.at(-1)?.eventID }))
    const stopped = own.server.close()
    expect([await bob.closeCode(), await ann.closeCode()]).toEqual([3001, 3001])
    await stopped
    await own.server.close()
    const text = 'select count(*)::int as rows from device_cursors where user_id = $1 and seq = 1'
    expect(await own.store.query({ name: 'test.acknowledged', text }, ['bob'])).toEqual([{ rows: 1 }])
    await expect(own.open()).rejects.toThrow('ECONNREFUSED')
  })

  it('waits for nobody who says nothing', async () => {
    await using own = await startGatewayBench()
    const { port } = own.server.address
    const sockets = [
      '',
      'GET /healthz HTT',
      'GET /v2/socket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ].map((text) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.on('error', () => undefined)
      socket.write(text)
      return socket
    })
    await Promise.all(sockets.map(async (socket) => await once(socket, 'connect')))
    const frozen = await own.login('ann')
    frozen.socket.pause()
    const startedMs = performance.now()
    await own.server.close()
    expect(performance.now() - startedMs).toBeLessThan(6000)
    for (const socket of sockets) socket.destroy()
  })
})
