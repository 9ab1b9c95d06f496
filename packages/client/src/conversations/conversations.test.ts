import {
  unusedConversation,
  type ConversationRecord,
  type EventMap,
  type RequestFrame,
} from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { V2TimConversation } from '../api/conversations.ts'
import { systemClock } from '../platform/clock.ts'
import { memoryStorage } from '../platform/storage.ts'
import { keyValueStore } from '../store/key-value-store.ts'
import { App } from '../testing/app.ts'
import { record as message, type GatewayConnection } from '../testing/fake-gateway.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { until } from '../testing/until.ts'

/** A gateway that counts conversations as the test says. */
class Counting {
  readonly app: App
  readonly counted = new Map<string, ConversationRecord>()
  readonly added: V2TimConversation[][] = []
  readonly changed: V2TimConversation[][] = []
  readonly totals: number[] = []
  readonly syncs: string[] = []
  /** Answers of these methods are held back. */
  readonly held = new Set<string>()
  readonly #waiting: (() => void)[] = []
  failing: string | undefined

  constructor(app: App) {
    this.app = app
    app.gateway.answer = (request, connection) => this.#answer(request, connection)
    app.tim.getConversationManager().addConversationListener({
      onNewConversation: (list) => this.added.push(list),
      onConversationChanged: (list) => this.changed.push(list),
      onTotalUnreadMessageCountChanged: (total) => this.totals.push(total),
      onSyncServerStart: () => this.syncs.push('start'),
      onSyncServerFinish: () => this.syncs.push('finish'),
      onSyncServerFailed: () => this.syncs.push('failed'),
    })
  }

  count(fields: Partial<ConversationRecord> = {}): ConversationRecord {
    const record = { ...unusedConversation('c2c_bob'), isListed: true, lastSeq: 5, lastTimeMs: 5, ...fields }
    this.counted.set(record.conversationID, record)
    return record
  }

  /** Lets the answers go that were held back. */
  release(): void {
    this.held.clear()
    for (const answer of this.#waiting.splice(0)) answer()
  }

  asked(method: string): RequestFrame[] {
    return this.app.gateway.connections.flatMap((connection) => connection.requests(method))
  }

  event(name: 'message.new', data: EventMap['message.new']): void
  event(name: 'conversation.state', data: EventMap['conversation.state']): void
  event(name: 'sync.started' | 'sync.finished', data: { stateVersion?: number }): void
  event(name: never, data: never): void {
    this.app.gateway.last.event(name, data)
  }

  #answer(
    request: RequestFrame,
    connection: GatewayConnection,
  ): { code: number; data?: unknown } | undefined {
    if (this.failing === request.method) return { code: 20_004 }
    const answer = this.#usual(request)
    if (answer === undefined) return this.app.gateway.usualAnswer(request, connection)
    if (!this.held.has(request.method)) return answer
    this.#waiting.push(() => connection.send({ type: 'response', id: request.id, ...answer }))
    return undefined
  }

  #usual(request: RequestFrame): { code: number; data: unknown } | undefined {
    if (request.method === 'conversation.list')
      return {
        code: 0,
        data: { conversations: [...this.counted.values()].filter((each) => each.isListed), groupNames: [] },
      }
    if (request.method !== 'conversation.get') return undefined
    const { conversationIDs } = request.params as { conversationIDs: string[] }
    return {
      code: 0,
      data: { conversations: conversationIDs.map((id) => this.counted.get(id) ?? unusedConversation(id)) },
    }
  }
}

const start = async (options = {}): Promise<Counting> => {
  const app = await App.start(options)
  const counting = new Counting(app)
  counting.count({ unreadCount: 1 })
  await app.tim.login('alice', 'sig')
  counting.event('sync.started', {})
  counting.event('sync.finished', { stateVersion: 7 })
  await until('the list', () => counting.syncs.at(-1) === 'finish' || counting.syncs.at(-1) === 'failed')
  return counting
}

const unread = (list: readonly V2TimConversation[] | undefined): unknown[] =>
  (list ?? []).map(({ conversationID, unreadCount }) => [conversationID, unreadCount])

