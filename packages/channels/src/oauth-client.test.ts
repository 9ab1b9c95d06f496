import { describe, expect, it } from 'vitest'

import { textOf } from './json.ts'
import { clientCredentialsRequest, credentialKey, decodeClientCredentials } from './oauth-client.ts'
import { nowMs } from './testing/fixtures.ts'

const credentials = { clientID: '104', clientSecret: 's+e/c=r&t', tokenURL: 'https://iam.example.com/token' }

const decode = (status: number, body: string, headers: Record<string, string> = {}) =>
  decodeClientCredentials({ status, headers, body }, nowMs, (fields) => textOf(fields['error']))

it('sends the credential percent-encoded', () => {
  expect(clientCredentialsRequest(credentials)).toEqual({
    method: 'POST',
    url: 'https://iam.example.com/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&client_id=104&client_secret=s%2Be%2Fc%3Dr%26t',
  })
})

it('tells credentials apart without showing them', () => {
  const key = credentialKey(credentials)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(credentialKey({ ...credentials })).toBe(key)
  expect(credentialKey({ ...credentials, clientSecret: 'other' })).not.toBe(key)
  expect(credentialKey({ ...credentials, tokenURL: 'https://other.example.com' })).not.toBe(key)
})

describe('the answer', () => {
  it.each([
    ['{"access_token":"DAE\\/a+=","expires_in":3600}', 'DAE/a+=', 3600],
    ['{"access_token":"t","expires_in":"60"}', 't', 60],
    ['{"access_token":"t"}', 't', 3600],
    ['{"access_token":"t","expires_in":1e9}', 't', 86_400],
  ])('%s', (body, value, seconds) => {
    expect(decode(200, body)).toEqual({
      kind: 'token',
      token: { value, expiresAtMs: nowMs + seconds * 1000 },
    })
  })

  it.each([
    [
      400,
      '{"error":"unauthorized_client","error_description":"Invalid client"}',
      { kind: 'refused', cause: 'config', words: { code: 'unauthorized_client', text: 'Invalid client' } },
    ],
    [401, '{"error":"invalid_client"}', { kind: 'refused', cause: 'config' }],
    [200, '{"error":"invalid_client"}', { kind: 'refused', cause: 'config' }],
    [404, 'no such page', { kind: 'refused', cause: 'config', words: { code: 'HTTP 404' } }],
    [400, '', { kind: 'refused', cause: 'config' }],
    [200, '{"access_token":"with space"}', { kind: 'retry', words: { code: 'BAD_ANSWER' } }],
    [200, '<html>', { kind: 'retry', words: { code: 'BAD_ANSWER' } }],
    [429, '', { kind: 'retry', afterMs: 60_000 }],
    [503, '{"error":"1203"}', { kind: 'retry', words: { code: '1203' } }],
    [590, '', { kind: 'retry' }],
    // Whatever became of the token request, no push was sent.
    [502, '', { kind: 'retry' }],
  ])('HTTP %i %s', (status, body, outcome) => {
    expect(decode(status, body)).toMatchObject({ kind: 'outcome', outcome })
  })
})
