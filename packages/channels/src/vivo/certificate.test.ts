import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseVivoCertificate } from './certificate.ts'
import { vivoCertificateFields } from './fields.ts'

const required = { appID: '10004', appKey: 'vivo-app-key-example', appSecret: 'vivo-app-secret-example' }

describe('a certificate that is right', () => {
  it('needs ID, key and secret only', () => {
    expect(certificateOf(parseVivoCertificate(required))).toEqual({
      ...required,
      appID: 10004,
      credentialID: expect.stringMatching(/^[0-9a-f]{64}$/),
      baseURL: 'https://api-push.vivo.com.cn',
      category: 'IM',
      pushMode: 'formal',
      groups: 'single',
      click: { kind: 'app' },
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      appID: 105559831,
      category: 'TODO',
      pushMode: 'test',
      clickAction: 'activity',
      clickIntent: 'intent://chat/open#Intent;scheme=carillon;package=com.example.chat;end',
      callbackID: '12',
      callbackURL: 'https://push.example.com/r/vivo/SECRET?x=1',
      baseURL: 'https://127.0.0.1:8443/',
    }
    expect(certificateOf(parseVivoCertificate(fields))).toMatchObject({
      appID: 105559831,
      baseURL: 'https://127.0.0.1:8443',
      category: 'TODO',
      pushMode: 'test',
      click: { kind: 'activity', intentURI: fields.clickIntent },
      callbackID: '12',
      callbackURL: fields.callbackURL,
    })
    const known = vivoCertificateFields.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(Object.keys(fields)))
  })

  it('shares its access token with certificates of the same credential, and no other', () => {
    const idOf = (changes: Record<string, unknown>) =>
      certificateOf(parseVivoCertificate({ ...required, ...changes })).credentialID
    expect(idOf({ category: 'TODO' })).toBe(idOf({}))
    expect(idOf({ appSecret: 'another-secret' })).not.toBe(idOf({}))
    expect(idOf({ baseURL: 'https://127.0.0.1:1' })).not.toBe(idOf({}))
  })

  it.each(['carillon://open?x=1', 'intent:#Intent;component=com.example.chat/.Main;end'])(
    'opens %s',
    (clickIntent) => {
      const fields = { ...required, clickAction: 'activity', clickIntent }
      expect(certificateOf(parseVivoCertificate(fields)).click).toEqual({
        kind: 'activity',
        intentURI: clickIntent,
      })
    },
  )
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ appID: undefined }, /^appID: missing: the app's AppID/],
    [{ appID: 'abc' }, /^appID: found "abc": must be the AppID, a whole number/],
    [{ appKey: undefined }, /^appKey: missing: the app's AppKey/],
    [{ appSecret: 'has a space in the secret' }, /^appSecret: found "has …" \(25 characters\)/],
    [{ category: 'CHAT' }, /^category: found "CHAT": must be one of IM, ACCOUNT/],
    [{ groups: 'many' }, /^groups: found "many": must be single or list/],
    [{ pushMode: 'live' }, /^pushMode: found "live": must be formal or test/],
    [{ clickAction: 'fly' }, /^clickAction: found "fly"/],
    [{ clickAction: 'url' }, /^clickURL: missing: needed when/],
    [{ clickAction: 'url', clickURL: 'ftp://x' }, /^clickURL: found "ftp:\/\/x": must be an http/],
    [{ clickAction: 'activity' }, /^clickIntent: missing: needed when/],
    [{ clickIntent: 'intent://x' }, /^clickIntent: found .*must be intent:/],
    [{ callbackURL: 'http://push.example.com' }, /^callbackURL: found .*absolute https/],
    [
      { callbackURL: `https://push.example.com/${'x'.repeat(110)}` },
      /^callbackURL: .*at most 128 characters/,
    ],
    [{ secret: 'x' }, /^secret: unknown field; the fields are appID, appKey/],
  ])('%j', (changes, expected) => {
    const result = parseVivoCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
