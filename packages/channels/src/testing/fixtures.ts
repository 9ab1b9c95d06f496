import { generateKeyPairSync } from 'node:crypto'

import type { CertificateResult, PushNotification } from '../channel.ts'

/** 2026-11-20T10:00:00Z */
export const nowMs = Date.UTC(2026, 10, 20, 10)

let pem: string | undefined

/** An RSA key in PKCS#8, made once. */
export const rsaKey = (): string =>
  (pem ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey)

/** A service account's key file. */
export const keyFile = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'service_account',
  project_id: 'bells-1234',
  private_key_id: '0123456789abcdef0123456789abcdef01234567',
  private_key: rsaKey(),
  client_email: 'push@bells-1234.iam.gserviceaccount.com',
  client_id: '1',
  token_uri: 'https://oauth2.googleapis.com/token',
  ...changes,
})

/** The key file of a service account of Huawei's. */
export const huaweiKeyFile = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  project_id: '736430079244623423',
  key_id: 'k1',
  private_key: rsaKey(),
  sub_account: '110880011',
  auth_uri: 'https://oauth-login.cloud.huawei.com/oauth2/v3/authorize',
  token_uri: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
  ...changes,
})

/** A chat notification. */
export const notification = (changes: Partial<PushNotification> = {}): PushNotification => ({
  msgID: 'm_20418',
  title: 'Lin',
  body: 'See you at 6?',
  ext: '{"v":1}',
  collapseKey: 'm_20418',
  deadlineMs: nowMs + 3 * 86_400_000,
  options: {},
  ...changes,
})

/** The certificate of a result that must hold one. */
export const certificateOf = <Certificate>(result: CertificateResult<Certificate>): Certificate => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.certificate
}

/** A promise and what settles it. */
export const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve = (): void => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
