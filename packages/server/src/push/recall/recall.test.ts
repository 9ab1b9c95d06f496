import { describe, expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { testMessage } from '../testing/plan-input.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused, retry, tokenDead, unknown } from '../testing/vendor.ts'
import { clearToken } from '../tokens.ts'

const world = usePushWorld()

/** The record of a message as it is once it has been recalled. */
const recalledRecord = (bench: Bench, msgID: string) =>
  testMessage({ msgID, recalled: { byUserID: 'ann', atMs: bench.clock.now() } })

const recall = async (bench: Bench, msgID: string): Promise<number> => {
  const record = recalledRecord(bench, msgID)
  await world.store.query(
    { name: 'test.recall', text: `update messages set record = $2::json where msg_id = $1` },
    [msgID, JSON.stringify(record)],
  )
  return await bench.engine.recall(record)
}

const endOf = async (bench: Bench, msgID: string, deviceID = 'phone'): Promise<string> =>
  await until(`a recall of ${msgID}`, async () => {
    const entries = await bench.entries(msgID, deviceID)
    return entries.find((entry) => /^(un)?recalled /.test(entry))
  })

describe('what was accepted', () => {
  it.each([
    ['withdrawn', { how: 'withdrawn', outcome: accepted }, 'recalled withdrawn'],
    ['covered', { how: 'covered', outcome: accepted }, 'recalled covered'],
    ['refused', { how: 'covered', outcome: refused('payload') }, 'unrecalled recall-failed'],
    ['dead', { how: 'withdrawn', outcome: tokenDead() }, 'unrecalled recall-unaddressed'],
  ] as const)('%s: %j', async (_, answer, end) => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await bench.send()
    expect(await bench.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    world.vendor.recallAnswer = () => answer
    expect(await recall(bench, msgID)).toBe(1)
    expect(await endOf(bench, msgID)).toBe(end)
    expect(world.vendor.recalls).toHaveLength(1)
    const [asked] = world.vendor.recalls
    const [sent] = world.vendor.requests
    expect(asked).toMatchObject({
      tokens: ['token-phone'],
      collapseKey: sent?.collapseKey,
      title: sent?.title,
    })
    expect(asked).toMatchObject({ body: 'Message recalled' })
    expect(asked?.notification.ext).toBe('')
    const [device] = (await bench.story(msgID)).devices
    expect(device?.state).toBe(end.startsWith('recalled') ? 'recalled' : 'accepted')
  })

  it('is tried again until the vendor has answered', async () => {
    await world.phone('phone')
    const bench = world.start({ lanes: { backoffBaseMs: 1 } })
    const msgID = await bench.send()
    await bench.outcome(msgID)
    const answers = [retry('BUSY'), unknown, accepted]
    world.vendor.recallAnswer = () => ({ how: 'withdrawn', outcome: answers.shift() ?? accepted })
    await recall(bench, msgID)
    expect(await endOf(bench, msgID)).toBe('recalled withdrawn')
    expect(world.vendor.recalls).toHaveLength(3)
  })

  it('is taken back once, on every phone', async () => {
    await world.phone('phone')
    await world.phone('tablet', { userID: 'bob' })
    const bench = world.start()
    const msgID = await bench.send()
    await bench.outcome(msgID)
    expect(await recall(bench, msgID)).toBe(2)
    await Promise.all([recall(bench, msgID), endOf(bench, msgID), endOf(bench, msgID, 'tablet')])
    expect(await recall(bench, msgID)).toBe(0)
    expect(world.vendor.recalls.flatMap(({ tokens }) => tokens).toSorted()).toEqual([
      'token-phone',
      'token-tablet',
    ])
  })

  it('stays where it is when the phone can be addressed no more', async () => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await bench.send()
    await bench.outcome(msgID)
    await clearToken(world.store, { sdkAppID: 1, deviceID: 'phone', userID: 'bob', nowMs: Date.now() })
    expect(await recall(bench, msgID)).toBe(0)
    expect(await endOf(bench, msgID)).toBe('unrecalled recall-unaddressed')
    expect(world.vendor.recalls).toEqual([])
  })

  it('is left alone once it was tapped', async () => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await bench.send()
    await bench.outcome(msgID)
    const source = {
      certificateID: [...world.tenants.certificates.keys()][0] ?? 0,
      sdkAppID: 1,
      vendor: 'fcm',
    } as const
    const receipt = { kind: 'clicked', token: 'token-phone', msgID, words: { code: '2' } } as const
    expect(await bench.engine.takeReceipts(source, [receipt])).toBe(true)
    expect(await recall(bench, msgID)).toBe(0)
    expect((await bench.story(msgID)).devices[0]).toMatchObject({ state: 'tapped', reason: 'tapped' })
  })

  it.each(['stops', 'dies'])('is taken up again after a server that %s meanwhile', async (end) => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await bench.send()
    await bench.outcome(msgID)
    world.vendor.recallAnswer = async () => await new Promise(() => undefined)
    await recall(bench, msgID)
    expect(await bench.entries(msgID)).toContain('waiting recalling')
    if (end === 'stops') await bench.engine.stop(0)
    else world.kill(bench)
    world.vendor.recallAnswer = () => ({ how: 'withdrawn', outcome: accepted })
    const next = world.start()
    expect(await endOf(next, msgID)).toBe('recalled withdrawn')
    await next.engine.stop(1_000)
    const third = world.start()
    await third.engine.story(msgID)
    expect(world.vendor.recalls).toHaveLength(2)
  })
})

