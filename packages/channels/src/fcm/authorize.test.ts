import { createPublicKey, verify } from 'node:crypto'

import { expect, it } from 'vitest'

import { certificateOf, keyFile, nowMs, rsaKey } from '../testing/fixtures.ts'
import { fcmAuthorizer } from './authorize.ts'
import { parseFcmCertificate } from './certificate.ts'

it("signs the service account's assertion", () => {
  const certificate = certificateOf(parseFcmCertificate({ serviceAccountJson: keyFile() }))
  const request = fcmAuthorizer.request(certificate, nowMs + 999)
  expect(request).toMatchObject({
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const form = new URLSearchParams(request.body)
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
  const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: '0123456789abcdef0123456789abcdef01234567' })
  expect(read(claims)).toEqual({
    iss: 'push@bells-1234.iam.gserviceaccount.com',
    scope: 'https://www.googleapis.com/auth/firebase.messaging',
    aud: 'https://oauth2.googleapis.com/token',
    iat: nowMs / 1000,
    exp: nowMs / 1000 + 3600,
  })
  const signed = Buffer.from(`${header}.${claims}`)
  expect(verify('RSA-SHA256', signed, createPublicKey(rsaKey()), Buffer.from(signature, 'base64url'))).toBe(
    true,
  )
})
