import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { http1, ManualClock } from '../testing/wire.ts'
import type { FcmServiceAccount } from './types.ts'

const clock = new ManualClock()
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
let lab: Lab
let account: FcmServiceAccount

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['fcm'] })
  account = await lab.fcm.createProject().createServiceAccount()
})
afterAll(() => lab.close())

const nowSeconds = () => Math.floor(clock.now() / 1_000)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

interface Change {
  header?: object
  claims?: object
  key?: string
}

const assertion = ({ header = {}, claims = {}, key }: Change = {}): string => {
  const signed = `${part({ alg: 'RS256', ...header })}.${part({
    iss: account.clientEmail,
    scope: 'https://www.googleapis.com/auth/firebase.messaging',
    aud: lab.fcm.tokenURL,
    iat: nowSeconds(),
    exp: nowSeconds() + 3_600,
    ...claims,
  })}`
  const signature = sign('RSA-SHA256', Buffer.from(signed), key ?? account.key.private_key)
  return `${signed}.${signature.toString('base64url')}`
}

const ask = async (form: Record<string, string>, path = '/token', contentType?: string) => {
  const answer = await http1(lab.fcm.url + path, {
    ca: lab.ca,
    headers: { 'content-type': contentType ?? 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> }
}

describe('the token endpoint', () => {
  it.each(['/token', '/oauth2/v4/token'])('gives a token at %s', async (path) => {
    expect(await ask({ grant_type: grantType, assertion: assertion() }, path)).toEqual({
      status: 200,
      body: { access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, token_type: 'Bearer' },
    })
  })

  it('makes a key file as the Firebase console does', () => {
    expect(JSON.parse(account.json)).toEqual(account.key)
    expect(account.key).toMatchObject({
      type: 'service_account',
      private_key: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
      private_key_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      token_uri: lab.fcm.tokenURL,
      client_email: `${account.clientEmail.split('@')[0]}@${account.key.project_id}.iam.gserviceaccount.com`,
    })
  })

  const foreign = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
  const hour = 3_600

  it.each<[string, Change, string | undefined, RegExp]>([
    ['audience of Google', { claims: { aud: 'https://oauth2.googleapis.com/token' } }, undefined, /./],
    [
      'old audience of Google',
      { claims: { aud: 'https://www.googleapis.com/oauth2/v4/token' } },
      undefined,
      /./,
    ],
    [
      'several scopes',
      {
        claims: {
          scope:
            'https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/firebase.messaging',
        },
      },
      undefined,
      /./,
    ],
    ['typ and kid', { header: { typ: 'JWT', kid: 'KID' } }, undefined, /./],
    ['a clock 4 minutes ahead', { claims: { iat: 240, exp: 240 + hour } }, undefined, /./],
    ['a clock 10 minutes ahead', { claims: { iat: 600, exp: 600 + hour } }, 'invalid_grant', /short-lived/],
    ['expired', { claims: { iat: -2 * hour, exp: -hour } }, 'invalid_grant', /short-lived/],
    ['too long', { claims: { iat: 0, exp: hour + 1 } }, 'invalid_grant', /short-lived/],
    ['no iat', { claims: { iat: undefined } }, 'invalid_grant', /short-lived/],
    ['wrong audience', { claims: { aud: 'https://example.com/token' } }, 'invalid_grant', /audience/],
    ['unknown account', { claims: { iss: 'nobody@example.com' } }, 'invalid_grant', /account not found/],
    ['foreign key', { key: foreign }, 'invalid_grant', /Invalid JWT Signature/],
    ['foreign kid', { header: { kid: 'ff' } }, 'invalid_grant', /Invalid JWT Signature/],
    ['HS256', { header: { alg: 'HS256' } }, 'invalid_grant', /RS256/],
    ['no scope', { claims: { scope: undefined } }, 'invalid_scope', /scope/],
    ['unknown scope', { claims: { scope: 'chat' } }, 'invalid_scope', /scope/],
  ])('%s', async (_, change, error, words) => {
    const claims = { ...change.claims } as Record<string, unknown>
    for (const name of ['iat', 'exp']) {
      if (typeof claims[name] === 'number') claims[name] = nowSeconds() + claims[name]
    }
    const header = JSON.parse(
      JSON.stringify(change.header ?? {}).replace('KID', account.key.private_key_id),
    ) as object
    const answer = await ask({ grant_type: grantType, assertion: assertion({ ...change, claims, header }) })
    expect(answer.status).toBe(error === undefined ? 200 : 400)
    expect(answer.body['error']).toBe(error)
    expect(JSON.stringify(answer.body)).toMatch(words)
  })

  it.each<[string, Record<string, string>, string | undefined, string]>([
    ['another grant', { grant_type: 'password' }, undefined, 'unsupported_grant_type'],
    ['no assertion', { grant_type: grantType }, undefined, 'invalid_request'],
    ['no JWT', { grant_type: grantType, assertion: 'a.b' }, undefined, 'invalid_request'],
    ['JSON', { grant_type: grantType }, 'application/json', 'invalid_request'],
  ])('refuses %s', async (_, form, contentType, error) => {
    expect(await ask(form, '/token', contentType)).toMatchObject({ status: 400, body: { error } })
  })

  it('refuses a signature made with the public key as a shared secret', async () => {
    const signed = assertion({ header: { alg: 'HS256' } })
      .split('.')
      .slice(0, 2)
      .join('.')
    const signature = createHmac('sha256', account.key.private_key).update(signed).digest('base64url')
    const answer = await ask({ grant_type: grantType, assertion: `${signed}.${signature}` })
    expect(answer.status).toBe(400)
  })

  it('ends keys and tokens of a revoked account', async () => {
    const other = await lab.fcm
      .createProject()
      .createServiceAccount({ clientEmail: 'a@b.iam.gserviceaccount.com' })
    const answer = () =>
      ask({
        grant_type: grantType,
        assertion: assertion({ claims: { iss: other.clientEmail }, key: other.key.private_key }),
      })
    expect((await answer()).status).toBe(200)
    other.revoke()
    expect((await answer()).body['error_description']).toMatch(/Invalid JWT Signature/)
  })

  it('answers as told', async () => {
    lab.fcm.faults.set('refuse', { on: ['token'], code: 'invalid_client', message: 'no', times: 1 })
    expect(await ask({})).toEqual({ status: 401, body: { error: 'invalid_client', error_description: 'no' } })
    lab.fcm.faults.set('expired-auth', { on: ['token'], times: 1 })
    expect((await ask({})).body['error']).toBe('invalid_grant')
  })
})
