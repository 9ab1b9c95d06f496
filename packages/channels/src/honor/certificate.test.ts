import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseHonorCertificate } from './certificate.ts'
import { honorCertificateFields } from './fields.ts'

const required = { appID: '104456789', clientID: 'c0ffee', clientSecret: 'abcD1234efgH5678' }

describe('a certificate that is right', () => {
  it('needs App ID, Client ID and secret only', () => {
    expect(certificateOf(parseHonorCertificate(required))).toEqual({
      ...required,
      baseURL: 'https://push-api.cloud.honor.com',
      tokenURL: 'https://iam.developer.honor.com/auth/token',
      importance: 'NORMAL',
      click: { kind: 'app' },
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      importance: 'LOW',
      badgeClass: 'com.example.chat.MainActivity',
      clickAction: 'url',
      clickURL: 'https://example.com/chat',
      clickIntent: 'intent://chat#Intent;scheme=carillon;end',
      baseURL: 'https://127.0.0.1:8443/',
      tokenURL: 'https://127.0.0.1:8443/auth/token',
    }
    expect(certificateOf(parseHonorCertificate(fields))).toEqual({
      ...required,
      importance: 'LOW',
      badgeClass: 'com.example.chat.MainActivity',
      click: { kind: 'url', url: 'https://example.com/chat' },
      baseURL: 'https://127.0.0.1:8443',
      tokenURL: 'https://127.0.0.1:8443/auth/token',
    })
    expect(honorCertificateFields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    )
  })

  it.each([
    [{ clickIntent: 'intent://chat#Intent;end' }, { kind: 'intent', intentURI: 'intent://chat#Intent;end' }],
    [{ clickIntent: 'intent://chat#Intent;end', clickAction: 'app' }, { kind: 'app' }],
  ])('%j opens %j', (fields, click) => {
    expect(certificateOf(parseHonorCertificate({ ...required, ...fields })).click).toEqual(click)
  })
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ appID: undefined }, /^appID: missing: the app's App ID/],
    [{ appID: 'chat' }, /^appID: found "chat": must be the App ID, digits only/],
    [{ clientID: '104456789' }, /^clientID: found "104456789": that is the App ID/],
    [{ clientID: undefined }, /^clientID: missing: the app's Client ID/],
    [{ clientSecret: 'has a space in the secret' }, /^clientSecret: found "has …" \(25 characters\)/],
    [{ importance: 'HIGH' }, /^importance: found "HIGH": must be NORMAL or LOW/],
    [{ badgeClass: 'Main' }, /^badgeClass: found "Main": must be the full name of an activity/],
    [{ clickAction: 'fly' }, /^clickAction: found "fly": must be app, url or intent/],
    [{ clickAction: 'url' }, /^clickURL: missing: needed for this clickAction/],
    [{ clickAction: 'intent' }, /^clickIntent: missing: needed for this clickAction/],
    [{ clickURL: 'http://x' }, /^clickURL: found "http:\/\/x": must be an https URL/],
    [{ clickIntent: 'com.example.Main' }, /^clickIntent: found .*must be an intent URI/],
    [{ tokenURL: 'http://x' }, /^tokenURL: found .*absolute https/],
    [{ appSecret: 'x' }, /^appSecret: unknown field; the fields are appID, clientID/],
  ])('%j', (changes, expected) => {
    const result = parseHonorCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
