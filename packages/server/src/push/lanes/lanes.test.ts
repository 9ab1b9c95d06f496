import type { ChannelLimits } from '@carillon/channels'
import type { Outcome } from '@carillon/protocol'
import { afterEach, describe, expect, it } from 'vitest'

import { createTestClock } from '../testing/clock.ts'
import { createFakeTenants } from '../testing/tenants.ts'
import { until } from '../testing/until.ts'
import { accepted, createFakeVendor, refused, retry, unknown } from '../testing/vendor.ts'
import { Lanes } from './lanes.ts'
import type { LaneAddress, LaneOptions, LanePush, LaneStep } from './types.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

const setUp = (limits: Partial<ChannelLimits> = {}, options: Partial<LaneOptions> = {}) => {
  const clock = createTestClock()
  const vendor = createFakeVendor()
  const tenants = createFakeTenants()
  tenants.addCertificate(1)
  tenants.addCertificate(2, 'xiaomi')
  const steps: { push: LanePush; step: LaneStep }[] = []
  const said: string[] = []
  const settled = new Set<LanePush>()
  let room: Promise<void> | undefined
  const lanes = new Lanes<LanePush>({
    client: vendor,
    tenants,
    clock,
    random: () => 0,
    limitsOf: () => ({ tokensPerRequest: 1, requestsInFlight: 10, notificationsPerSecond: 1_000, ...limits }),
    options,
    host: {
      mayGo: (push) => !settled.has(push),
      sending: () => undefined,
      answered: () => undefined,
      settled(_address, push, step) {
        steps.push({ push, step })
      },
      doubted: () => undefined,
      stopped: ({ certificateID }, { code }) => said.push(`stopped ${certificateID} ${code}`),
      resumed: ({ certificateID }, wasStopped) => said.push(`resumed ${certificateID} ${wasStopped}`),
      roomAgain: () => false,
      room: () => room,
      fault: (error) => said.push(`fault ${String(error)}`),
    },
  })
  endings.push(() => lanes.close())
  let count = 0
  const address = (certificateID = 1): LaneAddress => ({
    vendor: certificateID === 2 ? 'xiaomi' : 'fcm',
    certificateID,
  })
  const push = (
    change: {
      token?: string
      msgID?: string
      badgeCount?: number
      deadlineMs?: number
      isHarmonyOS?: true
    } = {},
  ): LanePush => {
    count += 1
    const msgID = change.msgID ?? `m${count}`
    return {
      msgID,
      token: change.token ?? `t${count}`,
      plannedAtMs: clock.now(),
      attempts: 0,
      unknowns: 0,
      notification: {
        msgID,
        title: 'Ann',
        body: 'hello',
        ext: '',
        collapseKey: msgID,
        deadlineMs: change.deadlineMs ?? clock.now() + 86_400_000,
        options: {},
        ...(change.badgeCount === undefined ? {} : { badgeCount: change.badgeCount }),
        ...(change.isHarmonyOS === undefined ? {} : { isHarmonyOS: true }),
      },
    }
  }
  const tokensSent = () => vendor.requests.map((request) => request.tokens.join(' '))
  const stepOf = async (one: LanePush) =>
    (await until('a step', () => steps.findLast((candidate) => candidate.push === one))).step
  const setRoom = (promise: Promise<void> | undefined) => {
    room = promise
  }
  return { clock, vendor, tenants, lanes, steps, said, settled, address, push, tokensSent, stepOf, setRoom }
}

