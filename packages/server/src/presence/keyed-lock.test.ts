import fc from 'fast-check'
import { expect, it } from 'vitest'

import { KeyedLock } from './keyed-lock.ts'

it('runs work of a key in order, of different keys side by side, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(4), fails: fc.boolean() })),
      async (works) => {
        const lock = new KeyedLock()
        const running = new Map<string, number>()
        const done: Record<string, number[]> = { a: [], b: [], c: [] }
        const runs = works.map(
          async ({ key, turns, fails }, index) =>
            await lock.run(key, async () => {
              running.set(key, (running.get(key) ?? 0) + 1)
              expect(running.get(key)).toBe(1)
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
              running.set(key, 0)
              done[key]?.push(index)
              if (fails) throw new Error(`failed ${index}`)
              return index
            }),
        )
        const results = await Promise.allSettled(runs)
        for (const [index, work] of works.entries())
          expect(results[index]).toMatchObject(
            work.fails ? { status: 'rejected', reason: { message: `failed ${index}` } } : { value: index },
          )
        for (const key of ['a', 'b', 'c'])
          expect(done[key]).toEqual(works.flatMap((work, index) => (work.key === key ? [index] : [])))
      },
    ),
    { numRuns: 50 },
  )
})

it('lets another key pass one that hangs', async () => {
  const lock = new KeyedLock()
  void lock.run('slow', async () => await new Promise(() => undefined))
  expect(await lock.run('quick', async () => await Promise.resolve('done'))).toBe('done')
})
