import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { testMessage } from '../testing/plan-input.ts'
import { outboxRows, seed } from '../testing/seed.ts'
import { claimDue, endLeasesOf } from './claim.ts'
import { finishRows } from './finish.ts'
import { expireLeases, releaseLeases, renewLeases } from './lease.ts'
import { acknowledgedCopies, loadMessages } from './load.ts'
import { parkRows, wakeRows } from './park.ts'

let db: TestStore
const nowMs = 1_800_000_000_000

const claim = async (leaseOwner: string, atMs = nowMs, limit = 10) =>
  (await claimDue(db, { leaseOwner, nowMs: atMs, leaseUntilMs: atMs + 1_000, limit }))
    .map(({ msgID, previousOwner }) => `${msgID} ${previousOwner}`)
    .sort()

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate outbox, messages, device_cursors cascade' })
})

const message = async (msgID: string, seq: number, owner: string | null, untilMs: number | null) =>
  await seed.message(db, testMessage({ msgID, seq, timestampMs: nowMs - 10_000 + seq }), { owner, untilMs })

describe('claiming', () => {
  it('takes rows that nobody holds, and those whose lease ran out with the name of the last owner', async () => {
    await message('held', 1, 'a', nowMs + 1)
    await message('free', 2, null, null)
    await message('left', 3, 'a', nowMs)
    expect(await claim('b')).toEqual(['free null', 'left a'])
    expect(await claim('c')).toEqual([])
    expect(await claim('c', nowMs + 1_000)).toEqual(['free b', 'held a', 'left b'])
  })

  it('takes the oldest first, no more than asked for', async () => {
    await message('m2', 2, null, null)
    await message('m1', 1, null, null)
    expect(await claim('b', nowMs, 1)).toEqual(['m1 null'])
  })

  it('gives each row to one of many claimers', async () => {
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => await message(`m${index}`, index + 1, null, null)),
    )
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map(async (owner) => await claim(owner, nowMs, 20)))
    expect(new Set(claims.flat()).size).toBe(claims.flat().length)
    const rest = await claim('e', nowMs, 100)
    expect(claims.flat().length + rest.length).toBe(40)
  })

  it('ends the leases of an earlier life of the node, and nobody else’s', async () => {
    await message('mine', 1, 'node-1/a', nowMs + 60_000)
    await message('now', 2, 'node-1/b', nowMs + 60_000)
    await message('other', 3, 'node-2/a', nowMs + 60_000)
    await endLeasesOf(db, { prefix: 'node-1/', except: 'node-1/b', nowMs })
    expect(await claim('node-1/b')).toEqual(['mine node-1/a'])
  })
})

describe('leases', () => {
  it('are renewed only for their owner, who hears which it lost', async () => {
    await message('m1', 1, 'a', nowMs + 1)
    await message('m2', 2, 'b', nowMs + 1)
    const held = await renewLeases(db, {
      msgIDs: ['m1', 'm2', 'gone'],
      leaseOwner: 'a',
      leaseUntilMs: nowMs + 500,
    })
    expect([...held]).toEqual(['m1'])
    expect(await claim('c', nowMs + 499)).toEqual(['m2 b'])
  })

  it('are released without a trace, or ended with one', async () => {
    await message('m1', 1, 'a', nowMs + 1_000)
    await message('m2', 2, 'a', nowMs + 1_000)
    await releaseLeases(db, { msgIDs: ['m1'], leaseOwner: 'a' })
    await expireLeases(db, { msgIDs: ['m2'], leaseOwner: 'a', nowMs })
    expect(await claim('b')).toEqual(['m1 null', 'm2 a'])
  })
})

describe('parking', () => {
  it('keeps rows until they are due', async () => {
    await message('m1', 1, 'a', nowMs + 1_000)
    await parkRows(db, 'a', [{ msgID: 'm1', dueAtMs: nowMs + 50, certificateIDs: [] }])
    expect(await claim('b', nowMs + 49)).toEqual([])
    expect(await claim('b', nowMs + 50)).toEqual(['m1 null'])
  })

  it('wakes those that wait for a certificate', async () => {
    await message('m1', 1, 'a', nowMs + 1_000)
    await message('m2', 2, 'a', nowMs + 1_000)
    await parkRows(db, 'a', [
      { msgID: 'm1', dueAtMs: nowMs + 9_000, certificateIDs: [10_001, 10_002] },
      { msgID: 'm2', dueAtMs: nowMs + 9_000, certificateIDs: [10_003] },
    ])
    await wakeRows(db, 10_002, nowMs, null)
    expect(await claim('b')).toEqual(['m1 null'])
  })
})

describe('finishing and loading', () => {
  it('deletes rows of the owner alone', async () => {
    await message('m1', 1, 'a', nowMs + 1_000)
    await message('m2', 2, 'b', nowMs + 1_000)
    await finishRows(db, 'a', ['m1', 'm2'])
    expect((await outboxRows(db)).map((row) => row.msgID)).toEqual(['m2'])
  })

  it('loads messages with their recipients, and says who acknowledged meanwhile', async () => {
    const conversationID = await message('m1', 7, null, null)
    const rows = await claimDue(db, { leaseOwner: 'a', nowMs, leaseUntilMs: nowMs + 1, limit: 1 })
    const loaded = await loadMessages(db, rows)
    expect(loaded.get('m1')).toMatchObject({
      record: { msgID: 'm1', seq: 7 },
      recipients: ['bob'],
      senderDeviceID: 'ann-phone',
    })
    await seed.cursor(db, 'behind', conversationID, 6)
    await seed.cursor(db, 'there', conversationID, 7)
    const [row] = rows
    expect(await acknowledgedCopies(db, row ? [{ row, userID: 'bob' }] : [])).toEqual([
      { msgID: 'm1', userID: 'bob', deviceID: 'there' },
    ])
  })
})
