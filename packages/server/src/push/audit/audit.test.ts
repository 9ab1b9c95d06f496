import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { ReasonCode, Stage } from '@carillon/protocol'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { insertJournalRows } from '../journal/insert.ts'
import { sentAtMs, testMessage } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { audit } from './audit.ts'
import { noCounts, tally, type AuditedMessage } from './tally.ts'

const span = { fromMs: sentAtMs - 1_000, untilMs: sentAtMs + 60_000 }

const entries = (...texts: string[]) =>
  texts.map((text) => {
    const [stage, reason] = text.split(' ') as [Stage, ReasonCode]
    return { stage, reason }
  })
const message = (change: Partial<AuditedMessage> = {}): AuditedMessage => ({
  msgID: 'm-1',
  sdkAppID: 1,
  sentAtMs,
  isOpen: false,
  recipients: ['bob'],
  entries: new Map(),
  ...change,
})
const bobs = (phone: string[], tablet?: string[]) => ({
  entries: new Map([
    [
      'bob',
      new Map([['phone', entries(...phone)], ...(tablet ? [['tablet', entries(...tablet)] as const] : [])]),
    ],
  ]),
})
const accepted = ['decided device-offline', 'sent sent', 'accepted vendor-accepted']

describe('the tally', () => {
  it.each<[string, Partial<AuditedMessage>, Partial<ReturnType<typeof noCounts>>, string[]]>([
    ['a note to oneself', { recipients: [] }, {}, []],
    ['accepted', bobs(accepted), { accepted: 1 }, []],
    ['each device counts', bobs(accepted, ['suppressed kicked']), { accepted: 1, suppressed: 1 }, []],
    ['not decided yet', { isOpen: true }, { pending: 1 }, []],
    ['on its way', { isOpen: true, ...bobs(['decided device-offline', 'sent sent']) }, { pending: 1 }, []],
    ['never decided', {}, {}, ['undecided bob ']],
    ['left on its way', bobs(['decided device-offline', 'sent sent']), {}, ['left-open bob phone']],
    [
      'left waiting, beside one that ended',
      bobs(['decided device-offline', 'waiting vendor-busy'], ['expired deadline-passed']),
      { expired: 1 },
      ['left-open bob phone'],
    ],
    [
      'sent again after an unknown outcome',
      bobs(['sent sent', 'waiting outcome-unknown', 'sent sent', 'accepted vendor-accepted']),
      { accepted: 1 },
      [],
    ],
    [
      'accepted twice',
      bobs([...accepted, 'sent sent', 'accepted vendor-accepted']),
      { accepted: 1 },
      ['accepted-twice bob phone'],
    ],
    [
      'one of two recipients',
      { recipients: ['bob', 'eve'], ...bobs(accepted) },
      { accepted: 1 },
      ['undecided eve '],
    ],
    [
      'acknowledged',
      bobs(['decided device-foreground', 'acknowledged acknowledged']),
      { acknowledged: 1 },
      [],
    ],
  ])('%s', (_, change, counted, found) => {
    const counts = noCounts()
    const findings = tally(message(change), counts)
    expect(counts).toEqual({ ...noCounts(), ...counted })
    expect(findings.map(({ kind, userID, deviceID }) => `${kind} ${userID} ${deviceID}`)).toEqual(found)
  })
})

describe('the audit', () => {
  let store: TestStore

  beforeAll(async () => {
    store = await openTestStore()
    await seed.app(store)
  })
  afterAll(async () => await store.close())
  beforeEach(async () => {
    await store.query({ name: 'test.empty', text: 'truncate journal, outbox, messages cascade' })
  })

  const row = { atMs: sentAtMs, sdkAppID: 1, userID: 'bob', deviceID: 'phone' }

  it('reads every message of the span once, page by page', async () => {
    for (let seq = 1; seq <= 1_203; seq += 1) {
      const msgID = `m-${String(seq).padStart(4, '0')}`
      // Many share an instant: pages must not lose any of them.
      await seed.message(store, testMessage({ msgID, seq, timestampMs: sentAtMs + Math.floor(seq / 400) }))
    }
    const all = Array.from({ length: 1_203 }, (_, index) => `m-${String(index + 1).padStart(4, '0')}`)
    await insertJournalRows(
      store,
      all
        .slice(1)
        .map((msgID) => ({ ...row, msgID, stage: 'accepted' as const, reason: 'vendor-accepted' as const })),
    )
    const seen: number[] = []
    const report = await audit(store, span, (messages) => seen.push(messages))
    expect(report).toMatchObject({
      messages: 1_203,
      eligible: 1_203,
      counts: { accepted: 1_202 },
      findingCount: 1,
      findings: [{ kind: 'undecided', msgID: 'm-0001', userID: 'bob' }],
    })
    expect(seen).toEqual([500, 1_000, 1_203])
    expect(await audit(store, { ...span, sdkAppID: 2 })).toMatchObject({
      messages: 0,
      eligible: 0,
      findingCount: 0,
    })
    expect(await audit(store, { fromMs: sentAtMs + 3, untilMs: sentAtMs + 4 })).toMatchObject({ messages: 4 })
  })

  it('lets what is in the outbox be pending, and leaves tips out', async () => {
    await seed.message(store, testMessage({ msgID: 'open' }), { owner: null, untilMs: null })
    await seed.message(
      store,
      testMessage({
        msgID: 'tip',
        seq: 2,
        elements: [{ type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }],
      }),
    )
    expect(await audit(store, span)).toMatchObject({
      messages: 1,
      eligible: 1,
      counts: { pending: 1 },
      findings: [],
    })
  })
})
