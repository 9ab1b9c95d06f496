import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, keyFile, nowMs } from '../testing/fixtures.ts'
import { fcmAnswers } from './answers.ts'
import { parseFcmCertificate } from './certificate.ts'
import { fcm } from './index.ts'

type Case = [string, number, string, Partial<Outcome> & Record<string, unknown>]

const fcmError = (errorCode: string) =>
  `{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"${errorCode}"}`
const violation = (field: string) =>
  `{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"${field}","description":"bad"}]}`
const error = (status: string, ...details: string[]) =>
  `{"error":{"code":1,"message":"the words","status":"${status}","details":[${details.join(',')}]}}`

const decode = (status: number, body: string, headers: Record<string, string> = {}): Outcome => {
  const [outcome] = fcm.decode({ status, headers, body }, ['token'], nowMs)
  if (outcome === undefined) throw new Error('no outcome')
  return outcome
}

const cases: Case[] = [
  [
    'accepted',
    200,
    '{"name":"projects/p/messages/0:17%ab"}',
    { kind: 'accepted', requestID: 'projects/p/messages/0:17%ab' },
  ],
  [
    'UNREGISTERED',
    404,
    error('NOT_FOUND', fcmError('UNREGISTERED')),
    { kind: 'token-dead', words: { code: 'UNREGISTERED', text: 'the words' } },
  ],
  [
    '404 without FcmError',
    404,
    error('NOT_FOUND'),
    { kind: 'refused', cause: 'config', words: { code: 'NOT_FOUND', text: 'the words' } },
  ],
  [
    'INVALID_ARGUMENT for the token',
    400,
    error('INVALID_ARGUMENT', fcmError('INVALID_ARGUMENT'), violation('message.token')),
    { kind: 'token-dead' },
  ],
  [
    'INVALID_ARGUMENT for a field',
    400,
    error('INVALID_ARGUMENT', fcmError('INVALID_ARGUMENT'), violation('message.android.ttl')),
    { kind: 'refused', cause: 'payload' },
  ],
  [
    'INVALID_ARGUMENT alone',
    400,
    error('INVALID_ARGUMENT', fcmError('INVALID_ARGUMENT')),
    { kind: 'refused', cause: 'payload', words: { code: 'INVALID_ARGUMENT', text: 'the words' } },
  ],
  [
    'a JSON shape error',
    400,
    error('INVALID_ARGUMENT', violation('message.token')),
    { kind: 'refused', cause: 'payload' },
  ],
  [
    'SENDER_ID_MISMATCH',
    403,
    error('PERMISSION_DENIED', fcmError('SENDER_ID_MISMATCH')),
    { kind: 'token-dead' },
  ],
  [
    '403 without FcmError',
    403,
    error('PERMISSION_DENIED', '{"reason":"SERVICE_DISABLED"}'),
    { kind: 'refused', cause: 'config', words: { code: 'PERMISSION_DENIED', text: 'the words' } },
  ],
  [
    'THIRD_PARTY_AUTH_ERROR',
    401,
    error('UNAUTHENTICATED', fcmError('THIRD_PARTY_AUTH_ERROR')),
    { kind: 'refused', cause: 'config' },
  ],
  ['401 without FcmError', 401, error('UNAUTHENTICATED'), { kind: 'refused', cause: 'config' }],
  [
    'QUOTA_EXCEEDED',
    429,
    error('RESOURCE_EXHAUSTED', fcmError('QUOTA_EXCEEDED')),
    { kind: 'retry', afterMs: 60_000 },
  ],
  [
    'UNAVAILABLE',
    503,
    error('UNAVAILABLE', fcmError('UNAVAILABLE')),
    { kind: 'retry', words: { code: 'UNAVAILABLE', text: 'the words' } },
  ],
  ['INTERNAL', 500, error('INTERNAL', fcmError('INTERNAL')), { kind: 'retry' }],
  [
    'UNSPECIFIED_ERROR by its status',
    400,
    error('INVALID_ARGUMENT', fcmError('UNSPECIFIED_ERROR')),
    { kind: 'refused', cause: 'payload', words: { code: 'UNSPECIFIED_ERROR', text: 'the words' } },
  ],
  [
    'UNSPECIFIED_ERROR by its status',
    503,
    error('UNAVAILABLE', fcmError('UNSPECIFIED_ERROR')),
    { kind: 'retry' },
  ],
  [
    'a code of the future',
    400,
    error('INVALID_ARGUMENT', fcmError('FULL_MOON')),
    { kind: 'refused', cause: 'payload', words: { code: 'FULL_MOON', text: 'the words' } },
  ],
  ['a code of the future', 500, error('INTERNAL', fcmError('FULL_MOON')), { kind: 'retry' }],
  [
    "a proxy's page",
    200,
    '<html>Welcome</html>',
    { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Welcome' } },
  ],
  [
    "a gateway's page",
    502,
    '<html>Bad Gateway</html>',
    { kind: 'unknown', words: { code: 'HTTP 502', text: 'Bad Gateway' } },
  ],
  ['success without a name', 200, '{}', { kind: 'unknown' }],
  ['cut JSON', 503, '{"error":', { kind: 'retry' }],
]

describe('answers', () => {
  it.each(cases)('%s (HTTP %i)', (_, status, body, outcome) => {
    expect(decode(status, body)).toMatchObject(outcome)
  })

  it('covers every code of the table', () => {
    const covered = cases.map(([, , body]) => body).join('')
    for (const code of Object.keys(fcmAnswers)) expect(covered).toContain(`"errorCode":"${code}"`)
  })

  it.each([
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': new Date(nowMs + 30_000).toUTCString() }, 30_000],
  ])('honours Retry-After %j', (headers, afterMs) => {
    for (const [status, code] of [
      [429, 'QUOTA_EXCEEDED'],
      [503, 'UNAVAILABLE'],
    ] as const)
      expect(decode(status, error('X', fcmError(code)), headers)).toMatchObject({ kind: 'retry', afterMs })
  })

  it('gives an outcome for any answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(decode(status, body).kind).toMatch(/^(accepted|token-dead|retry|refused|unknown)$/)
      }),
    )
  })
})

