import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseOppoCertificate } from './certificate.ts'
import { oppoCertificateFields } from './fields.ts'

const required = { appKey: 'oppoAppKeyExample', masterSecret: 'oppoMasterSecretExample' }

describe('a certificate that is right', () => {
  it('needs key and secret only, and sends chat as chat', () => {
    expect(certificateOf(parseOppoCertificate(required))).toEqual({
      ...required,
      baseURL: 'https://api-push-cn.heytapmobi.com',
      click: { type: 0 },
      category: 'IM',
      notifyLevel: 2,
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      region: 'overseas',
      channelID: 'chat',
      category: 'ACCOUNT',
      notifyLevel: '16',
      templateID: '6718a1',
      titleParams: '{"name":"{title}"}',
      contentParams: { text: '{body}' },
      clickAction: 'link',
      clickURL: 'carillon://chat',
      clickActivity: '',
      callbackURL: 'https://push.example.com/r/oppo/SECRET',
      baseURL: 'https://127.0.0.1:8443/',
    }
    expect(certificateOf(parseOppoCertificate(fields))).toEqual({
      ...required,
      baseURL: 'https://127.0.0.1:8443',
      click: { type: 5, url: 'carillon://chat' },
      category: 'ACCOUNT',
      notifyLevel: 16,
      channelID: 'chat',
      template: { id: '6718a1', titleParams: { name: '{title}' }, contentParams: { text: '{body}' } },
      callbackURL: 'https://push.example.com/r/oppo/SECRET',
    })
    expect(oppoCertificateFields.map(({ name }) => name).toSorted()).toEqual(Object.keys(fields).toSorted())
  })

  it.each([
    ['cn', 'https://api-push-cn.heytapmobi.com'],
    ['overseas', 'https://api-intl.push.oppomobile.com'],
  ])('finds region %s at %s', (region, baseURL) => {
    expect(certificateOf(parseOppoCertificate({ ...required, region })).baseURL).toBe(baseURL)
  })

  it.each([
    [{ clickAction: 'app' }, { type: 0 }],
    [
      { clickAction: 'url', clickURL: 'https://example.com/' },
      { type: 2, url: 'https://example.com/' },
    ],
    [
      { clickAction: 'link', clickURL: 'intent:#Intent;component=com.example/.Main;end' },
      { type: 5, url: 'intent:#Intent;component=com.example/.Main;end' },
    ],
    [
      { clickAction: 'action', clickActivity: 'com.example.OPEN' },
      { type: 1, activity: 'com.example.OPEN' },
    ],
    [
      { clickAction: 'activity', clickActivity: 'com.example.Main$A' },
      { type: 4, activity: 'com.example.Main$A' },
    ],
  ])('click action %j', (fields, click) => {
    expect(certificateOf(parseOppoCertificate({ ...required, ...fields })).click).toEqual(click)
  })

  it('may leave the class to the channel, and give the level as a number', () => {
    expect(certificateOf(parseOppoCertificate({ ...required, category: 'none' }))).not.toHaveProperty(
      'category',
    )
    expect(certificateOf(parseOppoCertificate({ ...required, notifyLevel: 16 })).notifyLevel).toBe(16)
  })
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ appKey: undefined }, /^appKey: missing: the app's AppKey/],
    [{ appKey: 'has space' }, /^appKey: found "has space": must be the AppKey, 8 to 64/],
    [{ masterSecret: undefined }, /^masterSecret: missing: the app's MasterSecret/],
    [{ masterSecret: 'a secret of many words' }, /^masterSecret: found "a se…" \(22 characters\)/],
    [{ masterSecret: 'short' }, /^masterSecret: found 5 characters/],
    [{ region: 'us' }, /^region: found "us": must be one of cn, overseas/],
    [{ category: 'CHAT' }, /^category: found "CHAT": must be one of IM, ACCOUNT/],
    [{ notifyLevel: '3' }, /^notifyLevel: found "3": must be one of 1, 2, 16/],
    [{ clickAction: 'fly' }, /^clickAction: found "fly": must be one of app, url, link, action, activity/],
    [{ clickAction: 'url' }, /^clickURL: missing: needed when clickAction is url/],
    [{ clickAction: 'url', clickURL: 'carillon://x' }, /^clickURL: found .*must be an http/],
    [{ clickAction: 'link', clickURL: 'no scheme' }, /^clickURL: found .*must be a URL of the app/],
    [{ clickAction: 'activity' }, /^clickActivity: missing: needed when clickAction is activity/],
    [{ clickActivity: 'a b' }, /^clickActivity: found "a b": must be an intent action or class name/],
    [{ titleParams: '{"a":"x"}' }, /^templateID: missing: needed when its parameters/],
    [{ titleParams: '[1]', templateID: 'T' }, /^titleParams: .*not a JSON object; give the template's/],
    [{ contentParams: { 'a b': 'x' }, templateID: 'T' }, /^contentParams: .*variable "a b" is not a name/],
    [{ contentParams: { a: 1 }, templateID: 'T' }, /variable "a" needs a text of 1 to 128/],
    [
      {
        titleParams: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`v${index}`, 'x'])),
        templateID: 'T',
      },
      /21 variables, of at most 20/,
    ],
    [{ callbackURL: 'http://push.example.com' }, /^callbackURL: found .*absolute https/],
    [
      { callbackURL: `https://push.example.com/${'x'.repeat(180)}` },
      /^callbackURL: .*at most 200 characters/,
    ],
    [{ appSecret: 'x' }, /^appSecret: unknown field; the fields are appKey, masterSecret/],
  ])('%j', (changes, expected) => {
    const result = parseOppoCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
