import { verify } from 'node:crypto'
import { MINUTE } from '../clock.ts'
import type { EmulatorAnswer, EmulatorRequest } from '../emulator/types.ts'
import type { Account, Accounts } from './accounts.ts'
import { json } from './errors.ts'

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const audiences: readonly string[] = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
]
const scopePrefix = 'https://www.googleapis.com/auth/'
const longestSeconds = 3_600
const skewSeconds = (5 * MINUTE) / 1_000

interface Header {
  alg?: unknown
  kid?: unknown
}

interface Claims {
  iss?: unknown
  scope?: unknown
  aud?: unknown
  iat?: unknown
  exp?: unknown
}

/**
 * Google's token endpoint for service accounts (RFC 7523). Header fields beyond `alg` are not asked for, as
 * google-auth-library sends none.
 */
export const answerToken = (
  request: EmulatorRequest,
  accounts: Accounts,
  ownAudiences: readonly string[],
  nowMs: number,
  tokenSeconds: number,
): EmulatorAnswer => {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    return oauthError('invalid_request', 'Content-Type must be application/x-www-form-urlencoded')
  }
  const form = new URLSearchParams(request.body)
  if (form.get('grant_type') !== jwtBearer) {
    return oauthError('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`)
  }
  const assertion = form.get('assertion')
  if (assertion === null || assertion === '') {
    return oauthError('invalid_request', 'Missing required parameter: assertion')
  }
  const read = readAssertion(assertion, accounts)
  if ('status' in read) return read
  const { claims, account } = read
  if (!isOneOf(claims.aud, [...audiences, ...ownAudiences])) {
    return oauthError('invalid_grant', 'Invalid JWT: Failed audience check.')
  }
  if (!isTimely(claims, nowMs / 1_000)) {
    return oauthError(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    )
  }
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : []
  if (scopes.length === 0 || !scopes.every((scope) => scope.startsWith(scopePrefix))) {
    return oauthError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  }
  return json(
    200,
    { access_token: accounts.issue(account, scopes), expires_in: tokenSeconds, token_type: 'Bearer' },
    { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' },
  )
}

/** Google's form of an OAuth error. */
export const oauthError = (error: string, description: string): EmulatorAnswer =>
  json(error === 'invalid_client' ? 401 : 400, { error, error_description: description })

const readAssertion = (
  assertion: string,
  accounts: Accounts,
): EmulatorAnswer | { claims: Claims; account: Account } => {
  const [header = '', payload = '', signature = '', ...rest] = assertion.split('.')
  const fields = decodePart(header)
  const claims = decodePart(payload)
  if (fields === undefined || claims === undefined || rest.length > 0) {
    return oauthError('invalid_request', 'Bad Request')
  }
  if (fields.alg !== 'RS256') return oauthError('invalid_grant', 'Invalid JWT: alg must be RS256.')
  const account = typeof claims.iss === 'string' ? accounts.account(claims.iss) : undefined
  if (account === undefined) return oauthError('invalid_grant', 'Invalid grant: account not found')
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    account.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  const isKnownKey = fields.kid === undefined || fields.kid === account.key.private_key_id
  if (!isSigned || !isKnownKey || account.revoked)
    return oauthError('invalid_grant', 'Invalid JWT Signature.')
  return { claims, account }
}

const decodePart = (part: string): (Claims & Header) | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const isOneOf = (audience: unknown, known: readonly string[]): boolean =>
  typeof audience === 'string' && known.includes(audience)

const isTimely = ({ iat, exp }: Claims, nowSeconds: number): boolean =>
  typeof iat === 'number' &&
  typeof exp === 'number' &&
  exp > iat &&
  exp - iat <= longestSeconds &&
  iat <= nowSeconds + skewSeconds &&
  exp >= nowSeconds - skewSeconds
