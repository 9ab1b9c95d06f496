import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { AnyChannel, PushNotification } from './channel.ts'
import { knownNumber, withOverrides } from './configurable.ts'
import { channels } from './index.ts'
import { apnsKeyFields } from './testing/apns-credentials.ts'
import { certificateOf, notification, nowMs } from './testing/fixtures.ts'

const fields = { appID: '104456789', clientID: 'abcdef', clientSecret: 'abcdefgh12345678' }
const parse = (more: Record<string, unknown>) => channels.honor.parseCertificate({ ...fields, ...more })
const certificate = (more: Record<string, unknown>) => certificateOf<object>(parse(more))

const refused = (code: string): Outcome => ({
  kind: 'refused',
  cause: 'payload',
  words: { code, text: 'so' },
})
const read = (codeOverrides: string, outcome: Outcome): Outcome | undefined =>
  withOverrides(certificate({ codeOverrides }), [outcome], channels.honor.knowsCode, nowMs)[0]

describe('what an owner knows better', () => {
  it('is a field of every vendor', () => {
    for (const channel of Object.values(channels)) {
      const names = channel.certificateFields.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['codeOverrides', 'notificationsPerSecond']))
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('leaves a certificate alone that says nothing of it', () => {
    expect(certificate({})).not.toHaveProperty('knowledge')
    expect(certificate({ codeOverrides: ' ', notificationsPerSecond: '' })).not.toHaveProperty('knowledge')
    const outcomes = [refused('1')]
    expect(withOverrides(certificate({}), outcomes, channels.honor.knowsCode, nowMs)).toBe(outcomes)
  })

  it.each([
    ['80300007=token-dead', '80300007', { kind: 'token-dead' }],
    [
      '80300007=retry, 5=quota',
      '5',
      { kind: 'refused', cause: 'quota', resetsAtMs: Date.UTC(2026, 10, 20, 16) },
    ],
    ['5=config', '5', { kind: 'refused', cause: 'config' }],
    ['5=accepted;6=unknown', '6', { kind: 'unknown' }],
    ['HTTP 503 = retry', 'HTTP 503', { kind: 'retry' }],
    ['failTokens=token-dead', 'failTokens', { kind: 'token-dead' }],
    // Of no list of Honor's.
    ['other=retry', '12345', { kind: 'retry' }],
    ['other=retry, 12345=config', '12345', { kind: 'refused', cause: 'config' }],
    // Known, or not Honor's.
    ['other=retry', '80300008', { kind: 'refused', cause: 'payload' }],
    ['other=retry', 'MALFORMED_TOKEN', { kind: 'refused', cause: 'payload' }],
    ['other=retry', 'HTTP 418', { kind: 'refused', cause: 'payload' }],
  ])('%s: %s', (codeOverrides, code, expected) => {
    expect(read(codeOverrides, refused(code))).toEqual({ ...expected, words: { code, text: 'so' } })
  })

  it.each([
    [{ codeOverrides: '5' }, /^codeOverrides: found "5": 5 is not one: must be codes/],
    [{ codeOverrides: '5=dead' }, /^codeOverrides: .*accepted, token-dead, retry/],
    [{ codeOverrides: '=retry' }, /^codeOverrides: /],
    [
      { codeOverrides: Array.from({ length: 101 }, (_, code) => `${code}=retry`).join() },
      /at most 100 codes/,
    ],
    [{ notificationsPerSecond: '0' }, /^notificationsPerSecond: found "0": must be a whole number from 1/],
    [{ notificationsPerSecond: 'many' }, /^notificationsPerSecond: /],
  ])('%j is refused', (more, expected) => {
    const result = parse(more)
    const [problem] = result.ok ? [] : result.problems
    expect(`${problem?.field}: ${problem?.message}`).toMatch(expected)
  })

  it('comes with the problems of the vendor’s own fields', () => {
    const result = parse({ appID: 'x', notificationsPerSecond: '-1' })
    expect(result.ok ? [] : result.problems.map(({ field }) => field)).toEqual([
      'appID',
      'notificationsPerSecond',
    ])
  })

  it('may be the rate the app was granted', () => {
    const rateOf = (value: unknown) => knownNumber(value, 'notificationsPerSecond')
    expect(rateOf(certificate({ notificationsPerSecond: '250' }))).toBe(250)
    for (const value of [certificate({}), certificate({ quotaResetHour: '7' }), undefined, null, 'x'])
      expect(rateOf(value)).toBeUndefined()
  })

  it('reads no text wrongly', () => {
    fc.assert(
      fc.property(fc.string(), (codeOverrides) => {
        const result = parse({ codeOverrides })
        if (result.ok)
          expect(
            codeOverrides.trim() === '' || codeOverrides.includes('=') || /^[\s,;]+$/.test(codeOverrides),
          ).toBe(true)
      }),
    )
  })
})

describe('numbers that are not sure', () => {
  const vivo = { appID: '100215', appKey: 'k'.repeat(32), appSecret: 's'.repeat(32) }
  const oppo = { appKey: 'a'.repeat(32), masterSecret: 'm'.repeat(32) }
  const meizu = { appID: '110999', appSecret: 's'.repeat(32), packageName: 'com.example.chat' }
  const xiaomi = {
    packageName: 'com.example.chat',
    appSecret: 's'.repeat(24),
    channelClass: 'private',
    channelID: '1',
  }
  const encode = (
    vendor: keyof typeof channels,
    given: Record<string, unknown>,
    changes: Partial<PushNotification>,
    token = 'a'.repeat(32),
  ): string => {
    const channel: AnyChannel = channels[vendor]
    const result = channel.encode(
      certificateOf(channel.parseCertificate(given)),
      notification(changes),
      [token],
      {
        nowMs,
        accessToken: 'at',
      },
    )
    if (result.kind !== 'request') return result.outcome.words.text ?? ''
    return new URLSearchParams(result.request.body).get('message') ?? result.request.body
  }
  const long = { body: 'x'.repeat(9000), ext: '' }
  const late = { deadlineMs: nowMs + 60 * 86_400_000 }
  const bigExt = { ext: 'e'.repeat(600) }

  it.each([
    ['honor', { ...fields, maxPayloadBytes: '1000' }, long, /^.{900,1100}$/],
    ['honor', { ...fields, maxPayloadBytes: '600' }, bigExt, /Honor takes 600 bytes in all/],
    ['apns', apnsKeyFields({ maxPayloadBytes: '1000' }), long, /^.{998}$/],
    ['xiaomi', { ...xiaomi, maxPayloadBytes: '600' }, bigExt, /of at most 600$/],
    ['xiaomi', { ...xiaomi, maxTTLSeconds: '1209600' }, late, /time_to_live=1209600000&/],
    ['meizu', { ...meizu, maxPayloadBytes: '600' }, bigExt, /of at most 600$/],
    ['vivo', { ...vivo, maxTTLSeconds: '604800' }, late, /"timeToLive":604800,/],
    ['vivo', { ...vivo, maxBodyLength: '200' }, long, /"content":"x{198}…"/],
    ['vivo', { ...vivo, maxTitleLength: '80' }, { title: '林'.repeat(60) }, /"title":"林{39}…"/],
    ['oppo', { ...oppo, maxBodyLength: '200' }, long, /"content":"x{199}…","style":1/],
  ] as const)('%s, case %#', (vendor, given, changes, expected) => {
    expect(encode(vendor, given, changes)).toMatch(expected)
  })

  it('are fields of the vendors they are not sure of alone', () => {
    expect(channels.fcm.certificateFields.map(({ name }) => name)).not.toContain('maxPayloadBytes')
    expect(channels.vivo.parseCertificate({ ...vivo, maxPayloadBytes: '600' }).ok).toBe(false)
  })

  it('the hour of the quota', () => {
    const quota: Outcome = { kind: 'refused', cause: 'quota', resetsAtMs: 1, words: { code: '5' } }
    const known = certificate({ quotaResetHour: '7' })
    // It is 18:00 in China.
    expect(withOverrides(known, [quota, refused('6')], undefined, nowMs)).toEqual([
      { ...quota, resetsAtMs: Date.UTC(2026, 10, 20, 23) },
      refused('6'),
    ])
  })
})
