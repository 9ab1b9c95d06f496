import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { Chat, RecordingLink } from '../messaging/testing/chat.ts'
import { createPeople } from '../messaging/testing/people.ts'
import { seed } from '../push/testing/seed.ts'
import { until } from '../push/testing/until.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { catchUp } from './catch-up.ts'
import type { Session } from './session.ts'

const WEEK_MS = 7 * 86_400_000

let store: TestStore
let chat: Chat
let ann = ''
let bob = ''

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})

afterAll(async () => {
  await store.close()
})

beforeEach(async () => {
  ;({ chat, ann, bob } = await createPeople(store))
})

const run = async (session: Session, cursors: Record<string, number> = {}): Promise<void> => {
  const { bookkeeping, clock } = chat
  await catchUp({ db: store, bookkeeping, clock, session, cursors, windowMs: WEEK_MS })
}

const connect = async (deviceID: string, cursors?: Record<string, number>, platform?: 'ios' | 'mac') => {
  const login = { userID: bob, deviceID: `${deviceID}${bob}`, ...(platform ? { platform } : {}) }
  const { session, link } = await chat.login(login)
  await run(session, cursors)
  return { session, link }
}

const leave = (session: Session): void => {
  chat.leave({ session })
}

const sendMany = async (messages: number): Promise<void> => {
  await Promise.all(Array.from({ length: messages }, async () => await chat.send({ from: ann, to: bob })))
}

const seqsOf = (link: RecordingLink): number[] => link.messages.map(({ message }) => message.seq)
const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

describe('catching up', () => {
  it('gives what was missed between its two marks', async () => {
    await sendMany(3)
    const { link } = await connect('phone')
    await chat.send({ from: ann, to: bob })
    expect(link.heard).toEqual([
      'sync.started',
      ...Array(3).fill('message.new'),
      'sync.finished',
      'message.new',
    ])
    expect(seqsOf(link)).toEqual([1, 2, 3, 4])
  })

  it('goes on from what was acknowledged a moment ago', async () => {
    await sendMany(5)
    const first = await connect('phone')
    first.session.acknowledge(first.link.messages[2]?.eventID ?? 0)
    leave(first.session)
    expect(seqsOf((await connect('phone')).link)).toEqual([4, 5])
  })

  it('believes the client, also when it has less or claims more than there is', async () => {
    await sendMany(5)
    const first = await connect('phone')
    first.session.acknowledge(1000)
    expect(seqsOf((await connect('phone', { [`c2c_${ann}`]: 1 })).link)).toEqual([2, 3, 4, 5])
    const ahead = await connect('phone', { [`c2c_${ann}`]: 1000, c2c_: 1, 'c2c_\0': 1, other: 1 })
    await chat.send({ from: ann, to: bob })
    expect(seqsOf(ahead.link)).toEqual([6])
  })

  it('starts a new device where the user is, and from then on owes it everything', async () => {
    await sendMany(4)
    const phone = await connect('phone')
    phone.session.acknowledge(phone.link.messages[2]?.eventID ?? 0)
    const mac = await connect('mac', {}, 'mac')
    expect(seqsOf(mac.link)).toEqual([4])
    leave(mac.session)
    await sendMany(2)
    phone.session.acknowledge(1000)
    expect(seqsOf((await connect('mac', {}, 'mac')).link)).toEqual([4, 5, 6])
  })

  it('gives a device what another one acknowledged in a conversation that began meanwhile', async () => {
    const mac = await connect('mac', {}, 'mac')
    leave(mac.session)
    const phone = await connect('phone')
    await sendMany(2)
    phone.session.acknowledge(1000)
    expect(seqsOf((await connect('mac', {}, 'mac')).link)).toEqual([1, 2])
  })

  it('leaves out what the device sent itself and what is older than the window', async () => {
    await chat.send({ from: ann, to: bob })
    chat.clock.advance(WEEK_MS + 1000)
    await chat.send({ from: ann, to: bob })
    await chat.send({ from: bob, to: ann, deviceID: `phone${bob}` })
    await chat.send({ from: bob, to: ann, deviceID: 'another' })
    expect(seqsOf((await connect('phone')).link)).toEqual([2, 4])
  })

  it('reads no further than the app acknowledges and the link takes', async () => {
    await sendMany(620)
    const { session, link } = await chat.login({ userID: bob, deviceID: `phone${bob}` })
    link.onMessage = (eventID) => {
      if (link.messages.length === 50) link.isCongested = true
      expect(eventID).toBe(link.messages.length + 1)
    }
    const running = run(session)
    await until('50 messages', () => link.messages.length === 50)
    // Congested: another look at the database gives nothing more.
    await chat.bookkeeping.flush()
    expect(link.messages).toHaveLength(50)
    link.isCongested = false
    session.linkDrained()
    await until('500 messages', () => session.unacknowledgedCount === 500)
    await sendMany(1)
    session.acknowledge(400)
    await running
    expect(seqsOf(link)).toEqual(range(1, 621))
    expect(link.heard.at(-1)).toBe('sync.finished')
  })

  it('ends with its session', async () => {
    await sendMany(1)
    const { session, link } = await chat.login({ userID: bob, deviceID: `phone${bob}` })
    link.isCongested = true
    const running = run(session)
    await until('the first message', () => link.messages.length === 1)
    leave(session)
    await running
    expect(link.heard).toEqual(['sync.started', 'message.new', 'closed 3001'])
  })
})

it('keeps the cursor when saving fails, and says so', async () => {
  const { bookkeeping, connections } = chat
  const { session } = await connect('phone')
  connections.sessionOnCursor(session, 2 ** 70, 1)
  await bookkeeping.flush()
  expect(chat.faults).toHaveLength(1)
  connections.sessionOnCursor(session, 77, 5)
  connections.sessionOnCursor(session, 77, 4)
  await bookkeeping.flush()
  connections.sessionOnCursor(session, 77, 3)
  await bookkeeping.flush()
  const text = 'select seq from device_cursors where conversation_id = 77'
  expect(await store.query({ name: 'test.cursor', text })).toEqual([{ seq: 5 }])
})
