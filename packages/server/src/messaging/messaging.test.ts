import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createTestClock } from '../push/testing/clock.ts'
import { seed } from '../push/testing/seed.ts'
import type { Database } from '../store/db.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { addUsers, createChat, type Chat } from './testing/chat.ts'
import { createPeople } from './testing/people.ts'
import type { Send, SendOutcome } from './types.ts'
import { MessageWriter } from './writer.ts'

const DAY_MS = 86_400_000

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

// Each test with users of its own: their conversation is empty.
beforeEach(async () => {
  ;({ chat, ann, bob } = await createPeople(store))
})

const query = async <Row>(name: string, text: string, values: unknown[] = []): Promise<Row[]> =>
  await store.query<Row>({ name: `test.${name}`, text }, values)

const stored = async (): Promise<{ seq: number; msgID: string; hasOutboxRow: boolean }[]> =>
  await query(
    'stored',
    `select m.seq, m.msg_id as "msgID", o.msg_id is not null as "hasOutboxRow"
     from messages m left join outbox o on o.msg_id = m.msg_id
     where m.sender in ($1, $2) order by seq`,
    [ann, bob],
  )

const accepted = (outcome: SendOutcome | undefined) => {
  if (!outcome?.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  return { msgID: outcome.record.msgID, seq: outcome.record.seq, isDuplicate: outcome.isDuplicate }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

describe('seq', () => {
  it('counts without gaps under senders on both sides and on two nodes, and everything has its outbox row', async () => {
    const other = createChat(store)
    const outcomes = await Promise.all(
      upTo(300).map(async (index) => {
        const [from, to] = index % 2 === 0 ? [ann, bob] : [bob, ann]
        return await (index % 3 === 0 ? other : chat).send({ from, to })
      }),
    )
    expect(outcomes.map((outcome) => accepted(outcome).seq).toSorted((a, b) => a - b)).toEqual(upTo(300))
    const rows = await stored()
    expect(rows.map((row) => row.seq)).toEqual(upTo(300))
    expect(rows.every((row) => row.hasOutboxRow)).toBe(true)
    for (const node of [chat, other]) {
      const seqs = node.dispatched.map(({ record }) => record.seq)
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    }
  })

  it('follows the order in which one device sends', async () => {
    const outcomes = await Promise.all(upTo(50).map(async () => await chat.send({ from: ann, to: bob })))
    expect(outcomes.map((outcome) => accepted(outcome).seq)).toEqual(upTo(50))
  })

  it('is its own in every conversation, notes to oneself included', async () => {
    const outcomes = await Promise.all([
      chat.send({ from: ann, to: ann }),
      chat.send({ from: ann, to: bob }),
      chat.send({ from: bob, to: bob }),
      chat.send({ from: ann, to: ann }),
    ])
    expect(outcomes.map((outcome) => accepted(outcome).seq)).toEqual([1, 1, 1, 2])
    expect(chat.dispatched.map(({ recipients }) => recipients)).toEqual([[], [bob], [], []])
  })
})

describe('the same (sender, random)', () => {
  it('is one message, in one batch and later', async () => {
    const outcomes = await Promise.all([
      chat.send({ from: ann, to: bob, random: 7 }),
      chat.send({ from: ann, to: bob, random: 8 }),
      chat.send({ from: ann, to: bob, random: 7, deviceID: 'tablet' }),
    ])
    const [first, , again] = outcomes.map(accepted)
    expect(again).toEqual({ ...first, isDuplicate: true })
    expect(accepted(await chat.send({ from: ann, to: bob, random: 7 }))).toEqual({
      ...first,
      isDuplicate: true,
    })
    expect(await stored()).toHaveLength(2)
    expect(chat.dispatched).toHaveLength(2)
  })

  it('is one message on two nodes at once', async () => {
    const other = createChat(store)
    const outcomes = await Promise.all(
      [chat, other].flatMap((node) =>
        upTo(20).map(async (random) => await node.send({ from: ann, to: bob, random })),
      ),
    )
    expect(new Set(outcomes.map((outcome) => accepted(outcome).msgID)).size).toBe(20)
    expect(outcomes.filter((outcome) => accepted(outcome).isDuplicate)).toHaveLength(20)
    expect(await stored()).toHaveLength(20)
    expect(chat.dispatched.length + other.dispatched.length).toBe(20)
  })

  it('of another sender or to another receiver is another message', async () => {
    await addUsers(store, `${ann}-2`)
    const outcomes = [
      await chat.send({ from: ann, to: bob, random: 7 }),
      await chat.send({ from: bob, to: ann, random: 7 }),
      await chat.send({ from: ann, to: `${ann}-2`, random: 7 }),
    ]
    expect(outcomes.map((outcome) => accepted(outcome).isDuplicate)).toEqual([false, false, false])
  })

  it('is a new message after the window, and then that one counts', async () => {
    const clock = createTestClock()
    const node = createChat(store, clock)
    const first = accepted(await node.send({ from: ann, to: bob, random: 7 }))
    clock.advance(DAY_MS - 60_000)
    expect(accepted(await node.send({ from: ann, to: bob, random: 7 }))).toMatchObject({ isDuplicate: true })
    clock.advance(120_000)
    const second = accepted(await node.send({ from: ann, to: bob, random: 7 }))
    expect(second).toEqual({ msgID: expect.any(String), seq: 2, isDuplicate: false })
    expect(second.msgID).not.toBe(first.msgID)
    expect(accepted(await node.send({ from: ann, to: bob, random: 7 }))).toEqual({
      ...second,
      isDuplicate: true,
    })
  })
})

describe('refusals', () => {
  it('answers 20003 for a receiver who does not exist, beside neighbours who do', async () => {
    const [bad, good] = await Promise.all([
      chat.send({ from: ann, to: 'nobody' }),
      chat.send({ from: ann, to: bob }),
    ])
    expect(bad).toMatchObject({ ok: false, code: 20003, desc: expect.stringContaining('"nobody"') })
    expect(accepted(good).seq).toBe(1)
  })

  it('answers 70020 for an app that is gone', async () => {
    const params = { receiver: bob, random: 1, elements: [{ type: 'text' as const, text: 'x' }] }
    const send = { sdkAppID: 2, sender: ann, senderDeviceID: 'd', params }
    expect(await chat.messaging.send(send)).toMatchObject({ ok: false, code: 70020 })
  })

  it('does not take neighbours along with a message the database refuses', async () => {
    const faults: unknown[] = []
    const writer = new MessageWriter({
      database: store,
      clock: chat.clock,
      events: { fault: ({ error }: { error: unknown }) => faults.push(error) } as never,
      lease: { owner: 'test', ms: 1000 },
    })
    const send = (sender: string, random: number): Send => ({
      sdkAppID: 1,
      sender,
      senderDeviceID: 'd',
      params: { receiver: bob, random, elements: [{ type: 'text', text: 'x' }] },
      countsAsUnread: true,
      isPushed: true,
      showsBlockedAsSent: true,
    })
    const sends = [send(ann, 1), send('nul\0', 2), send(ann, 3)]
    const outcomes = await Promise.all(sends.map(async (one) => await writer.store(one, DAY_MS)))
    expect(outcomes).toMatchObject([
      { ok: true, record: { seq: 1 } },
      { ok: false, code: 70500 },
      { ok: true, record: { seq: 2 } },
    ])
    expect(faults).toHaveLength(1)
    await writer.idle()
  })

  it('asks a database that does not answer once a batch, not once a message', async () => {
    let tries = 0
    const unreachable = async (): Promise<never> => {
      tries += 1
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    }
    const node = createChat({ ...store, query: unreachable, transaction: unreachable } as Database)
    const outcomes = await Promise.all(upTo(100).map(async () => await node.send({ from: ann, to: bob })))
    expect(outcomes.every((outcome) => !outcome.ok && outcome.code === 70500)).toBe(true)
    expect([tries, node.faults.length]).toEqual([1, 1])
  })

  it('stores no message without its outbox row', async () => {
    await query('hide', 'alter table outbox rename to outbox_hidden')
    try {
      expect(await chat.send({ from: ann, to: bob, random: 9 })).toMatchObject({ ok: false, code: 70500 })
    } finally {
      await query('show', 'alter table outbox_hidden rename to outbox')
    }
    expect(await stored()).toEqual([])
    expect(accepted(await chat.send({ from: ann, to: bob, random: 9 }))).toMatchObject({
      seq: 1,
      isDuplicate: false,
    })
  })
})

describe('delivery', () => {
  it("reaches the receiver's devices and the sender's others, but not the one that sent", async () => {
    const devices = await Promise.all([
      chat.login({ userID: bob, deviceID: 'bob-phone' }),
      chat.login({ userID: bob, deviceID: 'bob-mac', platform: 'mac' }),
      chat.login({ userID: ann, deviceID: 'ann-phone' }),
      chat.login({ userID: ann, deviceID: 'ann-mac', platform: 'mac' }),
    ])
    for (const { session } of devices) session.goLive()
    await chat.send({ from: ann, to: bob, deviceID: 'ann-phone' })
    expect(devices.map(({ link }) => link.messages.length)).toEqual([1, 1, 0, 1])
    expect(chat.dispatched).toMatchObject([{ recipients: [bob], senderDeviceID: 'ann-phone' }])
  })

  it('stores nothing of an online-only message, and tells who got it', async () => {
    const device = await chat.login({ userID: bob, deviceID: 'bob-phone' })
    const outcome = await chat.send({ from: ann, to: bob, isOnlineOnly: true })
    expect(accepted(outcome).seq).toBe(0)
    expect(device.link.messages).toHaveLength(1)
    expect(await stored()).toEqual([])
    expect([chat.reached, chat.dispatched]).toEqual([[['bob-phone']], []])
  })

  it('carries the profile the sender has at that time', async () => {
    await query('rename', `update users set nick_name = 'Ann', face_url = 'a.png' where user_id = $1`, [ann])
    await chat.send({ from: ann, to: bob })
    await query('unname', `update users set nick_name = null, face_url = null where user_id = $1`, [ann])
    await chat.send({ from: ann, to: bob })
    expect(chat.dispatched.map(({ record }) => record.sender)).toEqual([
      { userID: ann, nickName: 'Ann', faceUrl: 'a.png' },
      { userID: ann },
    ])
  })

  it('goes on after a conversation it knew was deleted', async () => {
    await chat.send({ from: ann, to: bob })
    await query('drop', `delete from conversations where key like $1`, [`%${ann}%`])
    expect(await chat.send({ from: ann, to: bob, random: 1 })).toMatchObject({ ok: false, code: 70500 })
    expect(accepted(await chat.send({ from: ann, to: bob, random: 1 })).seq).toBe(1)
  })
})
