import {
  atAll,
  platforms,
  reasons,
  vendorIds,
  type MessageElement,
  type SuppressReason,
} from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  sentAtMs,
  testDevice,
  testInput,
  testMessage,
  testSettings,
  testStanding,
  testToken,
} from '../testing/plan-input.ts'
import { plan, planBy } from './plan.ts'
import { rules } from './rules.ts'
import type { PlanInput } from './types.ts'

const DAY_MS = 86_400_000
const deviceID = fc.constantFrom('d1', 'd2', 'd3')

const token = fc.record({
  certificateID: fc.integer({ min: 10_001, max: 10_003 }),
  vendor: fc.constantFrom(...vendorIds),
  token: fc.string({ minLength: 1, maxLength: 8 }),
  state: fc.constantFrom('live' as const, 'dead' as const, 'moved' as const, 'cleared' as const),
  registeredAtMs: fc.integer({ min: sentAtMs - 9 * DAY_MS, max: sentAtMs }),
  certificateExists: fc.boolean(),
})
const device = fc.record({
  sdkAppID: fc.constant(1),
  deviceID,
  userID: fc.constant('bob'),
  platform: fc.constantFrom(...platforms),
  deviceName: fc.constant(null),
  language: fc.constantFrom(null, 'en-US', 'zh-Hant-TW', 'zh_CN', 'ko', 'ja-JP', 'xx'),
  loginState: fc.constantFrom(
    'logged-in' as const,
    'logged-out' as const,
    'kicked' as const,
    'other-user' as const,
  ),
  lastSeenAtMs: fc.integer({ min: sentAtMs - 9 * DAY_MS, max: sentAtMs + DAY_MS }),
  reportedUnreadCount: fc.nat(99),
  pushesSinceReport: fc.nat(9),
  token: fc.option(token),
})
const element = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.string({ minLength: 1 }) }),
  fc.record({
    type: fc.constant('custom' as const),
    data: fc.string(),
    desc: fc.constantFrom('', 'desc'),
    extension: fc.string(),
  }),
  fc.constant<MessageElement>({ type: 'face', index: 1, data: '' }),
  fc.constant<MessageElement>({ type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }),
)
const message = fc
  .record({
    msgID: fc.uuid(),
    elements: fc.array(element, { minLength: 1, maxLength: 3 }),
    isOnlineOnly: fc.boolean(),
    atUserIDs: fc.subarray(['bob', 'eve', atAll]),
    offlinePushInfo: fc.record(
      {
        title: fc.string(),
        desc: fc.constantFrom('', 'desc'),
        disablePush: fc.boolean(),
        ignoreIOSBadge: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  })
  .map((content) => testMessage(content))
const standing = fc.record({
  receiveOption: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
  allReceiveOption: fc.option(
    fc.record({
      option: fc.constantFrom(0 as const, 2 as const),
      startHour: fc.nat(23),
      startMinute: fc.nat(59),
      startSecond: fc.nat(59),
      durationSeconds: fc.integer({ min: 1, max: 100_000 }),
      timeZone: fc.constantFrom('Asia/Seoul', 'America/New_York', 'nowhere'),
      utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
      setAtMs: fc.constant(sentAtMs - DAY_MS),
    }),
  ),
  readSeq: fc.nat(2),
  hasBlockedSender: fc.boolean(),
})
const settings = fc
  .record({
    holdWhileActiveMs: fc.constantFrom(0, 10_000),
    skipWhileDesktopOnline: fc.boolean(),
    hideText: fc.boolean(),
  })
  .map((push) => ({ ...testSettings, push: { ...testSettings.push, ...push } }))
const burst = fc.oneof(
  fc.record({
    kind: fc.constant('held' as const),
    untilMs: fc.integer({ min: sentAtMs, max: sentAtMs + 100_000 }),
  }),
  fc.constant({ kind: 'folded' as const }),
  fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1, max: 9 }) }),
)
const backlog = fc.oneof(
  fc.record({
    kind: fc.constant('gathering' as const),
    untilMs: fc.integer({ min: sentAtMs, max: sentAtMs + DAY_MS }),
  }),
  fc.constant({ kind: 'folded' as const }),
  fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1, max: 9 }) }),
)
const quota = fc.record({
  used: fc.nat(12),
  limit: fc.integer({ min: 1, max: 12 }),
  reserve: fc.nat(2),
  resetsAtMs: fc.integer({ min: sentAtMs, max: sentAtMs + 2 * DAY_MS }),
})
const input: fc.Arbitrary<PlanInput> = fc.record({
  message,
  standing,
  bursts: fc.array(fc.tuple(deviceID, burst)).map((pairs) => new Map(pairs)),
  backlogs: fc.array(fc.tuple(deviceID, backlog)).map((pairs) => new Map(pairs)),
  quotas: fc.array(fc.tuple(deviceID, fc.array(quota, { maxLength: 2 }))).map((pairs) => new Map(pairs)),
  recipient: fc.constantFrom('bob', 'ann'),
  devices: fc.uniqueArray(device, { maxLength: 3, selector: (one) => one.deviceID }),
  connections: fc.uniqueArray(fc.record({ deviceID, background: fc.boolean(), responsive: fc.boolean() }), {
    maxLength: 3,
    selector: (one) => one.deviceID,
  }),
  settings,
  nowMs: fc.integer({ min: sentAtMs - DAY_MS, max: sentAtMs + 9 * DAY_MS }),
  unreached: fc
    .array(fc.tuple(deviceID, fc.constantFrom('unacknowledged' as const, 'connection-lost' as const)))
    .map((pairs) => new Map(pairs)),
})

