import fc from 'fast-check'
import { expect, it } from 'vitest'

import { TokenBucket } from './token-bucket.ts'

const taken = (bucket: TokenBucket, nowMs: number, tries: number, cost = 1): number =>
  Array.from({ length: tries }, () => bucket.take(nowMs, cost)).filter(Boolean).length

it('lets a burst through, then what the rate gives', () => {
  const bucket = new TokenBucket({ perSecond: 50, burst: 200 }, 0)
  expect(taken(bucket, 0, 300)).toBe(200)
  expect(taken(bucket, 19, 10)).toBe(0)
  expect(taken(bucket, 20, 10)).toBe(1)
  expect(taken(bucket, 1020, 100)).toBe(50)
  expect(taken(bucket, 1_000_000, 300)).toBe(200)
})

it('takes shares', () => {
  expect(taken(new TokenBucket({ perSecond: 1, burst: 1 }, 0), 0, 100, 0.125)).toBe(8)
})

it('gives nothing for a clock that goes back', () => {
  const bucket = new TokenBucket({ perSecond: 1000, burst: 5 }, 10_000)
  expect(taken(bucket, 10_000, 9)).toBe(5)
  expect(taken(bucket, 0, 9)).toBe(0)
})

it('never lets more through than burst and rate allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 100 }),
      (perSecond, burst, pausesMs) => {
        const bucket = new TokenBucket({ perSecond, burst }, 0)
        let nowMs = 0
        let through = 0
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs
          if (bucket.take(nowMs)) through += 1
        }
        expect(through).toBeLessThanOrEqual(burst + (nowMs * perSecond) / 1000 + 1e-6)
      },
    ),
  )
})
