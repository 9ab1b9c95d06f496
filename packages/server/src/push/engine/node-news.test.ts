import { beforeEach, describe, expect, it } from 'vitest'

import { placeOf } from '../../message-id.ts'
import type { Database } from '../../store/db.ts'
import type { Bench } from '../testing/bench.ts'
import { testMessage, testSettings } from '../testing/plan-input.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, retry } from '../testing/vendor.ts'
import { createTestClock } from '../testing/clock.ts'
import { createNodeNews } from './node-news.ts'
import { OpenMessages } from './open-messages.ts'
import { RecentDepartures } from './recent-departures.ts'

const world = usePushWorld()

const anHour = 3_600_000
/** Nobody looks into the outbox by itself: what happens is heard. */
const options = { pollMs: anHour, parkAfterMs: anHour }

beforeEach(async () => {
  await world.phone('phone')
})

const recall = async ({ engine, clock }: Bench, msgID: string): Promise<number> => {
  const record = testMessage({ msgID, recalled: { byUserID: 'ann', atMs: clock.now() } })
  await world.store.query(
    { name: 'test.recall', text: `update messages set record = $2::json where msg_id = $1` },
    [msgID, JSON.stringify(record)],
  )
  return await engine.recall(record)
}

const read = ({ engine }: Bench, msgID: string): void => {
  const { conversationID = 0, seq = 0 } = placeOf(msgID) ?? {}
  engine.read({ sdkAppID: 1, userID: 'bob' }, [{ conversationID, afterSeq: 0, readSeq: seq }])
}

const waiting = async (bench: Bench): Promise<string> => {
  world.vendor.answer = () => retry('HTTP 503', anHour / 2)
  const msgID = await bench.send()
  await until('the wait', async () => (await bench.entries(msgID)).at(-1) === 'waiting vendor-busy')
  return msgID
}

/** Resolves when one node has heard all that the other has told: news come in their order. */
const hasHeard = async (one: Bench, other: Bench): Promise<void> => {
  const marker = await waiting(one)
  await recall(other, marker)
  await one.outcome(marker)
}

/** A message whose request is out; the returned function lets the vendor take it. */
const inFlight = async (bench: Bench): Promise<{ msgID: string; accept: () => void }> => {
  const answer = Promise.withResolvers<typeof accepted>()
  world.vendor.answer = async () => await answer.promise
  const msgID = await bench.send()
  await until('the request', () => world.vendor.requests.length === 1)
  return { msgID, accept: () => answer.resolve(accepted) }
}

it('what waits on one node is not sent when it was recalled or read on another', async () => {
  const [one, other] = [world.start(options), world.start(options)]
  const recalled = await waiting(one)
  await recall(other, recalled)
  expect(await one.outcome(recalled)).toEqual(['phone suppressed recalled'])
  const seen = await waiting(one)
  read(other, seen)
  expect(await one.outcome(seen)).toEqual(['phone suppressed read-elsewhere'])
  expect(world.vendor.recalls).toEqual([])
})

it('what one node has sent is taken back by the other, once', async () => {
  const [one, other] = [world.start(options), world.start(options)]
  const msgID = await one.send()
  await one.outcome(msgID)
  expect(await recall(other, msgID)).toBe(1)
  expect(await recall(one, msgID)).toBe(0)
  await until('the end', async () => (await other.entries(msgID)).at(-1) === 'recalled withdrawn')
  expect(world.vendor.recalls).toHaveLength(1)
})

it('what is on its way on one node is taken back there', async () => {
  const [one, other] = [world.start(options), world.start(options)]
  const { msgID, accept } = await inFlight(one)
  expect(await recall(other, msgID)).toBe(0)
  await hasHeard(one, other)
  accept()
  await until('the end', async () => (await one.entries(msgID)).at(-1) === 'recalled withdrawn')
  expect(world.vendor.recalls).toHaveLength(1)
})

it('what is on its way when it is read on another node goes from the screen', async () => {
  world.tenants.settings = { ...testSettings, push: { ...testSettings.push, clearWhenRead: true } }
  const [one, other] = [world.start(options), world.start(options)]
  const { msgID, accept } = await inFlight(one)
  read(other, msgID)
  await hasHeard(one, other)
  accept()
  await until('the end', async () => (await one.entries(msgID)).at(-1) === 'cleared clear-told')
})

describe('the words themselves', () => {
  const setUp = (self: string, isAlone = false) => {
    const said: string[] = []
    const heard: string[] = []
    const ears: { listener: (payload: string) => void; onGap: (() => void) | undefined }[] = []
    const database: Database = {
      async query<Row>({ name }: { name: string }, values: readonly unknown[] = []): Promise<Row[]> {
        if (name === 'push.news') said.push(...(values[1] as string[]))
        const recalled = { byUserID: 'ann', atMs: 5 }
        const missedRead = { sdkAppID: 1, userID: 'eve', conversationID: 7, readSeq: 3 }
        const rows =
          name === 'push.missedRecalls'
            ? [{ msgID: 'm9', recalled }]
            : name === 'push.missedReads'
              ? [missedRead]
              : []
        return await Promise.resolve(rows as Row[])
      },
      transaction: async (work) => await work(database),
      async listen(_channel, listener, onGap) {
        ears.push({ listener, onGap })
        return await Promise.resolve(async () => await Promise.resolve())
      },
      close: async () => await Promise.resolve(),
    }
    const clock = createTestClock()
    const news = createNodeNews({
      database,
      clock,
      departures: new RecentDepartures(clock),
      self,
      isAlone,
      opens: new OpenMessages(),
      read: ({ userID }, places) =>
        heard.push(...places.map(({ conversationID, readSeq }) => `${userID} ${conversationID} ${readSeq}`)),
      recalled: (recalled) =>
        heard.push(...[...recalled].map(([msgID, { byUserID }]) => `${msgID} ${byUserID}`)),
      fault: (error) => heard.push(String(error)),
    })
    return { news, said, heard, ears }
  }

  it('are cut so that each fits, and come whole to the others', async () => {
    const [one, other] = [setUp('one'), setUp('other')]
    const places = Array.from({ length: 5_000 }, (_, index) => ({ conversationID: index, readSeq: 10 ** 12 }))
    one.news.read({ sdkAppID: 1, userID: 'bob' }, places)
    one.news.recalled(
      testMessage({ msgID: 'm1', recalled: { byUserID: 'ann', reason: 'x'.repeat(9_000), atMs: 4 } }),
    )
    await one.news.close()
    expect(one.said.length).toBeGreaterThan(1)
    expect(Math.max(...one.said.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000)
    for (const payload of [...one.said, 'no news', '{}'])
      for (const { ears } of [one, other]) ears[0]?.listener(payload)
    expect(one.heard).toEqual([])
    expect(other.heard).toHaveLength(5_001)
    expect(other.heard.at(-1)).toBe('m1 ann')
    await other.news.close()
  })

  it('that may have been missed are asked for', async () => {
    const { news, heard, ears } = setUp('one')
    ears[0]?.onGap?.()
    await until('what was missed', () => heard.length === 2)
    expect(heard).toEqual(['m9 ann', 'eve 7 3'])
    await news.close()
  })

  it('are not said where nobody hears them', async () => {
    const { news, said, ears } = setUp('one', true)
    news.read({ sdkAppID: 1, userID: 'bob' }, [{ conversationID: 1, readSeq: 1 }])
    await news.close()
    expect([said, ears]).toEqual([[], []])
  })
})
