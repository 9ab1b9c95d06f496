import { beforeEach, describe, expect, it } from 'vitest'

import { placeOf } from '../../message-id.ts'
import type { Bench } from '../testing/bench.ts'
import { testSettings } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused, retry, tokenDead } from '../testing/vendor.ts'
import { clearToken } from '../tokens.ts'

const world = usePushWorld()

beforeEach(() => {
  world.tenants.settings = { ...testSettings, push: { ...testSettings.push, clearWhenRead: true } }
})

/** Bob reads up to a message, on the tablet unless said otherwise. */
const read = ({ engine }: Bench, msgID: string, deviceID = 'tablet', afterSeq = 0): void => {
  const { conversationID = 0, seq = 0 } = placeOf(msgID) ?? {}
  engine.read({ sdkAppID: 1, userID: 'bob' }, [{ conversationID, afterSeq, readSeq: seq }], deviceID)
}

const sent = async (bench: Bench): Promise<string> => {
  const msgID = await bench.send()
  await bench.outcome(msgID)
  return msgID
}

const endOf = async (bench: Bench, msgID: string, deviceID = 'phone'): Promise<string> =>
  await until(`the end of the notification of ${msgID}`, async () =>
    (await bench.entries(msgID, deviceID)).find((entry) => /^(un)?cleared /.test(entry)),
  )

const shownIn = (index: number): readonly string[] =>
  world.vendor.clears[index]?.order.shown.map(({ msgID }) => msgID) ?? []

