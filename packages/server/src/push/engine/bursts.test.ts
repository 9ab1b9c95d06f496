import { describe, expect, it } from 'vitest'

import { Bursts } from './bursts.ts'

const windowsMs = [10, 100]
const message = (seq: number) => ({ sdkAppID: 1, deviceID: 'phone', conversationID: 7, seq })

/** Decides a message as the planner would. */
const decide = (bursts: Bursts, seq: number, nowMs: number): string => {
  const place = bursts.placeOf(message(seq), nowMs)
  const kind = place?.kind === 'held' ? 'hold' : place?.kind === 'folded' ? 'folded' : 'push'
  bursts.decided(message(seq), kind, windowsMs, nowMs)
  if (place?.kind === 'last') return `last of ${place.count}`
  if (place?.kind === 'held') return `held until ${place.untilMs}`
  return place?.kind ?? 'alone'
}

describe('a burst', () => {
  it('rings at once, then once a window, with windows that widen', () => {
    const bursts = new Bursts()
    expect(decide(bursts, 1, 0)).toBe('alone')
    expect(decide(bursts, 2, 1)).toBe('held until 10')
    expect(decide(bursts, 3, 9)).toBe('held until 10')
    expect(decide(bursts, 2, 10)).toBe('folded')
    expect(decide(bursts, 3, 10)).toBe('last of 2')
    expect(decide(bursts, 4, 50)).toBe('held until 110')
    expect(decide(bursts, 4, 110)).toBe('last of 1')
    expect(decide(bursts, 5, 111)).toBe('held until 210')
  })

  it('folds what is decided after the one that counts it', () => {
    const bursts = new Bursts()
    decide(bursts, 1, 0)
    decide(bursts, 2, 1)
    decide(bursts, 3, 1)
    expect(decide(bursts, 3, 10)).toBe('last of 2')
    expect(decide(bursts, 2, 10)).toBe('folded')
  })

  it('counts one that comes as the window ends', () => {
    const bursts = new Bursts()
    decide(bursts, 1, 0)
    decide(bursts, 2, 1)
    expect(decide(bursts, 3, 10)).toBe('last of 2')
    expect(decide(bursts, 2, 10)).toBe('folded')
  })

  it('starts over after a quiet window', () => {
    const bursts = new Bursts()
    decide(bursts, 1, 0)
    expect(decide(bursts, 2, 10)).toBe('alone')
    expect(decide(bursts, 3, 11)).toBe('held until 20')
  })

  it('does not count one that needed no push after all', () => {
    const bursts = new Bursts()
    decide(bursts, 1, 0)
    decide(bursts, 2, 1)
    decide(bursts, 3, 1)
    bursts.decided(message(3), 'other', windowsMs, 10)
    expect(decide(bursts, 2, 10)).toBe('last of 1')
  })

  it('is one of a conversation on a device', () => {
    const bursts = new Bursts()
    decide(bursts, 1, 0)
    expect(bursts.placeOf({ ...message(2), deviceID: 'tablet' }, 1)).toBeUndefined()
    expect(bursts.placeOf({ ...message(2), conversationID: 8 }, 1)).toBeUndefined()
    expect(bursts.placeOf({ ...message(2), sdkAppID: 2 }, 1)).toBeUndefined()
  })
})
