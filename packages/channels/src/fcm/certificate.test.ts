import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { certificateOf, keyFile, rsaKey } from '../testing/fixtures.ts'
import { parseFcmCertificate } from './certificate.ts'

const problemsOf = (fields: Record<string, unknown>): string[] => {
  const result = parseFcmCertificate(fields)
  return result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`)
}

describe('a certificate that is right', () => {
  it('takes the key file alone, as text or object, and fills in the rest', () => {
    const fromObject = certificateOf(parseFcmCertificate({ serviceAccountJson: keyFile() }))
    const fromText = certificateOf(
      parseFcmCertificate({ serviceAccountJson: ` \uFEFF${JSON.stringify(keyFile())}\n` }),
    )
    expect(fromText).toEqual(fromObject)
    expect(fromObject).toEqual({
      projectID: 'bells-1234',
      clientEmail: 'push@bells-1234.iam.gserviceaccount.com',
      privateKeyID: '0123456789abcdef0123456789abcdef01234567',
      privateKey: rsaKey(),
      tokenURL: 'https://oauth2.googleapis.com/token',
      baseURL: 'https://fcm.googleapis.com',
      credentialID: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
  })

  it('takes all fields, and empty ones as absent', () => {
    const certificate = certificateOf(
      parseFcmCertificate({
        serviceAccountJson: keyFile(),
        packageName: 'com.example.chat',
        channelID: ' chat ',
        clickAction: 'com.example.OPEN',
        icon: '',
        color: '#1a73e8',
        sound: null,
        baseURL: 'https://127.0.0.1:8443/',
        tokenURL: 'https://127.0.0.1:8443/token',
      }),
    )
    expect(certificate).toMatchObject({
      packageName: 'com.example.chat',
      channelID: 'chat',
      clickAction: 'com.example.OPEN',
      color: '#1a73e8',
      baseURL: 'https://127.0.0.1:8443',
      tokenURL: 'https://127.0.0.1:8443/token',
    })
    expect(certificate).not.toHaveProperty('icon')
    expect(certificate).not.toHaveProperty('sound')
  })

  it.each([
    ['escaped twice', (key: string) => key.replace(/\n/g, '\\n')],
    ['with carriage returns escaped twice', (key: string) => key.replace(/\n/g, '\\r\\n')],
    ['with Windows line ends', (key: string) => key.replace(/\n/g, '\r\n')],
    ['without the last line break', (key: string) => key.trim()],
  ])('mends a private key %s', (_, change) => {
    const file = keyFile({ private_key: change(rsaKey()) })
    expect(certificateOf(parseFcmCertificate({ serviceAccountJson: file })).privateKey).toBe(rsaKey())
  })

  it('shares a credential ID between certificates with the same key only', () => {
    const id = (fields: object): string =>
      certificateOf(parseFcmCertificate({ serviceAccountJson: keyFile(), ...fields })).credentialID
    expect(id({ channelID: 'a' })).toBe(id({ channelID: 'b' }))
    expect(id({ tokenURL: 'https://localhost/token' })).not.toBe(id({}))
  })
})

describe('a certificate that is wrong', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })

  it.each([
    ['no key file', undefined, /^serviceAccountJson: missing: the key file/],
    [
      'google-services.json',
      { project_info: {}, client: [] },
      /This is google-services\.json.*cannot send.*Generate new private key/,
    ],
    ['the iOS file', '<plist version="1.0"></plist>', /GoogleService-Info\.plist/],
    ['a legacy server key', `AAAA1234567:APA91${'b'.repeat(140)}`, /legacy FCM API/],
    ['a PEM key alone', '-----BEGIN PRIVATE KEY-----\nabc', /whole JSON key file/],
    ['cut JSON', '{"type": "service_account", "project_id', /"\{"ty…" \(39 characters\) that are not JSON/],
    ['an OAuth client', { installed: {} }, /OAuth client file/],
    [
      'another type',
      keyFile({ type: 'authorized_user' }),
      /"type" is "authorized_user", and must be "service_account"/,
    ],
    ['no project', keyFile({ project_id: undefined }), /project_id is missing: the project's ID/],
    ['a bad project', keyFile({ project_id: 'No' }), /project_id is "No": must be a Google project's ID/],
    ['a bad address', keyFile({ client_email: 'x' }), /client_email is "x": must be an address/],
    ['no key', keyFile({ private_key: undefined }), /private_key is missing/],
    [
      'a key that is none',
      keyFile({ private_key: 'xyzxyzxyzxyzxyzxyz' }),
      /private_key is "xyzx…" \(18 characters\): no readable private key/,
    ],
    ['a small key', keyFile({ private_key: small }), /an RSA key of 1024 bits, and must have at least 2048/],
    ['another kind of key', keyFile({ private_key: curve }), /a ec key, and must be an RSA key/],
    [
      'a token URL without TLS',
      keyFile({ token_uri: 'http://localhost/token' }),
      /token_uri is "http:.*https/,
    ],
  ])('%s', (_, serviceAccountJson, expected) => {
    const problems = problemsOf({ serviceAccountJson })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expected)
  })

  it('names every problem at once, and shows no key', () => {
    const problems = problemsOf({
      serviceAccountJson: keyFile({ project_id: '', private_key: rsaKey().slice(0, 400) }),
      packageName: 'chat',
      color: 'red',
      baseURL: 'http://localhost',
      colour: '#fff',
    })
    expect(problems).toHaveLength(6)
    expect(problems.join('\n')).toMatch(/packageName: found "chat": must be the app's package name/)
    expect(problems.join('\n')).toMatch(/color: found "red": must be a colour as #rrggbb/)
    expect(problems.join('\n')).toMatch(/baseURL: found "http:\/\/localhost": .*absolute https/)
    expect(problems.join('\n')).toMatch(
      /colour: unknown field; the fields are serviceAccountJson, packageName/,
    )
    expect(problems.join('\n')).not.toContain(rsaKey().slice(30, 60))
  })
})