describe('a server that dies', () => {
  /** What messaging stores in one transaction: the message as it is now, and the entry that tells of it. */
  const storeRecall = async (bench: Bench, msgID: string): Promise<void> => {
    const record = recalledRecord(bench, msgID)
    const change = { content: { kind: 'recalled', msgID } }
    await world.store.query(
      {
        name: 'test.storeRecall',
        text: `with recalled as (update messages set record = $2::json where msg_id = $1 returning *)
          insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, kind, record)
          select conversation_id, seq + 1000, msg_id || '-recalled', sdk_app_id, sender, '', 0, now(), 'change', $3::json
          from recalled`,
      },
      [msgID, JSON.stringify(record), JSON.stringify(change)],
    )
  }

  it('right after a message was recalled: the next one takes it back', async () => {
    await world.phone('phone')
    const bench = world.start()
    const msgID = await bench.send()
    await bench.outcome(msgID)
    await storeRecall(bench, msgID)
    world.kill(bench)
    world.vendor.recallAnswer = () => ({ how: 'withdrawn', outcome: accepted })
    const next = world.start()
    expect(await endOf(next, msgID)).toBe('recalled withdrawn')
    await next.engine.stop(1_000)
    const third = world.start()
    await third.engine.stop(1_000)
    expect(world.vendor.recalls).toHaveLength(1)
  })

  it('and with the request out: what may have been shown is taken back', async () => {
    await world.phone('phone')
    const bench = world.start()
    world.vendor.answer = async () => await new Promise(() => undefined)
    const msgID = await bench.send()
    await until('the request', () => world.vendor.requests.length === 1)
    await bench.story(msgID)
    await storeRecall(bench, msgID)
    world.kill(bench)
    world.vendor.recallAnswer = () => ({ how: 'withdrawn', outcome: accepted })
    const next = world.start({ takesOverLeasesOf: 'test/' })
    expect(await endOf(next, msgID)).toBe('recalled withdrawn')
    expect(await next.entries(msgID)).toContain('suppressed recalled')
    expect(world.vendor.requests).toHaveLength(1)
  })

  it('with the request out and the message in the app: what may have been shown is taken back', async () => {
    await world.phone('phone')
    const bench = world.start()
    world.vendor.answer = async () => await new Promise(() => undefined)
    const msgID = await bench.send()
    await until('the request', () => world.vendor.requests.length === 1)
    bench.connections.acknowledge(msgID, 'phone')
    await bench.story(msgID)
    world.kill(bench)
    world.vendor.recallAnswer = () => ({ how: 'withdrawn', outcome: accepted })
    const next = world.start({ takesOverLeasesOf: 'test/' })
    expect(await next.outcome(msgID)).toEqual(['phone acknowledged acknowledged'])
    expect(await recall(next, msgID)).toBe(1)
    expect(await endOf(next, msgID)).toBe('recalled withdrawn')
    expect(world.vendor.requests).toHaveLength(1)
  })
})

describe('what has not been sent', () => {
  it('in the lane is not sent', async () => {
    await world.phone('phone')
    await world.phone('tablet', { userID: 'bob' })
    const bench = world.start()
    world.vendor.answer = () => retry('BUSY', 60_000)
    const msgID = await bench.send()
    await until('the waits', async () => (await bench.entries(msgID)).includes('waiting vendor-busy'))
    world.vendor.answer = () => accepted
    expect(await recall(bench, msgID)).toBe(0)
    expect(await bench.outcome(msgID)).toEqual(['phone suppressed recalled', 'tablet suppressed recalled'])
    expect(world.vendor.recalls).toEqual([])
  })

  it('and waits in the outbox is not sent either', async () => {
    await world.phone('phone')
    const bench = world.start({ parkAfterMs: 10 })
    world.vendor.answer = () => retry('BUSY', 3_600_000)
    const msgID = await bench.send()
    await until('the wait', async () => (await bench.entries(msgID)).includes('waiting vendor-busy'))
    const requests = world.vendor.requests.length
    await recall(bench, msgID)
    expect(await bench.outcome(msgID)).toEqual(['phone suppressed recalled'])
    expect(world.vendor.requests).toHaveLength(requests)
  })

  it('but is on its way is taken back when the vendor has taken it', async () => {
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
    await until('the request', async () => await Promise.resolve(world.vendor.requests.length === 1))
    expect(await recall(bench, msgID)).toBe(0)
    answer()
    expect(await endOf(bench, msgID)).toBe('recalled withdrawn')
    expect(await bench.entries(msgID)).toContain('accepted vendor-accepted')
  })

  it('as far as is known is taken back all the same', async () => {
    await world.phone('phone')
    const bench = world.start({
      parkAfterMs: 60_000,
      lanes: { backoffBaseMs: 1_000_000, maxUnknowns: 3 },
      random: () => 0.5,
    })
    world.vendor.answer = () => unknown
    const msgID = await bench.send()
    await until('the wait', async () => (await bench.entries(msgID)).includes('waiting outcome-unknown'))
    expect(await recall(bench, msgID)).toBe(1)
    expect(await endOf(bench, msgID)).toBe('recalled withdrawn')
  })
})
