import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  verify,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { DAY, MINUTE } from '../clock.ts'
import { randomDigits, randomHex, randomText } from '../random.ts'
import type { HuaweiServiceAccount, HuaweiServiceAccountKey } from './types.ts'

interface Account extends HuaweiServiceAccount {
  readonly publicKey: KeyObject
  revoked: boolean
}

/** Whom the tokens of service accounts are for (harmonyos-guides, push-jwt-token). */
const audience = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
/** Nothing is written of it: a minute, as elsewhere. */
const skewSeconds = MINUTE / 1_000
const maxLifeSeconds = DAY / 1_000
/** Huawei gives keys of 4096 bits; these are made faster. */
const modulusLength = 2_048
const maxSeen = 10_000

/** Service accounts, and the access tokens they sign. */
export class Accounts {
  readonly #byKeyID = new Map<string, Account>()
  /** Tokens that were shown, so that they can be ended. */
  readonly #seen = new Set<string>()
  #ended = new Set<string>()

  async create(projectID: string, made?: HuaweiServiceAccountKey): Promise<HuaweiServiceAccount> {
    const key = made ?? (await newKey(projectID))
    const account: Account = {
      projectID: key.project_id,
      key,
      json: JSON.stringify(key, null, 2),
      publicKey: createPublicKey(createPrivateKey(key.private_key)),
      revoked: false,
      revoke: () => {
        account.revoked = true
      },
    }
    this.#byKeyID.set(key.key_id, account)
    return account
  }

  /** The project a token gives a right to, or the code that refuses it. Undefined for what is no JWT. */
  judge(
    authorization: string | undefined,
    audiences: readonly string[],
    nowMs: number,
  ): { projectID: string } | { code: string } | undefined {
    const jwt = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? ''
    const [header = '', claims = '', signature, ...rest] = jwt.split('.')
    if (signature === undefined || rest.length > 0) return undefined
    const { alg, kid, typ } = decodedPart(header)
    const { iss, aud, iat, exp } = decodedPart(claims)
    const account = typeof kid === 'string' ? this.#byKeyID.get(kid) : undefined
    if (account === undefined || account.revoked || alg !== 'PS256' || typ !== 'JWT') return refused
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: account.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
      Buffer.from(signature, 'base64url'),
    )
    if (!isSigned || iss !== account.key.sub_account) return refused
    if (typeof aud !== 'string' || ![audience, ...audiences].includes(aud)) return refused
    if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= iat) return refused
    if (iat > nowMs / 1_000 + skewSeconds) return refused
    if (exp - iat > maxLifeSeconds) return { code: '80300036' }
    if (exp <= nowMs / 1_000 || this.#ended.has(jwt)) return { code: '80200005' }
    if (this.#seen.size < maxSeen) this.#seen.add(jwt)
    return { projectID: account.projectID }
  }

  /** All tokens that were shown end now. */
  expireAll(): void {
    this.#ended = new Set([...this.#ended, ...this.#seen])
    this.#seen.clear()
  }
}

const refused = { code: '80200001' }

const newKey = async (projectID: string): Promise<HuaweiServiceAccountKey> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength })
  return {
    project_id: projectID,
    key_id: randomHex(32),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sub_account: randomDigits(9),
    auth_uri: 'https://oauth-login.cloud.huawei.com/oauth2/v3/authorize',
    token_uri: audience,
    auth_provider_cert_uri: 'https://oauth-login.cloud.huawei.com/oauth2/v3/certs',
    client_cert_uri: `https://oauth-login.cloud.huawei.com/oauth2/v3/x509?client_id=${randomText(8)}`,
  }
}

const decodedPart = (part: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
