import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ManualClock } from '../testing/manual-clock.ts'
import { Acknowledger } from './acknowledger.ts'

const setUp = () => {
  const clock = new ManualClock()
  const sent: number[] = []
  return { clock, sent, acknowledger: new Acknowledger(clock, (eventID) => void sent.push(eventID)) }
}

describe('Acknowledger', () => {
  it('acknowledges the first event at once and those of the next 20 ms together', () => {
    const { clock, sent, acknowledger } = setUp()
    acknowledger.delivered(1)
    expect(sent).toEqual([1])
    acknowledger.delivered(2)
    acknowledger.delivered(3)
    clock.advance(19)
    expect(sent).toEqual([1])
    clock.advance(1)
    expect(sent).toEqual([1, 3])
    clock.advance(1000)
    acknowledger.delivered(4)
    expect(sent).toEqual([1, 3, 4])
  })

  it('does not let more than 32 wait', () => {
    const { sent, acknowledger } = setUp()
    for (let eventID = 1; eventID <= 70; eventID += 1) acknowledger.delivered(eventID)
    expect(sent).toEqual([1, 33, 65])
  })

  it('says nothing after stop', () => {
    const { clock, sent, acknowledger } = setUp()
    acknowledger.delivered(1)
    acknowledger.delivered(2)
    acknowledger.stop()
    clock.advance(1000)
    expect(sent).toEqual([1])
    expect(clock.pending).toBe(0)
  })

  it('only ever goes up, never ahead of what was delivered, and ends at the last', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (pausesMs) => {
        const { clock, sent, acknowledger } = setUp()
        pausesMs.forEach((pauseMs, index) => {
          acknowledger.delivered(index + 1)
          expect(sent.at(-1)).toBeLessThanOrEqual(index + 1)
          expect(index + 1 - (sent.at(-1) ?? 0)).toBeLessThan(32)
          clock.advance(pauseMs)
        })
        clock.advance(20)
        expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b))
        expect(sent.at(-1) ?? 0).toBe(pausesMs.length)
      }),
    )
  })
})
