import type { Receipt, ReceiptKind } from '@carillon/channels'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { Database } from '../../store/db.ts'
import { openTestStore, type TestStore } from '../../store/testing.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import { loadStory } from '../journal/story.ts'
import { createJournalWriter } from '../journal/writer.ts'
import { createTestClock } from '../testing/clock.ts'
import { testMessage } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { createFakeTenants } from '../testing/tenants.ts'
import { bindToken } from '../tokens.ts'
import { entryOf, type ReceiptSource } from './entries.ts'
import { createExclusive } from './exclusive.ts'
import { createReceiptTaking } from './take.ts'

let db: TestStore
let source: ReceiptSource
let other: ReceiptSource
const clock = createTestClock()
const tenants = createFakeTenants()
const nowMs = clock.now()
const sentAtMs = nowMs - 60_000

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
  source = { certificateID: await seed.certificate(db, 'xiaomi'), sdkAppID: 1, vendor: 'xiaomi' }
  other = { certificateID: await seed.certificate(db, 'xiaomi'), sdkAppID: 1, vendor: 'xiaomi' }
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate journal, push_tokens, devices cascade' })
})

const row = (change: Partial<JournalRow>): JournalRow => ({
  atMs: sentAtMs,
  sdkAppID: 1,
  msgID: 'm-1',
  userID: 'bob',
  deviceID: 'phone',
  stage: 'sent',
  reason: 'sent',
  certificateID: source.certificateID,
  vendor: 'xiaomi',
  ...change,
})

/** A phone with a token `token-<deviceID>` that was pushed m-1. */
const pushed = async (deviceID: string, userID = 'bob', requestID = `slm-${deviceID}`): Promise<void> => {
  await seed.device(db, { deviceID, userID })
  await bindToken(db, {
    sdkAppID: 1,
    deviceID,
    userID,
    certificateID: source.certificateID,
    token: `token-${deviceID}`,
    nowMs: sentAtMs - 1_000,
  })
  await insertJournalRows(db, [
    row({ deviceID, userID }),
    row({
      deviceID,
      userID,
      atMs: sentAtMs + 5,
      stage: 'accepted',
      reason: 'vendor-accepted',
      vendorRequestID: requestID,
    }),
  ])
}

const receipt = (change: Partial<Receipt> = {}): Receipt => ({
  kind: 'delivered',
  token: 'token-phone',
  msgID: 'm-1',
  vendorRequestID: 'slm-phone',
  atMs: sentAtMs + 1_000,
  words: { code: 'type 1' },
  ...change,
})

const open = (on: Database = db) => {
  const seen: string[] = []
  const events = {
    receiptTaken: (event: { kind: string; result: string }) => seen.push(`${event.kind} ${event.result}`),
    deathsDoubted: ({ dead, heard, by }: { dead: number; heard: number; by: string }) =>
      seen.push(`doubted ${dead} of ${heard} by ${by}`),
    journalWritten: () => undefined,
    fault: ({ where }: { where: string }) => seen.push(`fault ${where}`),
  }
  const journal = createJournalWriter({ db, clock, events })
  return {
    seen,
    taking: createReceiptTaking({
      db: on,
      clock,
      tenants,
      doubt: { deathsToDoubt: 4, deathShareToDoubt: 0.9, doubtWindowMs: 60_000 },
      journal,
      events,
      exclusive: createExclusive(),
    }),
  }
}

const entries = async (deviceID = 'phone'): Promise<string[]> => {
  const rows = await db.query<{ entry: string }>(
    {
      name: 'test.entries',
      text: `select concat_ws(' ', stage, reason, vendor_code) as entry from journal
        where device_id = $1 and stage not in ('sent', 'accepted') order by at, journal_id`,
    },
    [deviceID],
  )
  return rows.map(({ entry }) => entry)
}

const tokenState = async (deviceID = 'phone'): Promise<string | undefined> =>
  (
    await db.query<{ state: string }>(
      { name: 'test.state', text: 'select state from push_tokens where device_id = $1' },
      [deviceID],
    )
  )[0]?.state