/** A promise and what ends it. */
const gate = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('a lane', () => {
  it('sends with the certificate’s revision and a deadline, and settles by the answer', async () => {
    const { lanes, address, push, vendor, stepOf, clock } = setUp({}, { requestTimeoutMs: 5_000 })
    const one = push()
    expect(lanes.add(address(), one)).toBe(true)
    expect(await stepOf(one)).toMatchObject({ kind: 'final', stage: 'accepted', requestID: 'r-1' })
    expect(vendor.requests[0]).toMatchObject({ vendor: 'fcm', certificateKey: '1.1', tokens: ['t1'] })
    expect(vendor.requests[0]?.requestDeadlineMs).toBeLessThanOrEqual(clock.now() + 5_000)
    expect(one.attempts).toBe(1)
  })

  it('keeps so many requests in flight and no more', async () => {
    const { lanes, address, push, vendor } = setUp({ requestsInFlight: 2 })
    const { opened, open } = gate()
    vendor.answer = async () => {
      await opened
      return accepted
    }
    for (let index = 0; index < 5; index += 1) lanes.add(address(), push())
    await until('two requests', () => vendor.requests.length === 2)
    await new Promise((resolve) => setImmediate(resolve))
    expect(vendor.requests).toHaveLength(2)
    open()
    await until('all requests', () => vendor.requests.length === 5)
  })

  it('holds to the vendor’s rate', async () => {
    const { lanes, address, push, vendor, clock } = setUp({ notificationsPerSecond: 2 })
    for (let index = 0; index < 5; index += 1) lanes.add(address(), push())
    await until('one second’s worth', () => vendor.requests.length === 2)
    clock.advance(1_000)
    await until('the next', () => vendor.requests.length === 4)
  })

  it('holds to the rate the certificate says the app was granted', async () => {
    const { lanes, address, push, vendor, clock, tenants } = setUp()
    const loaded = tenants.certificates.get(1)
    if (loaded === undefined) throw new Error('no certificate')
    tenants.certificates.set(1, {
      ...loaded,
      certificate: { knowledge: { numbers: { notificationsPerSecond: 2 } } },
    })
    for (let index = 0; index < 5; index += 1) lanes.add(address(), push())
    await until('one second’s worth', () => vendor.requests.length === 2)
    clock.advance(1_000)
    await until('the next', () => vendor.requests.length === 4)
  })

  it('gathers equal notifications of one message into one request', async () => {
    const { lanes, address, push, tokensSent, vendor } = setUp({ tokensPerRequest: 3 })
    for (const token of ['a', 'b']) lanes.add(address(), push({ msgID: 'm', token }))
    lanes.add(address(), push({ msgID: 'other', token: 'x' }))
    lanes.add(address(), push({ msgID: 'm', token: 'c' }))
    lanes.add(address(), push({ msgID: 'm', token: 'd' }))
    lanes.add(address(), push({ msgID: 'm', token: 'badge', badgeCount: 3 }))
    lanes.add(address(), push({ msgID: 'm', token: 'harmony', isHarmonyOS: true }))
    await until('all sent', () => vendor.requests.flatMap((request) => request.tokens).length === 7)
    expect(tokensSent().sort()).toEqual(['a b c', 'badge', 'd', 'harmony', 'x'])
  })

  it('gathers where the certificate has its vendor’s list form used', async () => {
    const { lanes, address, push, tenants, tokensSent, vendor } = setUp()
    const loaded = tenants.certificates.get(1)
    if (loaded === undefined) throw new Error('no certificate')
    tenants.certificates.set(1, { ...loaded, vendor: 'vivo', certificate: { groups: 'list' } })
    const first = { ...address(), vendor: 'vivo' as const }
    for (const token of ['a', 'b', 'c']) lanes.add(first, push({ msgID: 'm', token }))
    await until('all sent', () => vendor.requests.flatMap((request) => request.tokens).length === 3)
    expect(tokensSent()).toEqual(['a b c'])
  })

  it('settles each token of a request by its own outcome', async () => {
    const { lanes, address, push, vendor, stepOf } = setUp({ tokensPerRequest: 10 })
    vendor.answer = (): Outcome[] => [accepted, refused('payload')]
    const [one, other, third] = ['a', 'b', 'c'].map((token) => push({ msgID: 'm', token }))
    if (!one || !other || !third) throw new Error('three pushes')
    for (const each of [one, other, third]) lanes.add(address(), each)
    expect(await stepOf(one)).toMatchObject({ stage: 'accepted' })
    expect(await stepOf(other)).toMatchObject({ reason: 'refused-payload' })
    // The answer names two tokens of three: what became of the third is not known.
    expect(await stepOf(third)).toMatchObject({ kind: 'wait', reason: 'outcome-unknown' })
  })

  it('takes no more than it may hold, and lets in again what waited', async () => {
    const { lanes, address, push, vendor } = setUp({ requestsInFlight: 1 }, { queuedPushes: 1 })
    vendor.answer = async () => await new Promise<Outcome>(() => undefined)
    await until('the certificate', () => lanes.add(address(), push()) && vendor.requests.length === 1)
    while (lanes.add(address(), push()));
    expect(lanes.add(address(), push())).toBe(false)
    expect(lanes.add(address(), push(), true)).toBe(true)
  })

  it('forgets what was settled elsewise, expires what is late, and gives back what was decided long ago', async () => {
    const { lanes, address, push, vendor, settled, stepOf, clock } = setUp({ notificationsPerSecond: 1 })
    lanes.add(address(), push())
    await until('the first', () => vendor.requests.length === 1)
    const [gone, late, stale] = [push(), push({ deadlineMs: clock.now() + 1_000 }), push()]
    for (const each of [gone, late, stale]) lanes.add(address(), each)
    settled.add(gone)
    clock.advance(3_000)
    expect(await stepOf(late)).toMatchObject({ stage: 'expired', reason: 'deadline-passed' })
    expect(await stepOf(stale)).toEqual({ kind: 'replan' })
    expect(vendor.requests).toHaveLength(1)
  })

  it('sends nothing while there is no room in the journal', async () => {
    const { lanes, address, push, vendor, setRoom, stepOf } = setUp()
    const { opened, open } = gate()
    setRoom(opened)
    const one = push()
    lanes.add(address(), one)
    await new Promise((resolve) => setImmediate(resolve))
    expect(vendor.requests).toHaveLength(0)
    setRoom(undefined)
    open()
    expect(await stepOf(one)).toMatchObject({ stage: 'accepted' })
  })

  it('takes a client that throws as an unknown outcome', async () => {
    const { lanes, address, push, vendor, stepOf, said } = setUp()
    vendor.answer = () => {
      throw new Error('a bug')
    }
    const one = push()
    lanes.add(address(), one)
    expect(await stepOf(one)).toMatchObject({
      kind: 'wait',
      reason: 'outcome-unknown',
      words: { text: 'a bug' },
    })
    expect(said).toEqual(['fault Error: a bug'])
  })

  it('does not notice another lane whose vendor hangs', async () => {
    const { lanes, address, push, vendor, stepOf } = setUp({ requestsInFlight: 1 })
    vendor.answer = async (request) =>
      request.vendor === 'xiaomi' ? await new Promise<Outcome>(() => undefined) : accepted
    for (let index = 0; index < 50; index += 1) lanes.add(address(2), push())
    const one = push()
    lanes.add(address(1), one)
    expect(await stepOf(one)).toMatchObject({ stage: 'accepted' })
  })
})

