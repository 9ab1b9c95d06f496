import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sentAtMs, testInput, testMessage } from '../testing/plan-input.ts'
import { plan } from './plan.ts'
import { reserveOf } from './quota.ts'
import type { QuotaStanding } from './types.ts'

const HOUR_MS = 3_600_000
const resetsAtMs = sentAtMs + 5 * HOUR_MS
const standing = (used: number, limit: number, change: Partial<QuotaStanding> = {}): QuotaStanding => ({
  used,
  limit,
  reserve: reserveOf(limit),
  resetsAtMs,
  ...change,
})
const mention = testMessage({ atUserIDs: ['bob'] })
const call = testMessage({ offlinePushInfo: { iOSPushType: 1 } })

const decide = (quotas: readonly QuotaStanding[], message = testMessage()) => {
  const [decision] = plan(testInput({ message, quotas: new Map([['phone', quotas]]) }))
  return decision?.kind === 'push' ? 'push' : `${decision?.kind} ${decision?.reason}`
}

describe('a share of the day', () => {
  it.each([
    ['room enough', [standing(10, 100)], 'push', 'push'],
    ['just before the reserve', [standing(89, 100)], 'push', 'push'],
    ['the reserve', [standing(90, 100)], 'hold quota-reserved', 'push'],
    ['the last one', [standing(99, 100)], 'hold quota-reserved', 'push'],
    ['spent', [standing(100, 100)], 'hold quota-exhausted', 'hold quota-exhausted'],
    ['two a day and phone: no reserve', [standing(1, 2)], 'push', 'push'],
    ['two a day and phone: spent', [standing(2, 2)], 'hold quota-exhausted', 'hold quota-exhausted'],
    [
      'the app has room, the phone none',
      [standing(1, 100), standing(2, 2)],
      'hold quota-exhausted',
      'hold quota-exhausted',
    ],
    [
      'given again just before the deadline',
      [standing(100, 100, { resetsAtMs: sentAtMs + 24 * HOUR_MS - 1 })],
      'hold quota-exhausted',
      'hold quota-exhausted',
    ],
    [
      'given again at the deadline',
      [standing(100, 100, { resetsAtMs: sentAtMs + 24 * HOUR_MS })],
      'suppress beyond-quota',
      'suppress beyond-quota',
    ],
    [
      'given again after the deadline',
      [standing(100, 100, { resetsAtMs: sentAtMs + 30 * HOUR_MS })],
      'suppress beyond-quota',
      'suppress beyond-quota',
    ],
  ])('%s', (_, quotas, plain, urgent) => {
    expect([decide(quotas), decide(quotas, mention), decide(quotas, call)]).toEqual([plain, urgent, urgent])
  })

  it.each([
    ['spent', 100, 'quota-exhausted'],
    ['down to the reserve', 95, 'quota-reserved'],
  ])('%s twice over: waits for the later', (_, used, reason) => {
    const both = [standing(used, 100), standing(used, 100, { resetsAtMs: resetsAtMs + HOUR_MS })]
    for (const quotas of [both, both.toReversed()]) {
      const [decision] = plan(testInput({ quotas: new Map([['phone', quotas]]) }))
      expect(decision).toMatchObject({ kind: 'hold', reason, untilMs: resetsAtMs + HOUR_MS })
    }
  })

  it('is of one device: another one’s counts for nothing', () => {
    const [decision] = plan(testInput({ quotas: new Map([['tablet', [standing(100, 100)]]]) }))
    expect(decision?.kind).toBe('push')
  })

  it('is never exceeded, and its reserve never used but by the urgent', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), fc.boolean(), (used, limit, isUrgent) => {
        const decision = decide([standing(used, limit)], isUrgent ? mention : testMessage())
        const left = limit - used
        expect(decision === 'push').toBe(left > (isUrgent ? 0 : reserveOf(limit)))
      }),
    )
  })
})
