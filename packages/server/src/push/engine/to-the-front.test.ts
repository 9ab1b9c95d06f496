import { beforeEach, expect, it } from 'vitest'

import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, retry } from '../testing/vendor.ts'

const world = usePushWorld()

beforeEach(async () => {
  await world.phone('phone')
  world.vendor.answer = () => retry('HTTP 503', 60_000)
})

it('a push to the background ends with the acknowledgement once the app is in front', async () => {
  const { send, connections, clock, entries, outcome } = world.start({ parkAfterMs: 120_000 })
  connections.connect('phone', { background: true })
  const msgID = await send()
  await until('the wait', async () => (await entries(msgID)).at(-1) === 'waiting vendor-busy')
  connections.connect('phone')
  clock.advance(62_000)
  await until('the live copy', async () => (await entries(msgID)).at(-1) === 'decided device-foreground')
  connections.acknowledge(msgID, 'phone')
  expect(await outcome(msgID)).toEqual(['phone acknowledged acknowledged'])
})

it('the same after a crash, the copy acknowledged meanwhile', async () => {
  const first = world.start({ parkAfterMs: 120_000 })
  first.connections.connect('phone', { background: true })
  const msgID = await first.send()
  await until('the wait', async () => (await first.entries(msgID)).at(-1) === 'waiting vendor-busy')
  world.kill(first)
  await seed.cursor(world.store, 'phone', await seed.conversation(world.store), 1_000_000)
  await world.store.query({
    name: 'test.expire',
    text: 'update outbox set lease_until = now(), due_at = now()',
  })
  world.vendor.answer = () => accepted
  const second = world.start()
  second.connections.connect('phone')
  expect(await second.outcome(msgID)).toEqual(['phone acknowledged acknowledged'])
  expect(world.vendor.requests).toHaveLength(1)
})