describe('a vendor that fails', () => {
  it('is left alone for a while, then tried with one push, then used again', async () => {
    const { lanes, address, push, vendor, stepOf, said, clock } = setUp(
      {},
      { failuresToShut: 2, shutBaseMs: 1_000 },
    )
    vendor.answer = () => retry('UNREACHABLE')
    const first = [push(), push()]
    for (const each of first) lanes.add(address(), each)
    for (const each of first)
      expect(await stepOf(each)).toMatchObject({ kind: 'wait', reason: 'vendor-unreachable', gated: false })
    const waiting = push()
    lanes.add(address(), waiting)
    const step = await stepOf(waiting)
    expect(step).toMatchObject({ kind: 'wait', reason: 'vendor-unreachable', gated: true })
    expect(vendor.requests).toHaveLength(2)

    clock.advance(1_000)
    vendor.answer = () => accepted
    const { opened, open } = gate()
    vendor.answer = async () => {
      await opened
      return accepted
    }
    lanes.add(address(), waiting)
    lanes.add(address(), push())
    await until('the trial', () => vendor.requests.length === 3)
    await new Promise((resolve) => setImmediate(resolve))
    expect(vendor.requests).toHaveLength(3)
    open()
    await until('the rest', () => vendor.requests.length === 4)
    expect(said).toEqual(['resumed 1 false'])
  })

  it('is tried again under the same collapse key after an unknown outcome, and given up in the end', async () => {
    const { lanes, address, push, vendor, stepOf } = setUp({}, { maxUnknowns: 3, failuresToShut: 99 })
    vendor.answer = () => unknown
    const one = push()
    for (let attempt = 1; attempt < 3; attempt += 1) {
      lanes.add(address(), one)
      await until('an attempt', () => one.unknowns === attempt)
      expect(await stepOf(one)).toMatchObject({ kind: 'wait', reason: 'outcome-unknown' })
    }
    lanes.add(address(), one)
    await until('the last attempt', () => one.unknowns === 3)
    expect(await stepOf(one)).toMatchObject({ stage: 'expired', reason: 'no-answer' })
    expect(new Set(vendor.requests.map((request) => request.collapseKey)).size).toBe(1)
  })
})

