import { sign } from 'node:crypto'

import type { TokenMint } from '../channel.ts'
import type { ApnsCertificate } from './certificate.ts'
import { apnsReasonOf } from './decode.ts'

/** Apple refuses a provider token 60 minutes after `iat`; the rest is for clocks that differ. */
const lifeMs = 50 * 60_000
/** Apple refuses a change of the token within 20 minutes (TooManyProviderTokenUpdates). */
const minAgeMs = 20 * 60_000

/**
 * Apple's provider tokens: a JWT signed with the team's key, renewed every 45 minutes
 * (developer.apple.com, "Establishing a token-based connection to APNs").
 */
export const apnsTokenMint: TokenMint<ApnsCertificate> = {
  cacheKey: (certificate) => certificate.credentialID,
  mint: ({ credential }, nowMs) => {
    if (credential.kind !== 'key') return undefined
    const issuedAt = Math.floor(nowMs / 1000)
    const signed = `${base64url({ alg: 'ES256', kid: credential.keyID })}.${base64url({ iss: credential.teamID, iat: issuedAt })}`
    const signature = sign('sha256', Buffer.from(signed), {
      key: credential.privateKey,
      // JOSE wants r and s side by side, not in DER (RFC 7518, 3.4).
      dsaEncoding: 'ieee-p1363',
    })
    return { value: `${signed}.${signature.toString('base64url')}`, expiresAtMs: nowMs + lifeMs }
  },
  minAgeMs,
  isTokenRefused: (answer) => answer.status === 403 && apnsReasonOf(answer) === 'ExpiredProviderToken',
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
