import { describe, expect, it } from 'vitest'

import { ManualClock } from '../testing/manual-clock.ts'
import { Heartbeat } from './heartbeat.ts'

const setUp = (intervalMs = 60_000) => {
  const clock = new ManualClock()
  const done: string[] = []
  const startMs = clock.now()
  const note = (what: string) => void done.push(`${what} ${clock.now() - startMs}`)
  const heartbeat = new Heartbeat(clock, intervalMs, { ping: () => note('ping'), dead: () => note('dead') })
  return { clock, done, heartbeat }
}

describe('Heartbeat', () => {
  it('pings after the interval, and finds silence dead 10 s later', () => {
    const { clock, done } = setUp()
    clock.advance(59_999)
    expect(done).toEqual([])
    clock.advance(30_000)
    expect(done).toEqual(['ping 60000', 'dead 70000'])
  })

  it('goes on as long as anything comes back', () => {
    const { clock, done, heartbeat } = setUp()
    for (let round = 0; round < 3; round += 1) {
      clock.advance(60_000)
      heartbeat.received()
    }
    expect(done).toEqual(['ping 60000', 'ping 120000', 'ping 180000'])
  })

  it('does not ping while something else is sent', () => {
    const { clock, done, heartbeat } = setUp()
    for (let round = 0; round < 10; round += 1) {
      clock.advance(30_000)
      heartbeat.sent(false)
    }
    expect(done).toEqual([])
  })

  it('asks early when an answer is overdue, so that a dead connection is found in seconds', () => {
    const { clock, done, heartbeat } = setUp()
    clock.advance(1000)
    heartbeat.sent(true)
    clock.advance(500)
    heartbeat.sent(true)
    clock.advance(20_000)
    expect(done).toEqual(['ping 4000', 'dead 14000'])
  })

  it('takes any frame for a sign of life', () => {
    const { clock, done, heartbeat } = setUp()
    heartbeat.sent(true)
    heartbeat.received()
    clock.advance(59_000)
    expect(done).toEqual([])
  })

  it('probes with a limit of its own', () => {
    const { clock, done, heartbeat } = setUp()
    clock.advance(100)
    heartbeat.probe(3000)
    clock.advance(10_000)
    expect(done).toEqual(['ping 100', 'dead 3100'])
  })

  it('does nothing after stop', () => {
    const { clock, done, heartbeat } = setUp()
    heartbeat.stop()
    clock.advance(1_000_000)
    expect(done).toEqual([])
    expect(clock.pending).toBe(0)
  })
})
