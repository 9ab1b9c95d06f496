import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { Outbox } from './outbox.ts'

it('what is handed over stays as it was until it has left, however late that is', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 30_000 }) }) },
    { weight: 2, arbitrary: fc.constantFrom('flush', 'leave', 'block', 'unblock') },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const waiting: { batch: readonly Buffer[]; written: () => void }[] = []
      const left: Buffer[] = []
      const leave = (): void => {
        const first = waiting.shift()
        if (first === undefined) return
        left.push(...first.batch.map((part) => Buffer.from(part)))
        first.written()
      }
      const outbox = new Outbox((batch, written) => void waiting.push({ batch, written }))
      const added: Buffer[] = []
      for (const [index, each] of steps.entries()) {
        if (each === 'flush') outbox.flush()
        else if (each === 'leave') leave()
        else if (each === 'block') outbox.block()
        else if (each === 'unblock') outbox.unblock()
        else {
          const bytes = Buffer.alloc(each.add, index + 1)
          added.push(bytes)
          outbox.addBytes(bytes)
        }
      }
      outbox.unblock()
      while (waiting.length > 0) leave()
      expect(Buffer.concat(left).equals(Buffer.concat(added))).toBe(true)
    }),
  )
})
