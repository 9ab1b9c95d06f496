import { beforeEach, describe, expect, it } from 'vitest'

import { placeOf } from '../../message-id.ts'
import type { AppSettings } from '../../tenants/types.ts'
import { testSettings } from '../testing/plan-input.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'

const world = usePushWorld()

const setPush = (push: Partial<AppSettings['push']>): void => {
  world.tenants.settings = { ...testSettings, push: { ...testSettings.push, ...push } }
}
const markRead = async (msgID: string): Promise<void> => {
  const { conversationID, seq } = placeOf(msgID) ?? { conversationID: 0, seq: 0 }
  await world.store.query(
    {
      name: 'test.read',
      text: `insert into conversation_members (sdk_app_id, user_id, conversation_id, peer_user_id, read_seq)
        values (1, 'bob', $1, 'ann', $2)`,
    },
    [conversationID, seq],
  )
}

describe('a push that waits while another device is in front', () => {
  beforeEach(async () => {
    setPush({ holdWhileActiveMs: 3_000 })
    await world.phone('phone')
    await world.phone('tablet', { platform: 'ipad' })
  })

  it('is not sent when the message is read there', async () => {
    const { send, outcome, connections, clock, entries } = world.start()
    connections.connect('tablet')
    const msgID = await send()
    await until('the hold', async () => (await entries(msgID)).includes('waiting held-while-active'))
    connections.acknowledge(msgID, 'tablet')
    await markRead(msgID)
    clock.advance(3_000)
    expect(await outcome(msgID)).toEqual([
      'phone suppressed read-elsewhere',
      'tablet acknowledged acknowledged',
    ])
    expect(world.vendor.requests).toEqual([])
  })

  it('is sent when it is not', async () => {
    const { send, outcome, connections, clock, entries } = world.start()
    connections.connect('tablet')
    const msgID = await send()
    await until('the hold', async () => (await entries(msgID)).includes('waiting held-while-active'))
    connections.acknowledge(msgID, 'tablet')
    clock.advance(3_000)
    expect(await outcome(msgID)).toEqual([
      'phone accepted vendor-accepted',
      'tablet acknowledged acknowledged',
    ])
    expect(world.vendor.requests).toHaveLength(1)
  })

  it('is sent once although the server is killed while it waits', async () => {
    const first = world.start()
    first.connections.connect('tablet')
    const msgID = await first.send()
    await until('the hold', async () => (await first.entries(msgID)).includes('waiting held-while-active'))
    first.connections.acknowledge(msgID, 'tablet')
    await until('the acknowledgement', async () =>
      (await first.entries(msgID, 'tablet')).includes('acknowledged acknowledged'),
    )
    world.kill(first)
    const second = world.start({ takesOverLeasesOf: 'test/' })
    expect(await second.outcome(msgID)).toEqual([
      'phone accepted vendor-accepted',
      'tablet acknowledged acknowledged',
    ])
    expect(world.vendor.requests).toHaveLength(1)
  })
})

describe('a burst of one conversation', () => {
  it('rings at once, and then once for the rest', async () => {
    setPush({ gatherWindowsMs: [2_000, 4_000] })
    await world.phone('phone')
    const { send, outcome, clock, entries } = world.start()
    const first = await send()
    expect(await outcome(first)).toEqual(['phone accepted vendor-accepted'])
    const rest = [await send(), await send(), await send()]
    for (const msgID of rest)
      await until('the hold', async () => (await entries(msgID)).includes('waiting gathering'))
    clock.advance(2_000)
    const outcomes = await Promise.all(rest.map(async (msgID) => await outcome(msgID)))
    expect(outcomes).toEqual([
      ['phone suppressed gathered'],
      ['phone suppressed gathered'],
      ['phone accepted vendor-accepted'],
    ])
    expect(world.vendor.requests.map(({ body }) => body)).toEqual(['hello', '3 new messages'])
  })

  it('lets a mention through', async () => {
    setPush({ gatherWindowsMs: [2_000] })
    await world.phone('phone')
    const { send, outcome } = world.start()
    await outcome(await send())
    expect(await outcome(await send({ atUserIDs: ['bob'] }))).toEqual(['phone accepted vendor-accepted'])
    expect(world.vendor.requests).toHaveLength(2)
  })
})
