import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  verify,
  X509Certificate,
  type KeyObject,
} from 'node:crypto'
import { MINUTE } from '../clock.ts'
import { randomHex } from '../random.ts'
import type { CertificateAuthority } from '../tls/authority.ts'
import type { Reason } from './reasons.ts'
import type { ApnsApp, ApnsClientCertificate, ApnsEnvironment, ApnsKey } from './types.ts'

interface Key extends ApnsKey {
  readonly publicKey: KeyObject
  readonly environment: ApnsEnvironment | undefined
  readonly bundleIDs: readonly string[] | undefined
  revoked: boolean
}

interface Certificate {
  readonly bundleID: string
  readonly environment: ApnsEnvironment | undefined
  revoked: boolean
}

const tokenLifeSeconds = 3_600
const skewSeconds = (5 * MINUTE) / 1_000
const tenCharacters = /^[A-Z0-9]{10}$/

/** Apps, their teams, keys and certificates. */
export class Teams {
  readonly #authority: CertificateAuthority
  readonly #apps = new Map<string, ApnsApp>()
  readonly #keys = new Map<string, Key>()
  readonly #certificates = new Map<string, Certificate>()

  constructor(authority: CertificateAuthority) {
    this.#authority = authority
  }

  createApp({
    bundleID = `im.carillon.lab${randomHex(6)}`,
    teamID = newID(),
  }: { bundleID?: string; teamID?: string } = {}): ApnsApp {
    if (!tenCharacters.test(teamID))
      throw new RangeError(`teamID must be ten capital letters and digits; got "${teamID}"`)
    if (this.#apps.has(bundleID)) throw new Error(`There is an app ${bundleID} already`)
    const app: ApnsApp = {
      bundleID,
      teamID,
      createKey: (options) => this.#createKey(teamID, options),
      createCertificate: (options) => this.#createCertificate(bundleID, options),
    }
    this.#apps.set(bundleID, app)
    return app
  }

  /** Why a provider token gives no right to send to `bundleID`; else its team. */
  judgeToken(
    jwt: string,
    bundleID: string,
    environment: ApnsEnvironment,
    nowMs: number,
  ): { teamID: string } | Reason {
    const [header = '', claims = '', signature = '', ...rest] = jwt.split('.')
    const { alg, kid } = decodePart(header)
    const { iss, iat } = decodePart(claims)
    const key = typeof kid === 'string' ? this.#keys.get(kid) : undefined
    if (rest.length > 0 || alg !== 'ES256' || key === undefined || key.revoked || iss !== key.teamID)
      return 'InvalidProviderToken'
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: key.publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
    if (!isSigned || typeof iat !== 'number') return 'InvalidProviderToken'
    const ageSeconds = nowMs / 1_000 - iat
    if (ageSeconds < -skewSeconds) return 'InvalidProviderToken'
    if (ageSeconds > tokenLifeSeconds) return 'ExpiredProviderToken'
    if (key.environment !== undefined && key.environment !== environment) return 'BadEnvironmentKeyIdInToken'
    if (key.bundleIDs?.includes(bundleID) === false) return 'UnrelatedKeyIdInToken'
    return this.#apps.get(bundleID)?.teamID === key.teamID ? { teamID: key.teamID } : 'TopicDisallowed'
  }

  /** The app a client certificate is for, or why there is none. */
  judgeCertificate(fingerprint: string, environment: ApnsEnvironment): { bundleID: string } | Reason {
    const certificate = this.#certificates.get(fingerprint)
    if (certificate === undefined || certificate.revoked) return 'BadCertificate'
    if (certificate.environment !== undefined && certificate.environment !== environment)
      return 'BadCertificateEnvironment'
    return { bundleID: certificate.bundleID }
  }

  #createKey(
    teamID: string,
    {
      keyID = newID(),
      environment,
      bundleIDs,
      p8,
    }: { keyID?: string; environment?: ApnsEnvironment; bundleIDs?: readonly string[]; p8?: string } = {},
  ): ApnsKey {
    if (!tenCharacters.test(keyID))
      throw new RangeError(`keyID must be ten capital letters and digits; got "${keyID}"`)
    if (this.#keys.has(keyID)) throw new Error(`There is a key ${keyID} already`)
    const privateKey =
      p8 === undefined ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : createPrivateKey(p8)
    const key: Key = {
      keyID,
      teamID,
      p8: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: createPublicKey(privateKey),
      environment,
      bundleIDs,
      revoked: false,
      revoke: () => {
        key.revoked = true
      },
    }
    this.#keys.set(keyID, key)
    return key
  }

  #createCertificate(
    bundleID: string,
    {
      environment,
      known,
    }: { environment?: ApnsEnvironment; known?: { certificate: string; key: string } } = {},
  ): ApnsClientCertificate {
    const leaf = known ?? this.#authority.issueClient(`Apple Push Services: ${bundleID}`, bundleID)
    const certificate: Certificate = { bundleID, environment, revoked: false }
    this.#certificates.set(new X509Certificate(leaf.certificate).fingerprint256, certificate)
    return {
      ...leaf,
      revoke: () => {
        certificate.revoked = true
      },
    }
  }
}

const newID = (): string => randomHex(10).toUpperCase()

const decodePart = (part: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
