import { describe, expect, it } from 'vitest'

import { outcomeOfStatus, retryAfterMs } from './http-status.ts'
import { nowMs } from './testing/fixtures.ts'

const retryAfter = (value: string): number | undefined =>
  retryAfterMs({ status: 503, headers: { 'retry-after': value }, body: '' }, nowMs)

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    [new Date(nowMs + 90_000).toUTCString(), 90_000],
    [new Date(nowMs - 90_000).toUTCString(), 0],
    ['999999999999', 86_400_000],
    ['-5', undefined],
    ['soon', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(retryAfter(value)).toBe(ms)
  })

  it('is undefined when absent', () => {
    expect(retryAfterMs({ status: 503, headers: {}, body: '' }, nowMs)).toBeUndefined()
  })
})

describe('an answer without a vendor code', () => {
  it.each([
    [200, { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Log in to the guest network' } }],
    [302, { kind: 'refused', cause: 'config' }],
    [400, { kind: 'refused', cause: 'payload' }],
    [401, { kind: 'refused', cause: 'config' }],
    [403, { kind: 'refused', cause: 'config' }],
    [404, { kind: 'refused', cause: 'config' }],
    [408, { kind: 'retry' }],
    [413, { kind: 'refused', cause: 'payload' }],
    [418, { kind: 'refused', cause: 'payload' }],
    [429, { kind: 'retry', afterMs: 60_000 }],
    [500, { kind: 'retry' }],
    [502, { kind: 'unknown', words: { code: 'HTTP 502', text: 'Log in to the guest network' } }],
    [503, { kind: 'retry' }],
    [504, { kind: 'unknown' }],
    [599, { kind: 'retry' }],
  ])('HTTP %i', (status, outcome) => {
    const body = '<html><style>p {}</style><body><p>Log in to\n the <b>guest</b> network</p></body></html>'
    expect(outcomeOfStatus({ status, headers: {}, body }, nowMs)).toMatchObject(outcome)
  })
})