describe('a receipt', () => {
  it.each(Object.entries(entryOf))('%s becomes %j', async (kind, { stage, reason }) => {
    await pushed('phone')
    const { taking } = open()
    expect(await taking.take(source, [receipt({ kind: kind as ReceiptKind })])).toBe(true)
    expect(await entries()).toEqual([`${stage} ${reason} type 1`])
  })

  it('is one entry, however often and in whatever company it comes', async () => {
    await pushed('phone')
    const { taking, seen } = open()
    await Promise.all([
      taking.take(source, [receipt(), receipt({ vendorRequestID: 'slm-again' })]),
      taking.take(source, [receipt()]),
    ])
    expect(await taking.take(source, [receipt({ atMs: nowMs }), receipt({ kind: 'clicked' })])).toBe(true)
    expect(await entries()).toEqual(['delivered delivered type 1', 'tapped tapped type 1'])
    expect(seen).toContain('delivered known')
  })

  it('goes to the device of its token alone', async () => {
    await pushed('phone', 'bob', 'slm-batch')
    await pushed('tablet', 'eve', 'slm-batch')
    const { taking } = open()
    await taking.take(source, [receipt({ token: 'token-tablet', vendorRequestID: 'slm-batch' })])
    expect(await entries('phone')).toEqual([])
    expect(await entries('tablet')).toHaveLength(1)
  })

  it('finds the device by the vendor’s ID when it has another token by now', async () => {
    await pushed('phone')
    await bindToken(db, {
      sdkAppID: 1,
      deviceID: 'phone',
      userID: 'bob',
      certificateID: source.certificateID,
      token: 'newer',
      nowMs,
    })
    const { taking } = open()
    await taking.take(source, [receipt()])
    expect(await entries()).toHaveLength(1)
  })

  it.each([
    ['of an unknown message', { msgID: 'm-2' }],
    ['of an unknown token in a batch', { token: 'who', vendorRequestID: 'slm-batch' }],
    ['without a message', { msgID: undefined }],
    ['with a NUL in its token', { token: 'a\0b', vendorRequestID: undefined }],
    ['with a NUL in its message', { msgID: 'm\0' }],
  ])('%s does no harm', async (_, change) => {
    await pushed('phone', 'bob', 'slm-batch')
    await pushed('tablet', 'eve', 'slm-batch')
    const { taking, seen } = open()
    expect(await taking.take(source, [receipt(change as Partial<Receipt>)])).toBe(true)
    expect([...(await entries('phone')), ...(await entries('tablet'))]).toEqual([])
    expect(seen.filter((event) => event.startsWith('fault'))).toEqual([])
  })

  it('of another certificate does no harm', async () => {
    await pushed('phone')
    const { taking, seen } = open()
    await taking.take(other, [receipt(), receipt({ kind: 'token-dead' })])
    expect(await entries()).toEqual([])
    expect(await tokenState()).toBe('live')
    expect(seen).toEqual(['delivered unknown', 'token-dead unknown'])
  })

  it.each([
    ['before it was sent', sentAtMs - 5_000, sentAtMs],
    ['in the future', nowMs + 30_000, nowMs],
    ['at no time', undefined, nowMs],
  ])('said to be %s stays within what can be', async (_, atMs, expected) => {
    await pushed('phone')
    const { taking } = open()
    await taking.take(source, [receipt({ atMs } as Partial<Receipt>)])
    const story = await db.query<{ atMs: number }>({
      name: 'test.at',
      text: `select at as "atMs" from journal where stage = 'delivered'`,
    })
    expect(story[0]?.atMs).toBeGreaterThanOrEqual(expected)
    expect(story[0]?.atMs).toBeLessThanOrEqual(Math.max(expected, clock.now()))
  })
})

it('is noted once when two nodes hear of it at the same moment', async () => {
  await pushed('phone')
  const nodes = [open(), open(), open()]
  const kinds: readonly ReceiptKind[] = ['delivered', 'clicked']
  for (const kind of kinds)
    await Promise.all(nodes.map(async ({ taking }) => await taking.take(source, [receipt({ kind })])))
  expect(await entries()).toEqual(['delivered delivered type 1', 'tapped tapped type 1'])
  expect(nodes.flatMap(({ seen }) => seen).toSorted()).toEqual([
    'clicked known',
    'clicked known',
    'clicked noted',
    'delivered known',
    'delivered known',
    'delivered noted',
  ])
})

describe('a dead token', () => {
  it.each([
    ['registered before the word', 'dead', sentAtMs + 1_000],
    ['registered after the word', 'live', sentAtMs - 2_000],
    ['registered before the push, with a word of no time', 'dead', undefined],
  ])('%s: %s', async (_, state, atMs) => {
    await pushed('phone')
    const { taking } = open()
    await taking.take(source, [receipt({ kind: 'token-dead', atMs } as Partial<Receipt>)])
    expect(await tokenState()).toBe(state)
  })

  it('counts without a message that is known, if its time is', async () => {
    await pushed('phone')
    const { taking } = open()
    await taking.take(source, [receipt({ kind: 'token-dead', msgID: 'gone', atMs: undefined } as never)])
    expect(await tokenState()).toBe('live')
    await taking.take(source, [receipt({ kind: 'token-dead', msgID: 'gone' })])
    expect(await tokenState()).toBe('dead')
  })
})

