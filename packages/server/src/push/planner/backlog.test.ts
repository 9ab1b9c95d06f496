import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sentAtMs, testInput, testMessage, testSettings, testStanding } from '../testing/plan-input.ts'
import { plan } from './plan.ts'
import type { BacklogPlace, PlanInput } from './types.ts'

const DAY_MS = 86_400_000

const decide = (place: BacklogPlace | undefined, change: Partial<PlanInput> = {}) => {
  const backlogs = place === undefined ? {} : { backlogs: new Map([['phone', place]]) }
  const [decision] = plan(testInput({ nowMs: sentAtMs + DAY_MS, ...backlogs, ...change }))
  if (decision === undefined) throw new Error('nothing was decided')
  return decision
}
const shortly = (...given: Parameters<typeof decide>): string => {
  const { kind, reason } = decide(...given)
  return `${kind} ${reason}`
}
const call = testMessage({ offlinePushInfo: { iOSPushType: 1 } })
const gathering: BacklogPlace = { kind: 'gathering', untilMs: sentAtMs + 2 * DAY_MS }

describe('a message that is late for a device', () => {
  it.each<[string, BacklogPlace, Partial<PlanInput>, string]>([
    ['waits for what else is late', gathering, {}, 'hold late'],
    ['waits, a call too', gathering, { message: call }, 'hold late'],
    ['is counted by another one', { kind: 'folded' }, {}, 'suppress folded'],
    ['rings for all', { kind: 'last', count: 3 }, {}, 'push device-offline'],
    [
      'is muted all the same',
      { kind: 'last', count: 3 },
      { standing: testStanding({ receiveOption: 2 }) },
      'suppress muted',
    ],
  ])('%s', (_, place, change, expected) => {
    expect(shortly(place, change)).toBe(expected)
  })

  it('waits until the others have had their time', () => {
    expect(decide(gathering)).toMatchObject({ untilMs: gathering.untilMs })
  })

  it.each<[string, BacklogPlace | undefined, string, number]>([
    ['in time', undefined, 'hello', DAY_MS],
    ['alone', { kind: 'last', count: 1 }, 'hello', 2 * DAY_MS],
    ['for two', { kind: 'last', count: 2 }, '2 new messages', 2 * DAY_MS],
    ['for many', { kind: 'last', count: 12 }, '12 new messages', 2 * DAY_MS],
  ])('%s: what it shows, and for how long it is of use', (_, place, body, forMs) => {
    expect(decide(place)).toMatchObject({ notification: { body, deadlineMs: sentAtMs + forMs } })
  })

  it('counts although the app hides texts: a number tells nothing', () => {
    const settings = { ...testSettings, push: { ...testSettings.push, hideText: true } }
    const body = '3 new messages'
    expect(decide({ kind: 'last', count: 3 }, { settings })).toMatchObject({ notification: { body } })
  })

  it('is late for that device alone', () => {
    const places = fc.constantFrom<BacklogPlace>(gathering, { kind: 'folded' }, { kind: 'last', count: 2 })
    fc.assert(
      fc.property(places, (place) => {
        const backlogs = new Map([['tablet', place]])
        expect(decide(undefined, { backlogs })).toEqual(decide(undefined))
      }),
    )
  })
})
