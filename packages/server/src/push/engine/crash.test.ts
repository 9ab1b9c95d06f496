import { describe, expect, it } from 'vitest'

import { testMessage } from '../testing/plan-input.ts'
import { outboxRows, seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, type SeenRequest } from '../testing/vendor.ts'

const world = usePushWorld()

/** Thrown out of an event and never caught by the part that is to die there. */
const never = new Promise<never>(() => undefined)

/** What a phone shows: one notification a collapse key. */
const shown = (requests: readonly SeenRequest[]): number =>
  new Set(requests.flatMap((request) => request.tokens.map((token) => `${token} ${request.collapseKey}`)))
    .size

describe('a node that dies', () => {
  it('before it dispatched: the row is taken when the lease runs out', async () => {
    await world.phone('phone')
    const { clock, outcome, entries } = world.start()
    const record = testMessage({ msgID: 'left', timestampMs: clock.now() })
    await seed.message(world.store, record, { owner: 'dead', untilMs: clock.now() + 15_000 })
    // A row that nobody holds, and that is younger: once it is done, the other was looked at too.
    const free = testMessage({ msgID: 'free', seq: 2, timestampMs: clock.now() })
    await seed.message(world.store, free, { owner: null, untilMs: null })
    await outcome('free')
    expect(world.vendor.requests.map((request) => request.notification.msgID)).toEqual(['free'])
    clock.advance(15_000)
    expect(await outcome('left')).toEqual(['phone accepted vendor-accepted'])
    expect(await entries('left')).toEqual([
      'waiting server-restarted',
      'decided device-offline',
      'queued queued',
      'sent sent',
      'accepted vendor-accepted',
    ])
  })

  it('and starts again: does not wait for its own old leases', async () => {
    await world.phone('phone')
    const record = testMessage({ msgID: 'left', timestampMs: Date.now() })
    await seed.message(world.store, record, { owner: 'test/old', untilMs: Date.now() + 15_000 })
    const { outcome } = world.start({ takesOverLeasesOf: 'test/' })
    expect(await outcome('left')).toEqual(['phone accepted vendor-accepted'])
  })

  it('with the request out: sent again under the same collapse key, shown once', async () => {
    await world.phone('phone')
    world.vendor.answer = async () => await never
    const first = world.start()
    const msgID = await first.send()
    await until('the request', () => world.vendor.requests.length === 1)
    await first.story(msgID)
    // A living one would take the row back as soon as its lease is ended.
    world.kill(first)
    world.vendor.answer = () => accepted
    const second = world.start({ takesOverLeasesOf: 'test/' })
    expect(await second.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect([world.vendor.requests.length, shown(world.vendor.requests)]).toEqual([2, 1])
    expect(world.vendor.requests[1]?.badgeCount).toBe(1)
    expect(await second.entries(msgID)).toEqual([
      'decided device-offline',
      'queued queued',
      'sent sent',
      'waiting outcome-unknown',
      'waiting server-restarted',
      'decided device-offline',
      'queued queued',
      'sent sent',
      'accepted vendor-accepted',
    ])
  })

  it('with the end journaled but the row still there: finished without another push', async () => {
    await world.phone('phone')
    await world.phone('tablet')
    world.vendor.answer = async ({ tokens }) => (tokens[0] === 'token-phone' ? accepted : await never)
    const first = world.start()
    const msgID = await first.send()
    await until('the phone’s end', async () =>
      (await first.story(msgID)).devices.some((device) => device.state === 'accepted'),
    )
    world.kill(first)
    world.vendor.answer = () => accepted
    const second = world.start({ takesOverLeasesOf: 'test/' })
    expect(await second.outcome(msgID)).toEqual([
      'phone accepted vendor-accepted',
      'tablet accepted vendor-accepted',
    ])
    expect(world.vendor.requests.filter((request) => request.tokens[0] === 'token-phone')).toHaveLength(1)
    expect((await second.entries(msgID)).at(-1)).toBe('accepted vendor-accepted')
  })

  it('after the app acknowledged, unjournaled: the cursor tells, and nothing is pushed', async () => {
    await world.phone('phone')
    const record = testMessage({ msgID: 'left', seq: 3, timestampMs: Date.now() })
    const conversationID = await seed.message(world.store, record, {
      owner: 'test/old',
      untilMs: Date.now() + 15_000,
    })
    await seed.cursor(world.store, 'phone', conversationID, 3)
    const { outcome } = world.start({ takesOverLeasesOf: 'test/' })
    expect(await outcome('left')).toEqual(['phone acknowledged acknowledged'])
    expect(world.vendor.requests).toEqual([])
  })

  it('at any of its events: one notification, one end', async () => {
    const events = [
      'planned',
      'vendorRequest',
      'vendorAnswer',
      'journalWritten',
      'deviceFinished',
      'outboxFinished',
    ] as const
    await world.phone('phone')
    for (const name of events) {
      world.vendor.requests.length = 0
      let isDead = false
      const dead = new Promise<void>((resolve) => {
        // From its event on, nothing this node does reaches the database or the vendor any more.
        const node = world.start(
          {},
          {
            [name]: () => {
              if (isDead) return
              isDead = true
              world.kill(node)
              resolve()
            },
          },
        )
        void node.send({ msgID: `dies-at-${name}` })
      })
      await dead
      const next = world.start({ takesOverLeasesOf: 'test/' })
      expect({ name, devices: await next.outcome(`dies-at-${name}`) }).toEqual({
        name,
        devices: ['phone accepted vendor-accepted'],
      })
      expect({ name, shown: shown(world.vendor.requests) }).toEqual({ name, shown: 1 })
      await next.engine.stop(1_000)
    }
  })
})

describe('stopping', () => {
  it('waits for what is in flight and leaves nothing open', async () => {
    await world.phone('phone')
    let answer: () => void = () => undefined
    world.vendor.answer = async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return accepted
    }
    const { engine, send } = world.start()
    await send()
    await until('the request', () => world.vendor.requests.length === 1)
    const stopped = engine.stop(5_000)
    answer()
    await stopped
    await engine.stop(0)
    expect(await outboxRows(world.store)).toEqual([])
  })

  it('lets go of what waits, so that the next start takes it up at once', async () => {
    await world.phone('phone')
    const first = world.start()
    first.connections.connect('phone')
    const msgID = await first.send()
    await until('the decision', async () => (await first.entries(msgID)).length === 1)
    await first.engine.stop(1_000)
    const second = world.start()
    expect(await second.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect((await second.entries(msgID)).slice(0, 3)).toEqual([
      'decided device-foreground',
      'waiting server-restarted',
      'decided device-offline',
    ])
  })
})

describe('more than fits', () => {
  it('stays in the outbox until there is room', async () => {
    await world.phone('phone')
    const { send, outcome } = world.start({ openMessages: 4, claimBelow: 4, rowsPerClaim: 2 })
    const msgIDs = await Promise.all(Array.from({ length: 30 }, async () => await send()))
    for (const msgID of msgIDs) expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(world.vendor.requests).toHaveLength(30)
  })

  it('for one lane waits in the outbox, and each is pushed once', async () => {
    await world.phone('phone')
    const { send, outcome, clock, happened } = world.start({
      lanes: { queuedPushes: 2, staleAfterMs: 60_000 },
      parkAfterMs: 100,
    })
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    world.vendor.answer = async () => {
      await opened
      return accepted
    }
    const limitsInFlight = 100
    const msgIDs = await Promise.all(Array.from({ length: limitsInFlight + 20 }, async () => await send()))
    open()
    clock.advance(500)
    for (const msgID of msgIDs) expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(world.vendor.requests).toHaveLength(limitsInFlight + 20)
    expect(happened.filter((name) => name.startsWith('fault'))).toEqual([])
  })

  it('keeps its lease while it works, and loses it to another node only by dying', async () => {
    await world.phone('phone')
    let answer: () => void = () => undefined
    world.vendor.answer = async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return accepted
    }
    const first = world.start({ pollMs: 3_600_000 })
    const second = world.start()
    const msgID = await first.send()
    await until('the request', () => world.vendor.requests.length === 1)
    const [before] = await outboxRows(world.store)
    for (const { clock } of [first, second]) clock.advance(10_000)
    await until(
      'the renewal',
      async () => (await outboxRows(world.store))[0]?.leaseUntilMs !== before?.leaseUntilMs,
    )
    for (const { clock } of [first, second]) clock.advance(10_000)
    const free = testMessage({ msgID: 'free', seq: 99_999, receiver: 'ann' })
    await seed.message(world.store, free, { owner: null, untilMs: null })
    await until('a look by the other', async () => (await outboxRows(world.store)).length === 1)
    answer()
    expect(await first.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(second.happened).not.toContain('vendorRequest')
    expect(world.vendor.requests).toHaveLength(1)
  })
})
