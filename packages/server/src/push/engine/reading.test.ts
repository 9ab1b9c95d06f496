import { beforeEach, expect, it } from 'vitest'

import { placeOf } from '../../message-id.ts'
import type { Bench } from '../testing/bench.ts'
import { testSettings } from '../testing/plan-input.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, retry } from '../testing/vendor.ts'

const world = usePushWorld()

beforeEach(async () => {
  await world.phone('phone')
})

const read = ({ engine }: Bench, msgID: string, userID = 'bob'): void => {
  const { conversationID = 0, seq = 0 } = placeOf(msgID) ?? {}
  engine.read({ sdkAppID: 1, userID }, [{ conversationID, afterSeq: 0, readSeq: seq }])
}

it('what waits for its vendor is cancelled at once', async () => {
  world.vendor.answer = () => retry('HTTP 503', 3_000)
  const bench = world.start()
  const [first, second] = [await bench.send(), await bench.send()]
  for (const msgID of [first, second])
    await until('the wait', async () => (await bench.entries(msgID)).at(-1) === 'waiting vendor-busy')
  read(bench, first, 'eve')
  read(bench, first)
  expect(await bench.outcome(first)).toEqual(['phone suppressed read-elsewhere'])
  // What came after the place that was read still rings.
  world.vendor.answer = () => accepted
  bench.clock.advance(5_000)
  expect(await bench.outcome(second)).toEqual(['phone accepted vendor-accepted'])
})

it('what is held is cancelled at once', async () => {
  world.tenants.settings = { ...testSettings, push: { ...testSettings.push, gatherWindowsMs: [3_000] } }
  const bench = world.start()
  await bench.outcome(await bench.send())
  const held = await bench.send()
  await until('the wait', async () => (await bench.entries(held)).at(-1) === 'waiting gathering')
  read(bench, held)
  expect(await bench.outcome(held)).toEqual(['phone suppressed read-elsewhere'])
})

it('what stands in a lane is not sent', async () => {
  let answer: () => void = () => undefined
  world.vendor.answer = async () => {
    await new Promise<void>((resolve) => {
      answer = resolve
    })
    return accepted
  }
  const limits = { tokensPerRequest: 1, requestsInFlight: 1, notificationsPerSecond: 1_000 }
  const bench = world.start({}, {}, limits)
  const first = await bench.send()
  await until('the request', () => world.vendor.requests.length === 1)
  const second = await bench.send()
  await until('the queue', async () => (await bench.entries(second)).at(-1) === 'queued queued')
  read(bench, second)
  answer()
  // What is on its way has its answer.
  expect(await bench.outcome(first)).toEqual(['phone accepted vendor-accepted'])
  expect(await bench.outcome(second)).toEqual(['phone suppressed read-elsewhere'])
  expect(world.vendor.requests).toHaveLength(1)
})
