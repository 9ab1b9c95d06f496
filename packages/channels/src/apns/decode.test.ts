import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { VendorAnswer } from '../channel.ts'
import { nowMs } from '../testing/fixtures.ts'
import { apns } from './index.ts'

const decode = (status: number, body: string, headers: VendorAnswer['headers'] = {}) =>
  apns.decode({ status, body, headers }, ['00'], nowMs)[0]

const MINUTE = 60_000

describe('an answer', () => {
  it('of success names the notification', () => {
    expect(decode(200, '', { 'apns-id': '1b0d5c0e-7f0a-4b6e-9a57-0f1b7f5f2a10' })).toEqual({
      kind: 'accepted',
      requestID: '1b0d5c0e-7f0a-4b6e-9a57-0f1b7f5f2a10',
    })
  })

  it.each([
    [400, 'BadCollapseId', 'refused payload'],
    [400, 'BadDeviceToken', 'token-dead'],
    [400, 'BadExpirationDate', 'refused payload'],
    [400, 'BadMessageId', 'refused payload'],
    [400, 'BadPriority', 'refused payload'],
    [400, 'BadTopic', 'refused config'],
    [400, 'DeviceTokenNotForTopic', 'token-dead'],
    [400, 'DuplicateHeaders', 'refused payload'],
    [400, 'IdleTimeout', 'retry'],
    [400, 'InvalidPushType', 'refused payload'],
    [400, 'MissingDeviceToken', 'refused payload'],
    [400, 'MissingTopic', 'refused config'],
    [400, 'PayloadEmpty', 'refused payload'],
    [400, 'TopicDisallowed', 'refused config'],
    [403, 'BadCertificate', 'refused config'],
    [403, 'BadCertificateEnvironment', 'refused config'],
    [403, 'BadEnvironmentKeyIdInToken', 'refused config'],
    [403, 'BadEnvironmentKeyInToken', 'refused config'],
    [403, 'ExpiredProviderToken', 'refused config'],
    [403, 'Forbidden', 'refused config'],
    [403, 'InvalidProviderToken', 'refused config'],
    [403, 'MissingProviderToken', 'refused config'],
    [403, 'UnrelatedKeyIdInToken', 'refused config'],
    [404, 'BadPath', 'refused payload'],
    [405, 'MethodNotAllowed', 'refused payload'],
    [410, 'ExpiredToken', 'token-dead'],
    [410, 'Unregistered', 'token-dead'],
    [413, 'PayloadTooLarge', 'refused payload'],
    [429, 'TooManyProviderTokenUpdates', 'retry', 20 * MINUTE],
    [429, 'TooManyRequests', 'retry', MINUTE],
    [500, 'InternalServerError', 'retry'],
    [503, 'ServiceUnavailable', 'retry'],
    [503, 'Shutdown', 'retry'],
    // unknown: by the status
    [400, 'NewReason', 'refused payload'],
    [403, 'NewReason', 'refused config'],
    [410, 'NewReason', 'refused payload'],
    [429, 'NewReason', 'retry', MINUTE],
    [503, 'NewReason', 'retry'],
  ] as const)('%i %s is %s', (status, reason, expected, afterMs?: number) => {
    const [kind, cause] = expected.split(' ')
    expect(decode(status, JSON.stringify({ reason }))).toEqual({
      kind,
      ...(cause === undefined ? {} : { cause }),
      ...(afterMs === undefined ? {} : { afterMs }),
      words: { code: reason },
    })
  })

  it.each([
    ['milliseconds', nowMs - 5000, { sinceMs: nowMs - 5000 }],
    ['the future, as from a clock that runs ahead', nowMs + 5000, { sinceMs: nowMs }],
    ['text', 'yesterday', {}],
    ['nothing', undefined, {}],
  ])('of a dead token tells since when: %s', (_, timestamp, since) => {
    expect(decode(410, JSON.stringify({ reason: 'Unregistered', timestamp }))).toEqual({
      kind: 'token-dead',
      ...since,
      words: { code: 'Unregistered' },
    })
  })

  it('may ask for a wait', () => {
    expect(decode(503, '{"reason":"ServiceUnavailable"}', { 'retry-after': '7' })).toMatchObject({
      afterMs: 7000,
    })
  })

  it.each([
    [200, '<p>Welcome to the hotel</p>', 'unknown', 'BAD_ANSWER'],
    [200, '', 'unknown', 'BAD_ANSWER'],
    [410, '', 'refused', 'HTTP 410'],
    [502, '<p>Bad gateway</p>', 'unknown', 'HTTP 502'],
    [503, '', 'retry', 'HTTP 503'],
    [503, '[1]', 'retry', 'HTTP 503'],
    [403, '{"reason":1}', 'refused', 'HTTP 403'],
  ])('that is not Apple’s, %i %s, is %s', (status, body, kind, code) => {
    expect(decode(status, body)).toMatchObject({ kind, words: { code } })
  })

  it('whatever it holds has an outcome', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(decode(status, body)?.kind).toBeTypeOf('string')
      }),
    )
  })
})