describe('deaths of nearly all tokens heard of', () => {
  const phones = ['a', 'b', 'c', 'd', 'e']
  const dead = (phone: string): Receipt => receipt({ kind: 'token-dead', token: `token-${phone}` })
  const states = async (): Promise<(string | undefined)[]> =>
    await Promise.all(phones.map(async (phone) => await tokenState(phone)))

  beforeEach(async () => {
    for (const phone of phones) await pushed(phone)
  })

  it('are taken back, and not believed until a phone has a push', async () => {
    const { taking, seen } = open()
    await taking.take(source, ['a', 'b', 'c'].map(dead))
    expect(await states()).toEqual(['dead', 'dead', 'dead', 'live', 'live'])
    // What is told again counts once.
    await taking.take(source, ['a', 'b', 'c'].map(dead))
    expect(await states()).toEqual(['dead', 'dead', 'dead', 'live', 'live'])
    await taking.take(source, [dead('d')])
    expect(await states()).toEqual(phones.map(() => 'live'))
    expect(seen).toContain('doubted 4 of 4 by receipts')
    await taking.take(source, [dead('e')])
    expect(await states()).toEqual(phones.map(() => 'live'))
    // What the story says stays: so the vendor has said.
    expect(await entries('e')).toContain('dropped token-dead-on-phone type 1')
    await taking.take(source, [receipt({ token: 'token-a' })])
    await taking.take(source, [dead('e')])
    expect(await states()).toEqual(['live', 'live', 'live', 'live', 'dead'])
  })

  it('are believed among phones that have their pushes', async () => {
    const { taking } = open()
    await taking.take(source, [receipt({ token: 'token-e' }), ...['a', 'b', 'c', 'd'].map(dead)])
    expect(await states()).toEqual(['dead', 'dead', 'dead', 'dead', 'live'])
  })

  it('are looked at anew with a mended certificate', async () => {
    const { taking } = open()
    await taking.take(source, ['a', 'b', 'c', 'd'].map(dead))
    expect(await states()).toEqual(phones.map(() => 'live'))
    tenants.mend(source.certificateID)
    await taking.take(source, [dead('e')])
    expect(await states()).toEqual(['live', 'live', 'live', 'live', 'dead'])
  })
})

describe('when it cannot be taken', () => {
  it('says so, and takes the rest', async () => {
    await pushed('phone')
    let isDown = true
    const failing: Database = {
      ...db,
      transaction: async (work) => {
        if (isDown) throw new Error('down')
        return await db.transaction(work)
      },
    }
    const { taking, seen } = open(failing)
    expect(await taking.take(source, [receipt()])).toBe(false)
    expect(seen).toEqual(['fault receipts'])
    isDown = false
    expect(await taking.take(source, [receipt()])).toBe(true)
    expect(await entries()).toHaveLength(1)
  })

  it('has a bound', async () => {
    const { taking } = open()
    expect(
      await taking.take(
        source,
        Array.from({ length: 20_001 }, () => receipt()),
      ),
    ).toBe(false)
  })

  it('takes nothing after its end', async () => {
    const { taking } = open()
    await taking.close()
    await taking.close()
    expect(await taking.take(source, [receipt()])).toBe(false)
  })
})

it('is told by the story over what the vendor answered', async () => {
  await pushed('phone')
  const { taking } = open()
  await seed.message(db, testMessage({ msgID: 'm-1' }))
  const state = async (): Promise<string> => {
    const [device] = (await loadStory(db, 'm-1'))?.devices ?? []
    return `${device?.state} ${device?.reason}`
  }
  await taking.take(source, [receipt({ kind: 'push-disabled' })])
  expect(await state()).toBe('dropped notifications-off')
  await taking.take(source, [receipt()])
  expect(await state()).toBe('delivered delivered')
  await taking.take(source, [receipt({ kind: 'clicked', atMs: nowMs })])
  await taking.take(source, [receipt({ kind: 'over-quota', atMs: nowMs })])
  expect(await state()).toBe('tapped tapped')
})
