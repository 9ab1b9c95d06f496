import { describe, expect, it } from 'vitest'

import { certificateOf, huaweiKeyFile as keyFile, rsaKey } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huaweiCertificateFields } from './fields.ts'

const required = { appID: '104456789', clientSecret: 'abcD1234efgH5678' }

describe('a certificate that is right', () => {
  it('needs App ID and secret only', () => {
    expect(certificateOf(parseHuaweiCertificate(required))).toEqual({
      credential: {
        kind: 'client',
        clientID: '104456789',
        clientSecret: 'abcD1234efgH5678',
        tokenURL: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
      },
      clientID: '104456789',
      baseURL: 'https://push-api.cloud.huawei.com',
      sendURL: 'https://push-api.cloud.huawei.com/v1/104456789/messages:send',
      category: 'IM',
      click: { kind: 'app' },
      harmonyClick: {},
      isTest: false,
    })
  })

  it.each([
    ['as an object', keyFile()],
    ['as text', JSON.stringify(keyFile())],
    ['with line breaks escaped twice', keyFile({ private_key: rsaKey().replaceAll('\n', '\\n') })],
    ['with numbers as numbers', JSON.stringify(keyFile()).replace('"736430079244623423"', '73643007924462')],
  ])('takes a service account %s, which serves all phones', (_, serviceAccount) => {
    const certificate = certificateOf(parseHuaweiCertificate({ appID: '104456789', serviceAccount }))
    const projectID =
      typeof serviceAccount === 'string' ? expect.stringMatching(/^7364/) : '736430079244623423'
    expect(certificate).toMatchObject({
      credential: {
        kind: 'service-account',
        projectID,
        keyID: 'k1',
        subAccount: '110880011',
        privateKey: rsaKey(),
        audience: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
        credentialID: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      sendURL: expect.stringMatching(/\/v2\/7364\d+\/messages:send$/),
      harmonyURL: expect.stringMatching(/\/v3\/7364\d+\/messages:send$/),
    })
  })

  it('takes all fields', () => {
    const fields = {
      ...required,
      clientID: '1',
      projectID: '736430079244623423',
      phones: 'hms',
      category: 'WORK',
      channelID: 'chat',
      sound: 'ding',
      badgeClass: 'com.example.chat.Main',
      clickAction: 'intent',
      clickIntent: 'intent://chat#Intent;scheme=carillon;end',
      clickURL: 'https://example.com',
      harmonyAction: 'im.chat',
      harmonyURI: 'https://example.com/chat',
      harmonySound: 'ding.mp3',
      receiptID: 'RCP1',
      callbackUser: 'carillon',
      callbackSecret: 'c2VjcmV0',
      testMessage: 'true',
      baseURL: 'https://127.0.0.1:8443/',
      tokenURL: 'https://127.0.0.1:8443/oauth2/v3/token',
    }
    expect(certificateOf(parseHuaweiCertificate(fields))).toEqual({
      credential: {
        kind: 'client',
        clientID: '1',
        clientSecret: 'abcD1234efgH5678',
        tokenURL: 'https://127.0.0.1:8443/oauth2/v3/token',
      },
      clientID: '1',
      baseURL: 'https://127.0.0.1:8443',
      sendURL: 'https://127.0.0.1:8443/v2/736430079244623423/messages:send',
      phones: 'hms',
      category: 'WORK',
      channelID: 'chat',
      sound: '/raw/ding',
      badgeClass: 'com.example.chat.Main',
      click: { kind: 'intent', intentURI: 'intent://chat#Intent;scheme=carillon;end' },
      harmonyClick: { action: 'im.chat', uri: 'https://example.com/chat' },
      harmonySound: 'ding.mp3',
      receiptID: 'RCP1',
      receiptSigner: { user: 'carillon', secret: 'c2VjcmV0' },
      isTest: true,
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
    [
      { clientSecret: undefined },
      /^clientSecret: missing: the app's OAuth 2.0 client secret, or a serviceAcc/,
    ],
    [{ phones: 'android' }, /^phones: found "android": must be hms or harmony/],
    [{ phones: 'harmony' }, /^serviceAccount: missing: HarmonyOS NEXT takes pushes by service account only/],
    [
      { serviceAccount: 'key' },
      /^serviceAccount: Found 3 characters that are not JSON. Get the key file from/,
    ],
    [{ serviceAccount: '{"agcgw":{}}' }, /^serviceAccount: This is agconnect-services.json/],
    [
      { serviceAccount: keyFile({ key_id: undefined }) },
      /^serviceAccount: key_id is missing: the key's ID. Upl/,
    ],
    [
      { serviceAccount: keyFile({ private_key: 'secret' }) },
      /^serviceAccount: private_key is 6 characters: no r/,
    ],
    [
      { serviceAccount: keyFile(), projectID: '1' },
      /^projectID: found "1": the service account's key file is of/,
    ],
    [{ callbackUser: 'a' }, /^callbackSecret: missing: belongs to the callbackUser/],
    [{ callbackSecret: 'abc' }, /^callbackUser: missing: belongs to the callbackSecret/],
    [{ testMessage: 'yes' }, /^testMessage: found "yes": must be true or false/],
    [{ secret: 'x' }, /^secret: unknown field; the fields are appID, clientSecret/],
  ])('%j', (changes, expected) => {
    const result = parseHuaweiCertificate({ ...required, ...changes })
    const problems = result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })
})