const reasonKind = { live: 'live', push: 'push', hold: 'progress', suppress: 'suppressed' } as const

describe('the planner', () => {
  it('is total: one decision a device, in order, with a reason of its kind', () => {
    fc.assert(
      fc.property(input, (given) => {
        const decisions = plan(given)
        const expected = given.devices.length === 0 ? [''] : given.devices.map((one) => one.deviceID)
        expect(decisions.map((decision) => decision.deviceID)).toEqual(expected)
        for (const { kind, reason } of decisions) expect(reasons[reason].kind).toBe(reasonKind[kind])
      }),
    )
  })

  it('is deterministic and leaves its input alone', () => {
    fc.assert(
      fc.property(input, (given) => {
        const before = JSON.stringify(given)
        expect(plan(given)).toEqual(plan(structuredClone(given)))
        expect(JSON.stringify(given)).toBe(before)
      }),
    )
  })

  it('pushes only to a live token of a logged-in phone of the recipient', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const decision of plan(given)) {
          if (decision.kind !== 'push') continue
          const target = given.devices.find((one) => one.deviceID === decision.deviceID)
          expect(target).toMatchObject({
            loginState: 'logged-in',
            token: { state: 'live', certificateExists: true },
          })
          expect(decision.token).toBe(target?.token?.token)
          expect(decision.notification.title).not.toBe('')
        }
      }),
    )
  })

  it('reaches nobody who wants nothing, whatever else is so', () => {
    fc.assert(
      fc.property(input, (given) => {
        const wantsNothing = given.standing.hasBlockedSender || given.standing.receiveOption === 1
        fc.pre(wantsNothing && given.recipient !== 'ann')
        for (const { kind } of plan(given)) expect(kind).toBe('suppress')
      }),
    )
  })

  it('keeps a device in front live through everything that only mutes', () => {
    fc.assert(
      fc.property(input, (given) => {
        const inFront = {
          ...given,
          devices: [testDevice()],
          connections: [{ deviceID: 'phone', background: false, responsive: true }],
          standing: { ...given.standing, hasBlockedSender: false, receiveOption: 2 as const },
        }
        expect(plan(inFront)[0]?.kind).toBe('live')
      }),
    )
  })

  it('rings mentions and calls at once: they are neither held nor gathered', () => {
    fc.assert(
      fc.property(input, (given) => {
        const mention = {
          ...given,
          message: { ...given.message, atUserIDs: [given.recipient] },
        }
        // What has nothing left of its share, or is late already, cannot ring at once.
        for (const { kind, reason } of plan(mention))
          if (kind === 'hold') expect(['quota-exhausted', 'late']).toContain(reason)
      }),
    )
  })

  it('pushes nothing beyond a share, and of its reserve only what is urgent', () => {
    fc.assert(
      fc.property(input, (given) => {
        const isUrgent = given.message.atUserIDs?.some(
          (userID) => userID === given.recipient || userID === atAll,
        )
        for (const { kind, deviceID: id } of plan(given)) {
          if (kind !== 'push') continue
          for (const { used, limit, reserve } of given.quotas?.get(id) ?? [])
            expect(used).toBeLessThan(isUrgent === true ? limit : limit - reserve)
        }
      }),
    )
  })

  it('rings for a backlog once: what is folded is not pushed, and what gathers waits', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const decision of plan(given)) {
          const place = given.backlogs?.get(decision.deviceID)
          if (decision.kind === 'push') expect([undefined, 'last']).toContain(place?.kind)
          if (decision.reason === 'folded') expect(place?.kind).toBe('folded')
          if (decision.reason === 'late')
            expect(decision).toMatchObject({ untilMs: (place as { untilMs: number }).untilMs })
        }
      }),
    )
  })

  it('gives every attempt of a message the same collapse key, and no two messages the same', () => {
    fc.assert(
      fc.property(message, message, fc.nat(), (one, other, laterMs) => {
        const keyOf = (msg: typeof one, nowMs: number) => {
          const plain = testMessage({ msgID: msg.msgID })
          const [decision] = plan(testInput({ message: plain, nowMs }))
          return decision?.kind === 'push' ? decision.notification.collapseKey : undefined
        }
        expect(keyOf(one, sentAtMs + (laterMs % DAY_MS))).toBe(keyOf(one, sentAtMs))
        expect(keyOf(one, sentAtMs) === keyOf(other, sentAtMs)).toBe(one.msgID === other.msgID)
      }),
    )
  })

  it('needs each of its rules: without one, something else is decided', () => {
    const allReceiveOption = {
      option: 2 as const,
      startHour: 0,
      startMinute: 0,
      startSecond: 0,
      durationSeconds: 3600,
      utcOffsetMinutes: 0,
      setAtMs: 0,
    }
    const desktop = testDevice({ deviceID: 'pc', platform: 'windows', token: null })
    const inputs: Record<SuppressReason, PlanInput> = {
      'own-message': testInput({ recipient: 'ann' }),
      'not-a-target': testInput({ message: testMessage({ targetUserIDs: ['eve'] }) }),
      recalled: testInput({ message: testMessage({ recalled: { byUserID: 'ann', atMs: 1 } }) }),
      'live-only-group': testInput({ group: { groupID: 'g', name: 'Live', isLiveOnly: true } }),
      'online-only': testInput({ message: testMessage({ isOnlineOnly: true }) }),
      'push-disabled': testInput({ message: testMessage({ offlinePushInfo: { disablePush: true } }) }),
      'not-for-a-screen': testInput({
        message: testMessage({
          elements: [{ type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }],
        }),
      }),
      'custom-without-desc': testInput({
        message: testMessage({ elements: [{ type: 'custom', data: '', desc: '', extension: '' }] }),
      }),
      blocked: testInput({ standing: testStanding({ hasBlockedSender: true }) }),
      'not-received': testInput({ standing: testStanding({ receiveOption: 1 }) }),
      muted: testInput({ standing: testStanding({ receiveOption: 2 }) }),
      'quiet-hours': testInput({ standing: testStanding({ allReceiveOption }) }),
      'read-elsewhere': testInput({ standing: testStanding({ readSeq: 1 }) }),
      'desktop-online': testInput({
        devices: [testDevice(), desktop],
        connections: [{ deviceID: 'pc', background: false, responsive: true }],
        settings: { ...testSettings, push: { ...testSettings.push, skipWhileDesktopOnline: true } },
      }),
      'other-user': testInput({ devices: [testDevice({ loginState: 'other-user' })] }),
      'logged-out': testInput({ devices: [testDevice({ loginState: 'logged-out' })] }),
      kicked: testInput({ devices: [testDevice({ loginState: 'kicked' })] }),
      'not-pushable-platform': testInput({ devices: [testDevice({ platform: 'web' })] }),
      'offline-too-long': testInput({ devices: [testDevice({ lastSeenAtMs: sentAtMs - 8 * DAY_MS })] }),
      // The missing token itself says the same; a token taken back shows what the rule is for.
      'no-token': testInput({ devices: [testDevice({ token: testToken({ state: 'cleared' }) })] }),
      'token-moved': testInput({ devices: [testDevice({ token: testToken({ state: 'moved' }) })] }),
      'token-dead': testInput({ devices: [testDevice({ token: testToken({ state: 'dead' }) })] }),
      'certificate-missing': testInput({
        devices: [testDevice({ token: testToken({ certificateExists: false }) })],
      }),
      folded: testInput({ backlogs: new Map([['phone', { kind: 'folded' as const }]]) }),
      'beyond-quota': testInput({
        quotas: new Map([['phone', [{ used: 9, limit: 10, reserve: 1, resetsAtMs: sentAtMs + 2 * DAY_MS }]]]),
      }),
      gathered: testInput({ bursts: new Map([['phone', { kind: 'folded' }]]) }),
      'no-device': testInput({ devices: [] }),
    }
    for (const dropped of rules) {
      const rest = rules.filter((rule) => rule !== dropped)
      const given = inputs[dropped.reason]
      expect(plan(given)[0]?.reason).toBe(dropped.reason)
      // Without the rule about shares, a push waits for the next one.
      const otherwise = dropped.reason === 'beyond-quota' ? 'hold' : 'push'
      expect(planBy(rest, given)[0]?.kind, `without ${dropped.reason}`).toBe(otherwise)
    }
  })
})
