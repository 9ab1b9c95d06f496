import { describe, expect, it } from 'vitest'

import { App } from '../../testing/app.ts'
import { record } from '../../testing/fake-gateway.ts'
import { until } from '../../testing/until.ts'

describe('history', () => {
  it('asks until there is enough, and reads what this device has when the server is away', async () => {
    await using app = await App.loggedIn()
    const manager = app.tim.getMessageManager()
    const asked: unknown[] = []
    app.gateway.answer = (request, connection) => {
      if (request.method !== 'message.history') return app.gateway.usualAnswer(request, connection)
      asked.push(request.params)
      const { fromSeq = 10 } = request.params as { fromSeq?: number }
      const messages = [record(fromSeq - 1), record(fromSeq - 2)]
      return { code: 0, data: { messages, isFinished: false, nextSeq: fromSeq - 2, readSeq: 8 } }
    }
    const { data = [] } = await manager.getC2CHistoryMessageList('bob', 4)
    expect(data.map(({ msgID, isRead }) => [msgID, isRead])).toEqual([
      ['r-9', false],
      ['r-8', true],
      ['r-7', true],
      ['r-6', true],
    ])
    expect(asked).toEqual([
      { conversationID: 'c2c_bob', direction: 'older', count: 4 },
      { conversationID: 'c2c_bob', direction: 'older', count: 2, fromSeq: 8 },
    ])
    app.gateway.answer = () => undefined
    app.gateway.last.cut()
    await until('the loss', () => app.heard.includes('failed 9508'))
    const offline = await manager.getC2CHistoryMessageList('bob', 2, 'r-8')
    expect(offline.data?.map(({ msgID }) => msgID)).toEqual(['r-7', 'r-6'])
  })

  it('gives the code of a server that refuses', async () => {
    await using app = await App.loggedIn()
    app.gateway.answer = (request, connection) =>
      request.method === 'message.history'
        ? { code: 10007, desc: 'not in it' }
        : app.gateway.usualAnswer(request, connection)
    expect(await app.tim.getMessageManager().getGroupHistoryMessageList('g', 2)).toEqual({
      code: 10007,
      desc: 'not in it',
    })
  })

  it('takes numbers that come as text', async () => {
    await using app = await App.loggedIn()
    const asked: unknown[] = []
    app.gateway.answer = (request, connection) => {
      if (request.method !== 'message.history') return app.gateway.usualAnswer(request, connection)
      asked.push((request.params as { fromSeq?: number }).fromSeq)
      return { code: 0, data: { messages: [], isFinished: true, nextSeq: 0, readSeq: 0 } }
    }
    await app.tim.getMessageManager().getHistoryMessageList(2, 1, '', 'g', '5' as unknown as number)
    expect(asked).toEqual([6])
  })
})