describe('the access token', () => {
  const certificate = certificateOf(parseFcmCertificate({ serviceAccountJson: keyFile() }))
  const authorizer = fcm.authorizer
  if (authorizer === undefined) throw new Error('no authorizer')

  it.each([
    [
      200,
      '{"access_token":"ya29.x","expires_in":3599}',
      { kind: 'token', token: { value: 'ya29.x', expiresAtMs: nowMs + 3_599_000 } },
    ],
    [
      200,
      '{"access_token":"a\\r\\nb","expires_in":3599}',
      { kind: 'outcome', outcome: { kind: 'retry', words: { code: 'BAD_ANSWER' } } },
    ],
    [200, '<html>', { kind: 'outcome', outcome: { kind: 'retry' } }],
    [
      400,
      '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}',
      {
        kind: 'outcome',
        outcome: {
          kind: 'refused',
          cause: 'config',
          words: { code: 'invalid_grant', text: 'Invalid JWT Signature.' },
        },
      },
    ],
    [400, '{"error":"invalid_scope"}', { kind: 'outcome', outcome: { kind: 'refused', cause: 'config' } }],
    [401, '{"error":"invalid_client"}', { kind: 'outcome', outcome: { kind: 'refused', cause: 'config' } }],
    [404, 'not here', { kind: 'outcome', outcome: { kind: 'refused', cause: 'config' } }],
    [418, '', { kind: 'outcome', outcome: { kind: 'refused', cause: 'config' } }],
    [429, '', { kind: 'outcome', outcome: { kind: 'retry', afterMs: 60_000 } }],
    [502, '', { kind: 'outcome', outcome: { kind: 'retry' } }],
    [
      503,
      '{"error":"internal_failure"}',
      { kind: 'outcome', outcome: { kind: 'retry', words: { code: 'internal_failure' } } },
    ],
  ])('HTTP %i %s', (status, body, result) => {
    expect(authorizer.decode({ status, headers: {}, body }, nowMs)).toMatchObject(result)
  })

  it('is refused by a 401 that is not about APNs', () => {
    const refused = (status: number, body: string) => authorizer.isTokenRefused({ status, headers: {}, body })
    expect(refused(401, error('UNAUTHENTICATED'))).toBe(true)
    expect(refused(401, '')).toBe(true)
    expect(refused(401, error('UNAUTHENTICATED', fcmError('THIRD_PARTY_AUTH_ERROR')))).toBe(false)
    expect(refused(403, '')).toBe(false)
    expect(authorizer.cacheKey(certificate)).toBe(certificate.credentialID)
  })
})

describe('the probe', () => {
  const certificate = certificateOf(
    parseFcmCertificate({ serviceAccountJson: keyFile(), packageName: 'com.example.chat' }),
  )
  const probe = fcm.probe?.(certificate, { nowMs, accessToken: 't' })
  if (probe === undefined) throw new Error('no probe')

  it('validates only', () => {
    expect(JSON.parse(probe.request.body)).toMatchObject({
      validate_only: true,
      message: {
        token: 'carillon-certificate-check',
        android: { restricted_package_name: 'com.example.chat' },
      },
    })
  })

  it.each([
    [
      'the token refused by its field',
      400,
      error('INVALID_ARGUMENT', fcmError('INVALID_ARGUMENT'), violation('message.token')),
      'accepted',
    ],
    [
      'the token refused by text',
      400,
      error('INVALID_ARGUMENT', fcmError('INVALID_ARGUMENT')).replace(
        'the words',
        'The registration token is not a valid FCM registration token',
      ),
      'accepted',
    ],
    ['the token unknown', 404, error('NOT_FOUND', fcmError('UNREGISTERED')), 'accepted'],
    ['a message', 200, '{"name":"projects/p/messages/fake"}', 'accepted'],
    ['no permission', 403, error('PERMISSION_DENIED'), 'refused'],
    ['no project', 404, error('NOT_FOUND'), 'refused'],
    ['down', 503, '', 'retry'],
  ])('%s', (_, status, body, kind) => {
    expect(probe.decode({ status, headers: {}, body }).kind).toBe(kind)
  })
})
