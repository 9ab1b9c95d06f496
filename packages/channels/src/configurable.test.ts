import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { notificationsPerSecondOf, withOverrides } from './configurable.ts'
import { channels } from './index.ts'
import { certificateOf, nowMs } from './testing/fixtures.ts'

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
      expect(names.slice(-2)).toEqual(['codeOverrides', 'notificationsPerSecond'])
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
    expect(notificationsPerSecondOf(certificate({ notificationsPerSecond: '250' }))).toBe(250)
    expect(notificationsPerSecondOf(certificate({}))).toBeUndefined()
    for (const value of [undefined, null, 'x']) expect(notificationsPerSecondOf(value)).toBeUndefined()
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
