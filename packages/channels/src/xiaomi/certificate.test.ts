import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseXiaomiCertificate } from './certificate.ts'
import { xiaomiCertificateFields } from './fields.ts'

const required = { packageName: 'com.example.chat', appSecret: 'abcD1234efgH5678==' }

describe('a certificate that is right', () => {
  it('needs package name and secret only', () => {
    expect(certificateOf(parseXiaomiCertificate(required))).toEqual({
      ...required,
      baseURL: 'https://api.xmpush.xiaomi.com',
      click: { kind: 'app' },
      channelClass: 'public',
      recall: { version: 'v3', tokenField: 'registration_ids' },
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      region: 'fr',
      channelID: '101556',
      channelClass: '',
      templateID: 'T123',
      templateParams: '{"name":"{title}","text":"{body}"}',
      clickAction: 'activity',
      clickIntent: 'intent:#Intent;component=com.example.chat/.Main;end',
      sound: 'ding',
      callbackURL: 'https://push.example.com/r/mi/SECRET?x=1',
      recall: 'v1',
      recallTokenField: 'registration_id',
      baseURL: 'https://127.0.0.1:8443/',
    }
    expect(certificateOf(parseXiaomiCertificate(fields))).toEqual({
      ...required,
      baseURL: 'https://127.0.0.1:8443',
      click: { kind: 'activity', intentURI: 'intent:#Intent;component=com.example.chat/.Main;end' },
      channelClass: 'private',
      channelID: '101556',
      template: { id: 'T123', params: { name: '{title}', text: '{body}' } },
      soundURI: 'android.resource://com.example.chat/raw/ding',
      callbackURL: 'https://push.example.com/r/mi/SECRET?x=1',
      recall: { version: 'v1', tokenField: 'registration_id' },
    })
    const known = xiaomiCertificateFields.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(Object.keys(fields)))
  })

  it.each([
    ['cn', 'https://api.xmpush.xiaomi.com'],
    ['sgp', 'https://sgp-api.xmpush.global.xiaomi.com'],
    ['fr', 'https://fr-api.xmpush.global.xiaomi.com'],
    ['ru', 'https://ru-api.xmpush.global.xiaomi.com'],
    ['idmb', 'https://idmb-api.xmpush.global.xiaomi.com'],
  ])('finds region %s at %s', (region, baseURL) => {
    expect(certificateOf(parseXiaomiCertificate({ ...required, region })).baseURL).toBe(baseURL)
  })

  it('fills title and content where the mapping is left out', () => {
    const fields = { ...required, channelID: '1', templateID: 'T1' }
    expect(certificateOf(parseXiaomiCertificate(fields)).template).toEqual({
      id: 'T1',
      params: { title: '{title}', content: '{body}' },
    })
  })
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ packageName: undefined }, /^packageName: missing: the app's package name/],
    [{ packageName: 'chat' }, /^packageName: found "chat"/],
    [{ appSecret: undefined }, /^appSecret: missing: the app's AppSecret/],
    [{ appSecret: 'has a space in the secret' }, /^appSecret: found "has …" \(25 characters\)/],
    [{ appSecret: 'short' }, /^appSecret: found 5 characters/],
    [{ region: 'us' }, /^region: found "us": must be one of cn, sgp, fr, ru, idmb/],
    [{ templateID: 'T1' }, /^channelID: missing: needed with a template/],
    [{ templateParams: '{}' }, /^templateID: missing: needed when templateParams/],
    [
      { templateParams: '[1]', templateID: 'T', channelID: '1' },
      /^templateParams: .*not a JSON object; give the template's variables/,
    ],
    [{ templateParams: { 'a b': 'x' }, templateID: 'T', channelID: '1' }, /variable "a b" is not a name/],
    [{ templateParams: { a: 1 }, templateID: 'T', channelID: '1' }, /variable "a" needs a text of 1 to 128/],
    [
      {
        templateParams: Object.fromEntries(Array.from('abcdefghij').map((name) => [name, 'x'])),
        templateID: 'T',
        channelID: '1',
      },
      /10 variables, and a template has at most 9/,
    ],
    [{ clickAction: 'fly' }, /^clickAction: found "fly": must be app, url or activity/],
    [{ clickAction: 'url' }, /^clickURL: missing: needed when/],
    [{ clickAction: 'url', clickURL: 'ftp://x' }, /^clickURL: found "ftp:\/\/x": must be an http/],
    [
      { clickAction: 'activity', clickIntent: 'com.example.Main' },
      /^clickIntent: found .*must be an intent URI/,
    ],
    [{ callbackURL: 'http://push.example.com' }, /^callbackURL: found .*absolute https/],
    [{ secret: 'x' }, /^secret: unknown field; the fields are packageName, appSecret/],
  ])('%j', (changes, expected) => {
    const result = parseXiaomiCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