describe('conversations', () => {
  it('are fetched once when somebody listens, and brought on by what comes', async () => {
    const counting = await start()
    await using app = counting.app
    expect([counting.syncs, unread(counting.added[0]), counting.totals]).toEqual([
      ['start', 'finish'],
      [['c2c_bob', 1]],
      [1],
    ])
    counting.event('message.new', { message: message(6) })
    await until('it counts', () => counting.changed.length === 1)
    expect(unread(counting.changed[0])).toEqual([['c2c_bob', 2]])
    expect([counting.asked('conversation.list').length, counting.asked('conversation.get').length]).toEqual([
      1, 0,
    ])
    const { data } = await app.tim.getConversationManager().getTotalUnreadMessageCount()
    expect(data).toBe(2)
  })

  it('are not fetched for an app that does not care', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('sync.started', {})
    app.gateway.last.event('sync.finished', { stateVersion: 1 })
    app.gateway.last.event('message.new', { message: message(1) })
    await until('the message', () => app.received.length === 1)
    expect(app.gateway.last.frames.map((frame) => 'method' in frame && frame.method)).toEqual(
      expect.not.arrayContaining(['conversation.list']),
    )
  })

  it('are counted anew behind a gap, however much comes while they are', async () => {
    const counting = await start()
    await using _app = counting.app
    counting.held.add('conversation.get')
    counting.count({ lastSeq: 9, unreadCount: 3, lastMessage: message(9) })
    counting.event('message.new', { message: message(9) })
    await until('the question', () => counting.asked('conversation.get').length === 1)
    // The answer is of a moment before this one.
    counting.event('message.new', { message: message(10) })
    await until('both came', () => counting.app.received.length === 2)
    counting.release()
    await until('it is right', () => counting.changed.at(-1)?.[0]?.unreadCount === 4)
    expect(counting.changed.at(-1)?.[0]?.lastMessage?.msgID).toBe('r-10')
    expect(counting.asked('conversation.get')).toHaveLength(1)
  })

  it('are not set back by a list from before what else was fetched', async () => {
    let aheadMs = 0
    const clock = { now: () => Date.now() + aheadMs, after: systemClock.after }
    const counting = await start({ clock })
    await using app = counting.app
    // After a long pause the list takes its time.
    counting.held.add('conversation.list')
    aheadMs = 11 * 60_000
    counting.event('sync.started', {})
    counting.event('sync.finished', { stateVersion: 7 })
    await until('the list is asked for', () => counting.asked('conversation.list').length === 2)
    counting.count({ lastSeq: 8, unreadCount: 3, lastMessage: message(8) })
    counting.event('message.new', { message: message(6) })
    counting.event('message.new', { message: message(8) })
    await until('it is counted anew', () => counting.asked('conversation.get').length === 1)
    await until('it shows', () => counting.changed.at(-1)?.[0]?.unreadCount === 3)
    counting.release()
    await until('the list is here', () => counting.syncs.length === 4)
    const { data } = await app.tim.getConversationManager().getConversation('c2c_bob')
    expect([data?.unreadCount, data?.lastMessage?.msgID]).toEqual([3, 'r-8'])
  })

  it('that nobody knew come whole, and once', async () => {
    const counting = await start()
    await using _app = counting.app
    const sender = { userID: 'carol', nickName: 'Carol' }
    counting.count({ conversationID: 'c2c_carol', name: 'Carol', lastSeq: 2, unreadCount: 2 })
    counting.event('message.new', { message: message(1, { sender, msgID: 'c-1' }) })
    counting.event('message.new', { message: message(2, { sender, msgID: 'c-2' }) })
    await until('it is new', () => counting.added.length === 2)
    expect(unread(counting.added[1])).toEqual([['c2c_carol', 2]])
    expect(counting.added[1]?.[0]).toMatchObject({ showName: 'Carol', type: 1, userID: 'carol' })
  })

  it('are told once for all that was missed, after it', async () => {
    const counting = await start()
    await using app = counting.app
    counting.event('sync.started', {})
    for (let seq = 6; seq < 10; seq += 1) counting.event('message.new', { message: message(seq) })
    await until('all came', () => app.received.length === 4)
    expect(counting.changed).toEqual([])
    counting.event('sync.finished', { stateVersion: 7 })
    await until('it is told', () => counting.changed.length === 1)
    expect(unread(counting.changed[0])).toEqual([['c2c_bob', 5]])
    expect(counting.asked('conversation.list')).toHaveLength(1)
  })

  it('a reconnect says which private changes are known, and fetches nothing', async () => {
    const counting = await start()
    await using app = counting.app
    const { version, conversationID } = counting.count({ version: 9, readSeq: 5 })
    const state = { ...unusedConversation(conversationID), version, readSeq: 5 }
    counting.event('conversation.state', { stateVersion: 9, conversations: [state] })
    await until('it is read', () => counting.totals.at(-1) === 0)
    app.gateway.last.cut()
    await until(
      'it is back',
      () => app.gateway.connections.length === 2 && app.gateway.last.login !== undefined,
    )
    expect(app.gateway.connections.map(({ login }) => login?.stateVersion)).toEqual([undefined, 9])
    counting.event('sync.started', {})
    counting.event('sync.finished', { stateVersion: 9 })
    await until('the end', () => counting.syncs.length === 4)
    expect(counting.asked('conversation.list')).toHaveLength(1)
  })

  it('after a long pause the whole list is fetched, and what is gone goes', async () => {
    const clock = new ManualClock()
    const counting = await start({ clock })
    await using app = counting.app
    const before = counting.counted.get('c2c_bob')
    counting.count({ ...before, isListed: false, unlistedSeq: 5, unreadCount: 0 })
    clock.advance(11 * 60_000)
    await until('the connection is found dead', () => app.gateway.connections.length > 0)
    if (app.gateway.last.isOpen) app.gateway.last.cut()
    await until('the pause', () => {
      clock.advance(1000)
      return (
        app.gateway.last.isOpen && app.gateway.connections.length > 1 && app.gateway.last.login !== undefined
      )
    })
    counting.event('sync.started', {})
    counting.event('sync.finished', { stateVersion: 8 })
    await until('the end', () => counting.syncs.length >= 4)
    await until('it is gone', () => counting.totals.at(-1) === 0)
    const { data } = await app.tim.getConversationManager().getConversationList(10, '0')
    expect(data?.conversationList).toEqual([])
  })

  it('a list that cannot be had fails, and is asked for again', async () => {
    const app = await App.start()
    await using _app = app
    const counting = new Counting(app)
    counting.failing = 'conversation.list'
    await app.tim.login('alice', 'sig')
    counting.event('sync.started', {})
    counting.event('sync.finished', {})
    await until('it failed', () => counting.syncs.at(-1) === 'failed')
    counting.failing = undefined
    counting.count()
    const { data } = await app.tim.getConversationManager().getConversationList(10, '0')
    expect(data?.conversationList).toHaveLength(1)
    expect(counting.syncs).toEqual(['start', 'failed', 'start', 'finish'])
  })

  it('a conversation that cannot be asked for can be opened all the same', async () => {
    const counting = await start()
    await using app = counting.app
    counting.failing = 'conversation.get'
    const { code, data } = await app.tim.getConversationManager().getConversation('group_@TGS#1')
    expect([code, data]).toEqual([
      0,
      expect.objectContaining({ type: 2, groupID: '@TGS#1', showName: '@TGS#1', unreadCount: 0 }),
    ])
  })

  it('drafts and the version of the private state outlive the app', async () => {
    const localStore = keyValueStore(memoryStorage())
    {
      const counting = await start({ localStore })
      await using app = counting.app
      const manager = app.tim.getConversationManager()
      expect(await manager.setConversationDraft('c2c_bob', 'half a')).toMatchObject({ code: 0 })
      expect(await manager.setConversationDraft('c2c_nobody-yet', 'dear')).toMatchObject({ code: 0 })
    }
    const counting = await start({ localStore })
    await using app = counting.app
    expect(app.gateway.last.login?.stateVersion).toBe(7)
    expect(counting.added[0]).toMatchObject([{ conversationID: 'c2c_bob', draftText: 'half a' }])
    await until('the other draft', () => counting.added.length === 2)
    expect(counting.added[1]).toMatchObject([{ conversationID: 'c2c_nobody-yet', draftText: 'dear' }])
  })

  it('nothing is told after the logout', async () => {
    const counting = await start()
    await using app = counting.app
    counting.held.add('conversation.get')
    counting.event('message.new', { message: message(9) })
    await until('the question', () => counting.asked('conversation.get').length === 1)
    const told = [counting.changed.length, counting.syncs.length]
    await app.tim.logout()
    expect([counting.changed.length, counting.syncs.length]).toEqual(told)
  })
})
