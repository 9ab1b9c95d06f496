import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Outcome } from '@carillon/protocol'

import { DeathWatch } from './death-watch.ts'

const options = { deathsToDoubt: 4, deathShareToDoubt: 0.75, doubtWindowMs: 60_000 }
const dead: Outcome = { kind: 'token-dead', words: { code: 'BadDeviceToken' } }
const deadSince: Outcome = { kind: 'token-dead', sinceMs: 5, words: { code: 'Unregistered' } }
const taken: Outcome = { kind: 'accepted' }
const busy: Outcome = { kind: 'retry', words: { code: 'HTTP 503' } }

const row = (...parts: [Outcome, number][]): Outcome[] =>
  parts.flatMap(([outcome, count]) => Array.from({ length: count }, () => outcome))

describe('deaths of tokens', () => {
  it.each<[string, [atMs: number, Outcome[]][], boolean]>([
    ['a few', [[0, row([dead, 3])]], false],
    ['as many as it takes, one by one', [0, 1, 2, 3].map((at) => [at, [dead]]), true],
    ['as many in one request', [[0, row([dead, 4])]], true],
    ['among many that were taken', [[0, row([taken, 2], [dead, 5])]], false],
    ['just the share', [[0, row([taken, 1], [dead, 4])]], true],
    ['with the instant of their death', [[0, row([deadSince, 9])]], false],
    ['beside a vendor that is busy', [[0, row([busy, 50], [dead, 4])]], true],
    [
      'too long ago',
      [
        [0, row([dead, 3])],
        [60_000, [dead]],
      ],
      false,
    ],
    [
      'doubted until one is taken',
      [
        [0, row([dead, 4])],
        [90_000, [busy]],
      ],
      true,
    ],
    [
      'one is taken',
      [
        [0, row([dead, 4])],
        [1, [taken]],
      ],
      false,
    ],
  ])('%s', (_, heard, expected) => {
    const watch = new DeathWatch(options)
    const verdicts = heard.map(([atMs, outcomes]) => watch.hear(outcomes, atMs))
    expect(verdicts.at(-1)?.isDoubtful).toBe(expected)
  })

  it('tells once since when deaths are to be taken back, and forgets with the certificate', () => {
    const watch = new DeathWatch(options)
    watch.hear([dead], 1_000)
    expect(watch.hear(row([dead, 3]), 9_000)).toMatchObject({ newlySinceMs: 1_000, dead: 4, heard: 4 })
    expect(watch.hear([dead], 9_100)).not.toHaveProperty('newlySinceMs')
    watch.forget()
    expect(watch.hear([dead], 9_200)).toEqual({ isDoubtful: false, dead: 1, heard: 1 })
  })

  it('is never doubted below the least number, nor below the share', () => {
    const answers = fc.array(fc.constantFrom(dead, taken, busy, deadSince), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 8 }), (requests) => {
        const watch = new DeathWatch(options)
        let deaths = 0
        for (const outcomes of requests) {
          deaths += outcomes.filter((outcome) => outcome === dead).length
          const verdict = watch.hear(outcomes, 0)
          if (verdict.isDoubtful) expect(deaths).toBeGreaterThanOrEqual(options.deathsToDoubt)
          if (verdict.newlySinceMs !== undefined)
            expect(verdict.dead).toBeGreaterThanOrEqual(options.deathShareToDoubt * verdict.heard)
        }
      }),
    )
  })
})
