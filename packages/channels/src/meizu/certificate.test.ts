import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseMeizuCertificate } from './certificate.ts'
import { meizuCertificateFields } from './fields.ts'

const required = { appID: '100999', appSecret: 'meizuAppSecretExample' }

describe('a certificate that is right', () => {
  it('needs ID and secret only', () => {
    expect(certificateOf(parseMeizuCertificate(required))).toEqual({
      ...required,
      baseURL: 'https://server-api-push.meizu.com',
      messageClass: 'private',
      click: { kind: 'app' },
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      appID: 100999,
      packageName: 'com.example.chat',
      messageClass: 'public',
      clickAction: 'activity',
      clickActivity: 'com.example.chat.MainActivity',
      callbackURL: 'https://push.example.com/r/meizu',
      baseURL: 'https://127.0.0.1:8443/',
    }
    expect(certificateOf(parseMeizuCertificate(fields))).toEqual({
      ...required,
      baseURL: 'https://127.0.0.1:8443',
      messageClass: 'public',
      click: { kind: 'activity', activity: fields.clickActivity },
      packageName: fields.packageName,
      callbackURL: fields.callbackURL,
    })
    const known = meizuCertificateFields.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining([...Object.keys(fields), 'clickURL']))
  })

  it.each(['https://example.com/chat', 'chat://open?x=1'])('opens %s', (clickURL) => {
    const fields = { ...required, clickAction: 'url', clickURL }
    expect(certificateOf(parseMeizuCertificate(fields)).click).toEqual({ kind: 'url', url: clickURL })
  })
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ appID: undefined }, /^appID: missing: the app's AppID/],
    [{ appID: '0x1' }, /^appID: found "0x1": must be the AppID/],
    [{ appSecret: 'has a space in the secret' }, /^appSecret: found "has …" \(25 characters\)/],
    [{ packageName: 'chat' }, /^packageName: found "chat"/],
    [{ messageClass: 'vip' }, /^messageClass: found "vip": must be private or public/],
    [{ clickAction: 'fly' }, /^clickAction: found "fly"/],
    [{ clickAction: 'url' }, /^clickURL: missing: needed when/],
    [{ clickURL: 'example.com' }, /^clickURL: found "example.com": must be a URL/],
    [{ clickAction: 'activity' }, /^clickActivity: missing: needed when/],
    [{ clickActivity: 'Main' }, /^clickActivity: found "Main": must be a class name/],
    [{ callbackURL: 'http://push.example.com' }, /^callbackURL: found .*absolute https/],
    [{ callbackURL: `https://push.example.com/${'x'.repeat(110)}` }, /^callbackURL: .*at most 128 bytes/],
    [{ appKey: 'x' }, /^appKey: unknown field; the fields are appID, appSecret/],
  ])('%j', (changes, expected) => {
    const result = parseMeizuCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
