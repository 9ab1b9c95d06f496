import { beforeEach, describe, expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { testSettings } from '../testing/plan-input.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, retry } from '../testing/vendor.ts'
import { Backlog } from './backlog.ts'

const message = (number: number, deviceID = 'phone') => ({
  sdkAppID: 1,
  userID: 'bob',
  deviceID,
  msgID: `m${number}`,
  sentAtMs: number,
})

describe('a backlog', () => {
  it('lets the newest ring for all, whichever is asked first', () => {
    for (const order of [
      [1, 2, 3],
      [3, 1, 2],
    ]) {
      const backlog = new Backlog()
      for (const number of [1, 2, 3]) backlog.add(message(number), 0)
      const places = new Map<number, unknown>()
      for (const number of order) {
        const place = backlog.placeOf(message(number), 0)
        places.set(number, place)
        if (place?.kind === 'folded') backlog.folded(message(number))
      }
      expect([places.get(1), places.get(2), places.get(3)]).toEqual([
        { kind: 'folded' },
        { kind: 'folded' },
        { kind: 'last', count: 3 },
      ])
    }
  })

  it('waits for those that may join, and hands the count on to a newer one', () => {
    const backlog = new Backlog()
    backlog.add(message(1), 100)
    expect(backlog.placeOf(message(1), 50)).toEqual({ kind: 'gathering', untilMs: 100 })
    expect(backlog.placeOf(message(1), 100)).toEqual({ kind: 'last', count: 1 })
    backlog.add(message(2), 200)
    expect(backlog.placeOf(message(1), 150)).toEqual({ kind: 'folded' })
    backlog.folded(message(1))
    expect(backlog.placeOf(message(2), 200)).toEqual({ kind: 'last', count: 2 })
  })

  it('does not ring for what is older than what rang', () => {
    const backlog = new Backlog()
    backlog.add(message(1), 0)
    backlog.ended(message(5), true)
    expect(backlog.placeOf(message(1), 0)).toEqual({ kind: 'folded' })
    backlog.folded(message(1))
    backlog.add(message(6), 0)
    expect(backlog.placeOf(message(6), 0)).toEqual({ kind: 'last', count: 1 })
  })

  it('knows devices apart, and nothing of what was never added or has ended', () => {
    const backlog = new Backlog()
    backlog.add(message(1), 0)
    backlog.add(message(2, 'tablet'), 0)
    expect(backlog.placeOf(message(1), 0)).toEqual({ kind: 'last', count: 1 })
    expect(backlog.placeOf(message(9), 0)).toBeUndefined()
    backlog.ended(message(1), false)
    backlog.ended(message(2, 'tablet'), false)
    expect(backlog.isEmpty).toBe(true)
  })
})

describe('pushes whose deadline passes', () => {
  const world = usePushWorld()

  beforeEach(async () => {
    world.tenants.settings = { ...testSettings, push: { ...testSettings.push, deadlineMs: 60_000 } }
    await world.phone('phone')
    world.vendor.answer = () => retry('HTTP 503')
  })

  const lanes = { failuresToShut: 1, shutBaseMs: 5_000, shutMaxMs: 5_000, backoffBaseMs: 1 }

  /** Moves on until something holds. */
  const advancing = async ({ clock }: Bench, what: string, holds: () => Promise<boolean>): Promise<void> => {
    await until(what, async () => {
      if (await holds()) return true
      clock.advance(1_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      return false
    })
  }
  const waiting = async ({ engine }: Bench, msgIDs: readonly string[]): Promise<string[]> =>
    await Promise.all(msgIDs.map(async (msgID) => (await engine.story(msgID))?.devices[0]?.reason ?? ''))

  it('become one notification when the vendor works again', async () => {
    const bench = world.start({ lanes, parkAfterMs: 600_000 })
    const old = [await bench.send(), await bench.send(), await bench.send()]
    await until('the wait', async () => (await waiting(bench, old)).every((reason) => reason !== 'queued'))
    await advancing(
      bench,
      'two are folded',
      async () => (await waiting(bench, old)).filter((reason) => reason === 'folded').length === 2,
    )
    const before = world.vendor.requests.length
    world.vendor.answer = () => accepted
    await advancing(bench, 'the end', async () => (await waiting(bench, old)).includes('vendor-accepted'))
    expect(await waiting(bench, old)).toEqual(['folded', 'folded', 'vendor-accepted'])
    expect(world.vendor.requests.slice(before).map(({ body }) => body)).toEqual(['3 new messages'])
  })

  it('do not ring when something newer has rung meanwhile', async () => {
    const bench = world.start({ lanes, parkAfterMs: 600_000 })
    const old = [await bench.send()]
    await until('the wait', async () => !(await waiting(bench, old)).includes('queued'))
    const nowMs = bench.clock.now()
    await advancing(bench, 'it is late', async () => bench.clock.now() > nowMs + 70_000)
    world.vendor.answer = () => accepted
    const before = world.vendor.requests.length
    const fresh = await bench.send()
    await advancing(bench, 'the end', async () =>
      (await waiting(bench, [...old, fresh])).every((reason) =>
        ['folded', 'vendor-accepted'].includes(reason),
      ),
    )
    const bodies = world.vendor.requests.slice(before).map(({ body }) => body)
    expect(bodies).toContain('hello')
    expect(bodies.length).toBeLessThanOrEqual(2)
  })
})
