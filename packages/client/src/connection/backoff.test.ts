import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backoffMs } from './backoff.ts'

describe('backoffMs', () => {
  it.each([
    [0, 500],
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [6, 30_000],
    [1_000_000, 30_000],
  ])('after %i failures spans 0 to %i ms', (failures, mostMs) => {
    expect(backoffMs(failures, () => 0)).toBe(0)
    expect(backoffMs(failures, () => 0.999_999)).toBe(mostMs - 1)
  })

  it('is a whole number within its bounds, whatever the random numbers are', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          const waitMs = backoffMs(failures, () => random)
          expect(Number.isInteger(waitMs)).toBe(true)
          expect(waitMs).toBeGreaterThanOrEqual(0)
          expect(waitMs).toBeLessThan(Math.min(30_000, 500 * 2 ** failures))
        },
      ),
    )
  })
})