describe('a certificate that is refused', () => {
  it('stops the lane with the vendor’s words, and everyone waits', async () => {
    const { lanes, address, push, vendor, stepOf, said, clock } = setUp({ requestsInFlight: 1 })
    vendor.answer = () => refused('config', 'THIRD_PARTY_AUTH_ERROR')
    const [one, other] = [push(), push()]
    for (const each of [one, other]) lanes.add(address(), each)
    for (const each of [one, other])
      expect(await stepOf(each)).toMatchObject({
        kind: 'wait',
        reason: 'lane-stopped',
        gated: true,
        words: { code: 'THIRD_PARTY_AUTH_ERROR', text: 'THIRD_PARTY_AUTH_ERROR refused' },
      })
    expect(vendor.requests).toHaveLength(1)
    expect(said).toEqual(['stopped 1 THIRD_PARTY_AUTH_ERROR'])
    const cause = { reason: 'lane-stopped', words: { code: 'THIRD_PARTY_AUTH_ERROR' } }
    expect(lanes.states()).toMatchObject([{ gate: 'stopped', cause }])
    expect(lanes.states()[0]?.cause?.retryAtMs).toBeGreaterThan(clock.now())
  })

  it('goes on as soon as it is mended', async () => {
    const { lanes, address, push, vendor, tenants, stepOf, said } = setUp()
    vendor.answer = () => refused('config')
    const one = push()
    lanes.add(address(), one)
    await stepOf(one)
    vendor.answer = () => accepted
    tenants.mend(1)
    await until('resumed', () => said.includes('resumed 1 true'))
    expect(lanes.states()).toMatchObject([{ gate: 'open' }])
    expect(lanes.states()[0]).not.toHaveProperty('cause')
    lanes.add(address(), one)
    await until('the second request', () => vendor.requests.length === 2)
    expect(vendor.requests[1]?.certificateKey).toBe('1.2')
    expect(await until('accepted', async () => (await stepOf(one)).kind === 'final')).toBe(true)
  })

  it('is tried again after growing pauses, by a push where the vendor cannot be asked', async () => {
    const { lanes, address, push, vendor, clock, stepOf, said } = setUp({}, { stopBaseMs: 1_000 })
    vendor.answer = () => refused('config')
    const one = push()
    lanes.add(address(), one)
    await stepOf(one)
    clock.advance(1_000)
    lanes.add(address(), one)
    await until('a trial', () => vendor.requests.length === 2)
    const again = await until('a longer wait', async () => {
      const step = await stepOf(one)
      return step.kind === 'wait' && step.untilMs - clock.now() > 1_000 ? step : undefined
    })
    expect(again.reason).toBe('lane-stopped')
    clock.advance(2_000)
    vendor.answer = () => accepted
    one.plannedAtMs = clock.now()
    lanes.add(address(), one)
    await until('resumed', () => said.includes('resumed 1 true'))
    expect(said.filter((word) => word.startsWith('stopped'))).toHaveLength(1)
  })

  it('is asked about where the vendor can be asked, and resumes without any push', async () => {
    const { lanes, address, push, vendor, clock, stepOf, said } = setUp({}, { stopBaseMs: 1_000 })
    vendor.answer = () => refused('config')
    vendor.probeAnswer = () => refused('config')
    const one = push()
    lanes.add(address(), one)
    expect(await stepOf(one)).toMatchObject({ kind: 'wait', reason: 'lane-stopped' })
    vendor.probeAnswer = () => accepted
    clock.advance(1_000)
    await until('resumed', () => said.includes('resumed 1 true'))
    expect([vendor.probes, vendor.requests.length]).toEqual([2, 1])
  })

  it('that works all the same ends only the push that was refused', async () => {
    const { lanes, address, push, vendor, stepOf, said } = setUp()
    vendor.answer = (request) => (request.tokens[0] === 'bad' ? refused('config', 'config') : accepted)
    vendor.probeAnswer = () => accepted
    const [bad, good] = [push({ token: 'bad' }), push()]
    // The words may be of the moment.
    for (let refusals = 1; refusals < 3; refusals += 1) {
      lanes.add(address(), bad)
      await until(`refusal ${refusals}`, () => bad.configRefusals === refusals)
      expect(await stepOf(bad)).toMatchObject({ kind: 'wait', reason: 'certificate-rechecked' })
    }
    lanes.add(address(), bad)
    await until('the last refusal', () => bad.configRefusals === 3)
    expect(await stepOf(bad)).toMatchObject({ kind: 'final', stage: 'refused', reason: 'refused-config' })
    lanes.add(address(), good)
    expect(await stepOf(good)).toMatchObject({ stage: 'accepted' })
    expect(said).toEqual([])
  })

  it('that worked for others since ends the push, where the vendor cannot be asked', async () => {
    const { lanes, address, push, vendor, clock, stepOf, said } = setUp(
      {},
      { stopBaseMs: 1_000, maxConfigRefusals: 2 },
    )
    vendor.answer = (request) => (request.tokens[0] === 'bad' ? refused('config', 'config') : accepted)
    const [bad, good] = [push({ token: 'bad' }), push()]
    lanes.add(address(), bad)
    expect(await stepOf(bad)).toMatchObject({ kind: 'wait', reason: 'lane-stopped' })
    clock.advance(1_000)
    lanes.add(address(), good)
    await until('resumed', () => said.includes('resumed 1 true'))
    lanes.add(address(), bad)
    await until('the end', async () => (await stepOf(bad)).kind === 'final')
    expect(await stepOf(bad)).toMatchObject({ stage: 'refused', reason: 'refused-config' })
    expect(said.filter((word) => word.startsWith('stopped'))).toHaveLength(1)
  })

  it('that is deleted ends what waits for it', async () => {
    const { lanes, address, push, tenants, stepOf, setRoom } = setUp()
    setRoom(new Promise(() => undefined))
    const one = push()
    lanes.add(address(), one)
    await new Promise((resolve) => setImmediate(resolve))
    tenants.remove(1)
    expect(await stepOf(one)).toMatchObject({ stage: 'suppressed', reason: 'certificate-missing' })
    const later = push()
    lanes.add(address(), later)
    expect(await stepOf(later)).toMatchObject({ reason: 'certificate-missing' })
  })
})

it('drains: sends no more and waits for what is in flight', async () => {
  const { lanes, address, push, vendor, steps } = setUp({ requestsInFlight: 1 })
  const { opened, open } = gate()
  vendor.answer = async () => {
    await opened
    return accepted
  }
  for (let index = 0; index < 3; index += 1) lanes.add(address(), push())
  await until('a request', () => vendor.requests.length === 1)
  const drained = lanes.drain()
  open()
  await drained
  expect([vendor.requests.length, steps.length]).toEqual([1, 1])
})
