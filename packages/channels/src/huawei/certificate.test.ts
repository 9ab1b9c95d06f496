import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huaweiCertificateFields } from './fields.ts'

const required = { appID: '104456789', clientSecret: 'abcD1234efgH5678' }

describe('a certificate that is right', () => {
  it('needs App ID and secret only', () => {
    expect(certificateOf(parseHuaweiCertificate(required))).toEqual({
      clientID: '104456789',
      clientSecret: 'abcD1234efgH5678',
      sendURL: 'https://push-api.cloud.huawei.com/v1/104456789/messages:send',
      tokenURL: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
      category: 'IM',
      click: { kind: 'app' },
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      clientID: '1',
      projectID: '736430079244623423',
      category: 'WORK',
      channelID: 'chat',
      sound: 'ding',
      badgeClass: 'com.example.chat.Main',
      clickAction: 'intent',
      clickIntent: 'intent://chat#Intent;scheme=carillon;end',
      clickURL: 'https://example.com',
      receiptID: 'RCP1',
      baseURL: 'https://127.0.0.1:8443/',
      tokenURL: 'https://127.0.0.1:8443/oauth2/v3/token',
    }
    expect(certificateOf(parseHuaweiCertificate(fields))).toEqual({
      clientID: '1',
      clientSecret: 'abcD1234efgH5678',
      sendURL: 'https://127.0.0.1:8443/v2/736430079244623423/messages:send',
      tokenURL: 'https://127.0.0.1:8443/oauth2/v3/token',
      category: 'WORK',
      channelID: 'chat',
      sound: '/raw/ding',
      badgeClass: 'com.example.chat.Main',
      click: { kind: 'intent', intentURI: 'intent://chat#Intent;scheme=carillon;end' },
      receiptID: 'RCP1',
    })
    expect(huaweiCertificateFields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    )
  })
})

describe('a certificate that is wrong', () => {
  it.each([
    [{ appID: undefined }, /^appID: missing: the app's App ID/],
    [{ appID: 'chat' }, /^appID: found "chat": must be the app's App ID, digits only/],
    [{ clientID: 'x' }, /^clientID: found "x": must be the OAuth 2.0 client ID, digits only/],
    [{ projectID: 'x' }, /^projectID: found "x": must be the Project ID, digits only/],
    [{ clientSecret: 'short' }, /^clientSecret: found 5 characters: must be the client secret/],
    [{ category: 'CHAT' }, /^category: found "CHAT": must be one of IM, VOIP/],
    [{ sound: 'ding.mp3' }, /^sound: found "ding.mp3": must be the name of a file in res\/raw/],
    [{ badgeClass: 'Main' }, /^badgeClass: found "Main"/],
    [{ clickAction: 'intent' }, /^clickIntent: missing: needed for this clickAction/],
    [{ serviceAccount: '{}' }, /^serviceAccount: unknown field; the fields are appID, clientSecret/],
  ])('%j', (changes, expected) => {
    const result = parseHuaweiCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
