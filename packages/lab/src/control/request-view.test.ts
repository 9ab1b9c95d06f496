import { expect, it } from 'vitest'
import type { LoggedRequest } from '../emulator/types.ts'
import { shortened, viewRequest } from './request-view.ts'

const secret = 'S3cretS3cretS3cretS3cret'
const request = (change: Partial<LoggedRequest>): LoggedRequest => ({
  id: 1,
  kind: 'send',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: '',
  httpVersion: '2',
  connectionID: 1,
  receivedAtMs: 0,
  ...change,
})

it.each<[string, Partial<LoggedRequest>]>([
  ['a bearer', { headers: { authorization: `Bearer ${secret}` } }],
  ["vivo's header", { headers: { authtoken: secret } }],
  ['a client secret', { body: `grant_type=client_credentials&client_secret=${secret}&client_id=1` }],
  ['an assertion', { body: `assertion=${secret}` }],
  ["OPPO's token", { body: `message=%7B%7D&auth_token=${secret}` }],
  ['a signature', { body: `{"appId":1,"sign":"${secret}"}` }],
  ['an answer', { answer: { status: 200, body: `{ "access_token": "${secret}", "expires_in": 3600 }` } }],
])('shows %s shortened', (_, change) => {
  const text = JSON.stringify(viewRequest(request(change)))
  expect(text).not.toContain(secret)
  expect(text).toMatch(/…\(\d+ characters\)/)
})

it('shows what was pushed whole', () => {
  const body = '{"message":{"token":"t0ken","notification":{"title":"a sign=of the times"}}}'
  expect(viewRequest(request({ body, query: new URLSearchParams('a=1') }))).toMatchObject({
    body,
    query: { a: '1' },
  })
})

it.each([
  ['short', '…'],
  ['x'.repeat(100), 'xxxxxxxx…(100 characters)'],
])('%s is %s', (text, expected) => {
  expect(shortened(text)).toBe(expected)
})
