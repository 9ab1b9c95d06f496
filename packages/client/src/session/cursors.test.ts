import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Cursors } from './cursors.ts'

const accepted = (cursors: Cursors, seqs: readonly number[]): number[] =>
  seqs.filter((seq) => cursors.accept('c2c_bob', seq))

describe('Cursors', () => {
  it.each<[string, number[], number[], number]>([
    ['in order', [1, 2, 3], [1, 2, 3], 3],
    ['copies', [1, 1, 2, 1, 2], [1, 2], 2],
    ['starting anywhere', [7, 8], [7, 8], 8],
    ['older than the start', [7, 6, 5], [7], 7],
    ['a gap: resume before it', [1, 5], [1, 5], 1],
    ['a gap filled late', [1, 4, 2, 3, 2], [1, 4, 2, 3], 4],
  ])('%s: %j → %j, resumes at %i', (_, seqs, expected, resume) => {
    const cursors = new Cursors()
    expect(accepted(cursors, seqs)).toEqual(expected)
    expect(cursors.resume()).toEqual({ c2c_bob: resume })
  })

  it('does not take a message for a copy because a later one was sent from here', () => {
    const cursors = new Cursors()
    cursors.accept('c2c_bob', 4)
    cursors.own('c2c_bob', 6)
    expect(cursors.resume()).toEqual({ c2c_bob: 4 })
    expect(cursors.accept('c2c_bob', 5)).toBe(true)
    expect(cursors.resume()).toEqual({ c2c_bob: 6 })
  })

  it('does not wait for what was sent from here', () => {
    const cursors = new Cursors()
    cursors.accept('c2c_bob', 4)
    cursors.own('c2c_bob', 5)
    expect(cursors.accept('c2c_bob', 6)).toBe(true)
    cursors.own('c2c_bob', 8)
    expect(cursors.accept('c2c_bob', 9)).toBe(true)
    expect(cursors.resume()).toEqual({ c2c_bob: 6 })
    cursors.own('c2c_bob', 7)
    expect(cursors.resume()).toEqual({ c2c_bob: 9 })
  })

  it('learns from a sync that what is missing does not exist', () => {
    const cursors = new Cursors()
    accepted(cursors, [1, 9])
    cursors.synced()
    expect(cursors.resume()).toEqual({ c2c_bob: 9 })
  })

  it('resumes the conversations used last, within what a login holds', () => {
    const cursors = new Cursors()
    for (let index = 0; index < 3000; index += 1) cursors.accept(`c2c_${index}`, 1)
    cursors.accept('c2c_2500', 2)
    const resume = cursors.resume() ?? {}
    expect(Object.keys(resume)).toHaveLength(1000)
    expect(resume).toMatchObject({ c2c_2999: 1, c2c_2500: 2 })
    expect(resume).not.toHaveProperty('c2c_1999')

    const wide = new Cursors()
    for (let index = 0; index < 1000; index += 1) wide.accept(`c2c_${'"'.repeat(28)}${1000 + index}`, 1)
    expect(Buffer.byteLength(JSON.stringify(wide.resume()))).toBeLessThan(41 * 1024)
  })

  it('has nothing to resume at first', () => {
    expect(new Cursors().resume()).toBeUndefined()
  })

  it('accepts each seq above the start once, in any order, with any copies and own sends between', () => {
    const step = fc.record({ seq: fc.integer({ min: 2, max: 60 }), own: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const cursors = new Cursors()
        cursors.accept('c2c_bob', 1)
        const seen = new Set([1])
        // A seq is either mine or the peer's, never both.
        const isOwn = new Map<number, boolean>()
        for (const { seq, own } of steps) {
          if (isOwn.get(seq) === undefined) isOwn.set(seq, own)
          if (isOwn.get(seq) === true) cursors.own('c2c_bob', seq)
          else expect(cursors.accept('c2c_bob', seq)).toBe(!seen.has(seq))
          seen.add(seq)
        }
        let contiguous = 1
        while (seen.has(contiguous + 1)) contiguous += 1
        expect(cursors.resume()).toEqual({ c2c_bob: contiguous })
      }),
    )
  })
})
