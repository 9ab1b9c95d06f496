import { platforms, reasons, vendorIds } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  sentAtMs,
  testDevice,
  testInput,
  testMessage,
  testSettings,
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
)
const message = fc
  .record({
    msgID: fc.uuid(),
    elements: fc.array(element, { minLength: 1, maxLength: 3 }),
    isOnlineOnly: fc.boolean(),
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
  .map(testMessage)
const input: fc.Arbitrary<PlanInput> = fc.record({
  message,
  recipient: fc.constantFrom('bob', 'ann'),
  devices: fc.uniqueArray(device, { maxLength: 3, selector: (one) => one.deviceID }),
  connections: fc.uniqueArray(fc.record({ deviceID, background: fc.boolean(), responsive: fc.boolean() }), {
    maxLength: 3,
    selector: (one) => one.deviceID,
  }),
  settings: fc.constant(testSettings),
  nowMs: fc.integer({ min: sentAtMs - DAY_MS, max: sentAtMs + 9 * DAY_MS }),
  unreached: fc
    .array(fc.tuple(deviceID, fc.constantFrom('unacknowledged' as const, 'connection-lost' as const)))
    .map((pairs) => new Map(pairs)),
})

const reasonKind = { live: 'live', push: 'push', suppress: 'suppressed' } as const

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
    for (const dropped of rules) {
      const rest = rules.filter((rule) => rule !== dropped)
      // no-token is the one rule that the missing token itself repeats; a token taken back shows it.
      const given = {
        'own-message': testInput({ recipient: 'ann' }),
        'online-only': testInput({ message: testMessage({ isOnlineOnly: true }) }),
        'push-disabled': testInput({ message: testMessage({ offlinePushInfo: { disablePush: true } }) }),
        'custom-without-desc': testInput({
          message: testMessage({ elements: [{ type: 'custom', data: '', desc: '', extension: '' }] }),
        }),
        'other-user': testInput({ devices: [testDevice({ loginState: 'other-user' })] }),
        'logged-out': testInput({ devices: [testDevice({ loginState: 'logged-out' })] }),
        kicked: testInput({ devices: [testDevice({ loginState: 'kicked' })] }),
        'not-pushable-platform': testInput({ devices: [testDevice({ platform: 'web' })] }),
        'offline-too-long': testInput({ devices: [testDevice({ lastSeenAtMs: sentAtMs - 8 * DAY_MS })] }),
        'no-token': testInput({ devices: [testDevice({ token: testToken({ state: 'cleared' }) })] }),
        'token-moved': testInput({ devices: [testDevice({ token: testToken({ state: 'moved' }) })] }),
        'token-dead': testInput({ devices: [testDevice({ token: testToken({ state: 'dead' }) })] }),
        'certificate-missing': testInput({
          devices: [testDevice({ token: testToken({ certificateExists: false }) })],
        }),
        'no-device': testInput({ devices: [] }),
      }[dropped.reason]
      expect(plan(given)[0]?.reason).toBe(dropped.reason)
      expect(planBy(rest, given)[0]?.kind, `without ${dropped.reason}`).toBe('push')
    }
  })
})
