import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import {
  apnsKeyFields,
  certificateKeyPem,
  certificatePem,
  oldP12,
  p12,
  signingKey,
} from '../testing/apns-credentials.ts'
import { certificateOf, rsaKey } from '../testing/fixtures.ts'
import { parseApnsCertificate } from './certificate.ts'

const bundleID = 'im.carillon.demo'
const pem = certificatePem + certificateKeyPem

const problemsOf = (fields: Record<string, unknown>): string[] => {
  const result = parseApnsCertificate(fields)
  return result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
}

describe('a certificate that is right', () => {
  it('takes a signing key and fills in the rest', () => {
    expect(certificateOf(parseApnsCertificate(apnsKeyFields()))).toEqual({
      credential: { kind: 'key', keyID: 'ABC123DEFG', teamID: 'TEAM456789', privateKey: signingKey() },
      credentialID: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      bundleID,
      topic: bundleID,
      isVoIP: false,
      environment: 'production',
      baseURL: 'https://api.push.apple.com',
    })
  })

  it('takes all fields, and empty ones as absent', () => {
    const fields = apnsKeyFields({
      environment: 'sandbox',
      voip: 'true',
      sound: 'ding.caf',
      category: ' CHAT ',
      pem: '',
      p12: null,
    })
    expect(certificateOf(parseApnsCertificate(fields))).toMatchObject({
      topic: 'im.carillon.demo.voip',
      isVoIP: true,
      environment: 'sandbox',
      baseURL: 'https://api.sandbox.push.apple.com',
      sound: 'ding.caf',
      category: 'CHAT',
    })
    expect(
      certificateOf(parseApnsCertificate(apnsKeyFields({ baseURL: 'https://api.push.apple.com:2197/' }))),
    ).toMatchObject({ baseURL: 'https://api.push.apple.com:2197' })
  })

  it('mends line breaks of the key that were escaped', () => {
    const p8 = signingKey().trim().replaceAll('\n', '\\n')
    expect(certificateOf(parseApnsCertificate(apnsKeyFields({ p8 })))).toEqual(
      certificateOf(parseApnsCertificate(apnsKeyFields())),
    )
  })

  it.each([
    ['a .p12', { p12, p12Password: 'bells' }, 'p12'],
    ['a .p12 in lines', { p12: p12.replace(/.{64}/g, '$&\n'), p12Password: 'bells' }, 'p12'],
    ['PEM', { pem }, 'pem'],
    ['PEM, the key first', { pem: certificateKeyPem + certificatePem }, 'pem'],
  ])('takes %s and reads when it runs out', (_, credential, kind) => {
    expect(certificateOf(parseApnsCertificate({ bundleID, ...credential })).credential).toMatchObject({
      kind: 'certificate',
      clientCertificate: { kind },
      notAfterMs: expect.toSatisfy((ms: number) => new Date(ms).getUTCFullYear() === 2126) as number,
    })
  })

  it('shares a token between certificates with one key, and with no other', () => {
    const idOf = (changes: Record<string, unknown>): string =>
      certificateOf(parseApnsCertificate(apnsKeyFields(changes))).credentialID
    expect(idOf({ sound: 'ding.caf', environment: 'sandbox', bundleID: 'im.carillon.other' })).toBe(idOf({}))
    expect(idOf({ keyID: 'ABC123DEFH' })).not.toBe(idOf({}))
    expect(idOf({ teamID: 'TEAM456780' })).not.toBe(idOf({}))
  })
})

describe('a certificate that is wrong says', () => {
  const ecKey = generateKeyPairSync('ec', {
    namedCurve: 'secp384r1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'that nothing proves the right to send',
      { bundleID },
      ['p8: missing: a signing key (.p8) with keyID and teamID, or a certificate (p12 or pem)'],
    ],
    [
      'that IDs are missing',
      { bundleID, p8: signingKey() },
      [
        'keyID: missing: the ID of the key, in the file name AuthKey_<key ID>.p8',
        'teamID: missing: the ID of the team: Apple Developer > Membership details',
      ],
    ],
    [
      'that an ID is none',
      apnsKeyFields({ keyID: 'abc' }),
      ['keyID: found "abc": must be the ID of the key: ten capital letters and digits'],
    ],
    [
      'that the key is RSA',
      apnsKeyFields({ p8: rsaKey() }),
      [
        expect.stringMatching(
          /^p8: found "----…" .*must be an EC key on P-256, as Apple gives them; this is rsa$/,
        ) as string,
      ],
    ],
    [
      'that the curve is another',
      apnsKeyFields({ p8: ecKey }),
      [expect.stringMatching(/this is secp384r1$/) as string],
    ],
    [
      'that the key is cut',
      apnsKeyFields({ p8: signingKey().slice(0, 90) }),
      [expect.stringMatching(/no readable private key in PEM form/) as string],
    ],
    [
      'that a certificate is no key',
      apnsKeyFields({ p8: certificatePem }),
      [expect.stringMatching(/a certificate, not a signing key/) as string],
    ],
    [
      'that there are two credentials',
      apnsKeyFields({ pem }),
      [expect.stringMatching(/^pem: .*only one credential can be used; p8 is given too$/) as string],
    ],
    [
      'that the password does not fit',
      { bundleID, p12, p12Password: 'whistles' },
      [expect.stringMatching(/^p12: .*the password does not fit$/) as string],
    ],
    [
      'that a .p12 is none',
      { bundleID, p12: 'AAAA' },
      [expect.stringMatching(/^p12: .*cannot be read/) as string],
    ],
    [
      'that a .p12 is not base64',
      { bundleID, p12: '<p12>' },
      [expect.stringMatching(/must be the file in base64/) as string],
    ],
    [
      'that a .p12 is too old',
      { bundleID, p12: oldP12, p12Password: 'bells' },
      [expect.stringMatching(/encrypted in an old way/) as string],
    ],
    [
      'that the key is missing',
      { bundleID, pem: certificatePem },
      [expect.stringMatching(/holds no private key/) as string],
    ],
    [
      'that the certificate is missing',
      { bundleID, pem: certificateKeyPem },
      [expect.stringMatching(/holds no certificate/) as string],
    ],
    [
      'that they do not belong together',
      { bundleID, pem: certificatePem + signingKey() },
      [expect.stringMatching(/do not belong together/) as string],
    ],
    [
      'that it is for another app',
      { bundleID: 'im.carillon.other', pem },
      ['bundleID: found "im.carillon.other": the certificate is for im.carillon.demo'],
    ],
    [
      'that .voip does not belong there',
      apnsKeyFields({ bundleID: 'im.carillon.demo.voip' }),
      ['bundleID: found "im.carillon.demo.voip": must be the bundle ID without .voip; set voip instead'],
    ],
    [
      'that an environment is none',
      apnsKeyFields({ environment: 'development' }),
      ['environment: found "development": must be production or sandbox'],
    ],
    [
      'that a field is unknown',
      apnsKeyFields({ topic: 'x' }),
      [expect.stringMatching(/^topic: unknown field/) as string],
    ],
  ])('%s', (_, fields, problems) => {
    expect(problemsOf(fields)).toEqual(problems)
  })

  it('no secret', () => {
    const body = signingKey().split('\n')[1] ?? ''
    const said = problemsOf(apnsKeyFields({ p8: signingKey().replace('END', 'ENT') })).join()
    expect(said).not.toContain(body.slice(0, 20))
  })
})
