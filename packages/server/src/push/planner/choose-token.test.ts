import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { vendorIds } from '@carillon/protocol'

import { sentAtMs, testDevice, testMessage, testToken } from '../testing/plan-input.ts'
import { chooseToken } from './choose-token.ts'
import type { DeviceToken } from './types.ts'

const HOUR_MS = 3_600_000
const minutesAgo = (minutes: number): number => sentAtMs - minutes * 60_000

const fcm = (change: Partial<DeviceToken> = {}) =>
  testToken({ vendor: 'fcm', token: 'fcm', registeredAtMs: minutesAgo(5), ...change })
const xiaomi = (change: Partial<DeviceToken> = {}) =>
  testToken({ vendor: 'xiaomi', token: 'xiaomi', registeredAtMs: minutesAgo(6), ...change })
const alert = (change: Partial<DeviceToken> = {}) =>
  testToken({ vendor: 'apns', token: 'alert', registeredAtMs: minutesAgo(9), ...change })
const voip = (change: Partial<DeviceToken> = {}) =>
  testToken({ vendor: 'apns', token: 'voip', registeredAtMs: minutesAgo(9), isVoIP: true, ...change })

const call = testMessage({ offlinePushInfo: { iOSPushType: 1 } })
const text = testMessage()

const order = (tokens: readonly DeviceToken[], message = text, refused?: ReadonlySet<string>) => {
  const [token = null, ...otherTokens] = tokens
  const chosen = chooseToken(testDevice({ token, otherTokens }), message, refused)
  return [chosen.token?.token, ...(chosen.otherTokens ?? []).map((one) => one.token)]
}

describe('the token a message goes to', () => {
  it.each<[string, DeviceToken[], typeof text, (string | undefined)[]]>([
    ['one vendor', [fcm()], text, ['fcm']],
    ['two reported together: the maker’s own', [fcm(), xiaomi()], text, ['xiaomi', 'fcm']],
    [
      'one of an earlier time: the newer',
      [fcm(), xiaomi({ registeredAtMs: sentAtMs - 3 * HOUR_MS })],
      text,
      ['fcm', 'xiaomi'],
    ],
    [
      'reported within the hour',
      [fcm(), xiaomi({ registeredAtMs: minutesAgo(5) - HOUR_MS + 1 })],
      text,
      ['xiaomi', 'fcm'],
    ],
    [
      'reported an hour before: not together',
      [fcm(), xiaomi({ registeredAtMs: minutesAgo(5) - HOUR_MS })],
      text,
      ['fcm', 'xiaomi'],
    ],
    ['the maker’s own is dead', [fcm(), xiaomi({ state: 'dead' })], text, ['fcm']],
    ['its certificate is gone', [fcm(), xiaomi({ certificateExists: false })], text, ['fcm']],
    [
      'none lives: the newest tells why',
      [fcm({ state: 'moved' }), xiaomi({ state: 'dead', registeredAtMs: sentAtMs - 3 * HOUR_MS })],
      text,
      ['fcm'],
    ],
    ['a call on an iPhone with both', [alert(), voip()], call, ['voip', 'alert']],
    ['a message on an iPhone with both', [voip(), alert()], text, ['alert']],
    ['a call on an iPhone without a VoIP token', [alert()], call, ['alert']],
    ['a call when the VoIP token is dead', [voip({ state: 'dead' }), alert()], call, ['alert']],
    ['a message on an iPhone with a VoIP token alone', [voip()], text, [undefined]],
  ])('%s', (_, tokens, message, expected) => {
    expect(order(tokens, message)).toEqual(expected)
    // The order of the rows says nothing.
    if (tokens.length === 2) expect(order(tokens.toReversed(), message)).toEqual(expected)
  })

  it.each([
    ['in their order', false],
    ['in the other order', true],
  ])('is the newest, and of those before it the newest again: %s', (_, isReversed) => {
    const tokens = [
      fcm(),
      xiaomi({ registeredAtMs: sentAtMs - 3 * HOUR_MS }),
      testToken({ vendor: 'honor', token: 'honor', registeredAtMs: sentAtMs - 4 * HOUR_MS }),
    ]
    expect(order(isReversed ? tokens.toReversed() : tokens)).toEqual(['fcm', 'xiaomi', 'honor'])
  })

  it('is the only one there is, whatever its state; the device stays as it is', () => {
    for (const token of [null, fcm(), fcm({ state: 'dead' })]) {
      const device = testDevice({ token })
      expect(chooseToken(device, text)).toBe(device)
    }
  })

  it('is none on an iPhone that has reported for calls alone, but for a call', () => {
    const device = testDevice({ token: voip() })
    expect(chooseToken(device, text)).toMatchObject({ token: null, otherTokens: [] })
    expect(chooseToken(device, call)).toMatchObject({ token: { token: 'voip' }, otherTokens: [] })
  })

  it('is the other one once the first has been refused', () => {
    expect(order([fcm(), xiaomi()], text, new Set(['xiaomi']))).toEqual(['fcm'])
  })

  it('is never a VoIP token but for a call, and never one that is not usable while another is', () => {
    const tokens = fc.array(
      fc.record({
        vendor: fc.constantFrom(...vendorIds),
        token: fc.uuid(),
        state: fc.constantFrom('live' as const, 'dead' as const, 'moved' as const, 'cleared' as const),
        registeredAtMs: fc.integer({ min: 0, max: sentAtMs }),
        certificateExists: fc.boolean(),
        certificateID: fc.constant(1),
        isVoIP: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(tokens, fc.boolean(), (drawn, isCall) => {
        const all = drawn.map(({ isVoIP, ...token }): DeviceToken => ({
          ...token,
          ...(isVoIP ? { isVoIP } : {}),
        }))
        const [token = null, ...otherTokens] = all
        const chosen = chooseToken(testDevice({ token, otherTokens }), isCall ? call : text)
        const offered = [chosen.token, ...(chosen.otherTokens ?? [])].filter((one) => one !== null)
        if (!isCall) expect(offered.some((one) => one.isVoIP)).toBe(false)
        const isUsable = (one: DeviceToken) =>
          one.state === 'live' && one.certificateExists && (isCall || !one.isVoIP)
        const usable = all.filter(isUsable)
        if (usable.length > 0) expect(new Set(offered)).toEqual(new Set(usable))
      }),
    )
  })
})
