import { expect, it } from 'vitest'

import { maxStreamID } from './frames.ts'
import { StreamNumbers } from './stream-numbers.ts'

it('are odd and used once', () => {
  const numbers = new StreamNumbers()
  expect([numbers.take(), numbers.take(), numbers.take()]).toEqual([1, 3, 5])
  expect([0, 1, 2, 5, 7].map((id) => numbers.isTaken(id))).toEqual([false, true, false, true, false])
})

it('run out with room for what is reserved, and say so long before', () => {
  const numbers = new StreamNumbers(maxStreamID - 2002)
  expect(numbers.isNearlyUsedUp).toBe(true)
  expect(numbers.isUsedUp).toBe(false)
  while (!numbers.isUsedUp) numbers.take()
  for (let reserved = 0; reserved < 999; reserved += 1)
    expect(numbers.take()).toBeLessThanOrEqual(maxStreamID)
  expect(new StreamNumbers().isNearlyUsedUp).toBe(false)
})