describe('what was read on another device', () => {
  it('goes from the others, with one request a device, and the badge follows', async () => {
    await world.phone('phone')
    await world.phone('tablet')
    await world.phone('watch')
    const bench = world.start()
    const msgIDs = [await sent(bench), await sent(bench)]
    const last = await sent(bench)
    await world.store.query({
      name: 'test.badge',
      text: `update devices set reported_unread_count = 4, pushes_since_report = 0`,
    })
    read(bench, msgIDs[1] ?? '')
    for (const device of ['phone', 'watch'])
      for (const msgID of msgIDs) expect(await endOf(bench, msgID, device)).toBe('cleared clear-told')
    expect(world.vendor.clears.flatMap(({ tokens }) => tokens).toSorted()).toEqual([
      'token-phone',
      'token-watch',
    ])
    expect(world.vendor.clears[0]?.order).toMatchObject({
      shown: msgIDs.map((msgID, index) => ({
        msgID,
        collapseKey: world.vendor.requests[3 * index]?.collapseKey,
      })),
      badgeCount: 4,
    })
    const [phone] = (await bench.story(last)).devices
    expect(phone?.entries.at(-1)?.stage).toBe('accepted')
    // Its state is what became of the push; what was read is not lost.
    expect((await bench.story(msgIDs[0] ?? '')).devices[0]).toMatchObject({ state: 'accepted' })
    // Read again: nothing is left to take away.
    read(bench, msgIDs[1] ?? '')
    read(bench, last)
    await endOf(bench, last)
    expect(world.vendor.clears.map((_, index) => shownIn(index).length)).toEqual([2, 2, 1, 1])
  })

  it.each([
    ['withdrawn', { how: 'withdrawn', outcome: accepted }, 'cleared cleared'],
    ['refused', { how: 'told', outcome: refused('payload') }, 'uncleared clear-failed'],
    [
      'not clearable',
      { how: 'told', outcome: refused('payload', 'NOT_CLEARABLE') },
      'uncleared clear-unsupported',
    ],
    ['dead', { how: 'told', outcome: tokenDead() }, 'uncleared clear-unaddressed'],
  ] as const)('%s', async (_, answer, end) => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await sent(bench)
    world.vendor.clearAnswer = () => answer
    read(bench, msgID)
    expect(await endOf(bench, msgID)).toBe(end)
    expect(world.vendor.clears).toHaveLength(1)
  })

  it('stays unless the app asks for it', async () => {
    world.tenants.settings = testSettings
    await world.phone('phone')
    const bench = world.start()
    const msgID = await sent(bench)
    read(bench, msgID)
    await bench.engine.stop(1_000)
    expect(await bench.entries(msgID)).not.toContainEqual(expect.stringMatching(/cleared/))
    expect(world.vendor.clears).toEqual([])
  })

  it('stays where the vendor takes nothing away, and where the phone can be addressed no more', async () => {
    const oppo = await seed.certificate(world.store, 'oppo')
    world.tenants.addCertificate(oppo, 'oppo')
    await world.phone('phone', { certificateID: oppo })
    await world.phone('left')
    const bench = world.start()
    const msgID = await sent(bench)
    await clearToken(world.store, { sdkAppID: 1, deviceID: 'left', userID: 'bob', nowMs: Date.now() })
    read(bench, msgID)
    expect(await endOf(bench, msgID)).toBe('uncleared clear-unsupported')
    expect(await endOf(bench, msgID, 'left')).toBe('uncleared clear-unaddressed')
    expect(world.vendor.clears).toEqual([])
  })

  it('is left alone where it was tapped', async () => {
    await world.phone('phone')
    const bench = world.start()
    const [tapped, other] = [await sent(bench), await sent(bench)]
    const reporter = { sdkAppID: 1, userID: 'bob', deviceID: 'phone' }
    await bench.engine.takeReports(reporter, [{ msgID: tapped, what: 'tapped' }])
    read(bench, other)
    await endOf(bench, other)
    expect(shownIn(0)).toEqual([other])
  })

  it('is asked for once at a time: what is read meanwhile goes afterwards', async () => {
    await world.phone('phone')
    await world.phone('tablet')
    const bench = world.start()
    const [first, second, third] = [await sent(bench), await sent(bench), await sent(bench)]
    const running = { now: 0, most: 0 }
    world.vendor.clearAnswer = async () => {
      running.now += 1
      running.most = Math.max(running.most, running.now)
      await bench.engine.story(first)
      running.now -= 1
      return { how: 'told', outcome: accepted }
    }
    read(bench, first)
    read(bench, second, 'tablet', placeOf(first)?.seq)
    read(bench, third, 'tablet', placeOf(second)?.seq)
    for (const msgID of [first, second, third]) expect(await endOf(bench, msgID)).toBe('cleared clear-told')
    expect(running.most).toBe(1)
    expect(new Set(world.vendor.clears.flatMap(({ tokens }) => tokens))).toEqual(new Set(['token-phone']))
    expect(world.vendor.clears.flatMap((_, index) => shownIn(index)).toSorted()).toEqual(
      [first, second, third].toSorted(),
    )
  })

  it('was on its way then, and goes when its vendor has taken it', async () => {
    await world.phone('phone')
    const bench = world.start()
    let answer = (): void => undefined
    world.vendor.answer = async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return accepted
    }
    const msgID = await bench.send()
    await until('the request', () => world.vendor.requests.length === 1)
    read(bench, msgID)
    answer()
    expect(await endOf(bench, msgID)).toBe('cleared clear-told')
  })

  it('was on its way when the server died, and goes although nobody knows whether it came', async () => {
    await world.phone('phone')
    const bench = world.start()
    world.vendor.answer = async () => await new Promise(() => undefined)
    const msgID = await bench.send()
    await until('the request', () => world.vendor.requests.length === 1)
    await bench.story(msgID)
    world.kill(bench)
    const { conversationID, seq } = placeOf(msgID) ?? {}
    await world.store.query(
      {
        name: 'test.read',
        text: `insert into conversation_members (sdk_app_id, user_id, conversation_id, peer_user_id, read_seq)
          values (1, 'bob', $1, 'ann', $2)`,
      },
      [conversationID, seq],
    )
    const next = world.start({ takesOverLeasesOf: 'test/' })
    expect(await endOf(next, msgID)).toBe('cleared clear-told')
    expect(await next.entries(msgID)).toContain('suppressed read-elsewhere')
    expect(world.vendor.requests).toHaveLength(1)
  })

  it('is tried for an hour', async () => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await sent(bench)
    world.vendor.clearAnswer = () => ({ how: 'told', outcome: retry('BUSY', 1_800_000) })
    read(bench, msgID)
    await until('the first request', () => world.vendor.clears.length === 1)
    await until('the end', async () => {
      bench.clock.advance(1_900_000)
      return (await bench.entries(msgID)).includes('uncleared clear-failed')
    })
  })
})
