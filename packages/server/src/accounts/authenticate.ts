import { ErrorCode, isUserID } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import type { LoginLimiter } from './login-limiter.ts'
import { isUserSigRevoked, verifyUserSig } from './user-sig.ts'
import { ensureUser, findUser, type User } from './users.ts'

/** Who wants to log in, and by what right. */
export interface Credentials {
  sdkAppID: number
  userID: string
  userSig: string
  remoteAddress: string
}

/** The account that logged in, or why not, with the original's code. */
export type AuthenticateResult =
  | { ok: true; user: User; isNewUser: boolean; expiresAtMs: number }
  | { ok: false; code: number; desc: string }

/** What authentication needs. */
export interface AuthenticateParts {
  db: Db
  tenants: Tenants
  limiter: LoginLimiter
}

/** Checks a login and registers the account at the first one. Refusals count against the limit of tries. */
export const authenticate = async (
  parts: AuthenticateParts,
  credentials: Credentials,
  nowMs: number,
): Promise<AuthenticateResult> => {
  if (await parts.limiter.isBlocked(credentials))
    return refused(ErrorCode.ACCOUNT_FREQ_LIMIT, 'Too many logins failed. Wait a minute.')
  const result = await check(parts, credentials, nowMs)
  if (!result.ok) await parts.limiter.failed(credentials)
  return result
}

const check = async (
  { db, tenants }: AuthenticateParts,
  { sdkAppID, userID, userSig }: Credentials,
  nowMs: number,
): Promise<AuthenticateResult> => {
  if (!isUserID(userID))
    return refused(
      ErrorCode.ACCOUNT_INVALID_PARAMETERS,
      'The userID must be 1 to 32 bytes of printable ASCII.',
    )
  if ((await tenants.app(sdkAppID)) === undefined)
    return refused(ErrorCode.SDKAPPID_NOT_FOUND, `There is no app with SDKAppID ${sdkAppID} on this server.`)
  const secretKeys = await tenants.secretKeys(sdkAppID)
  const verified = verifyUserSig({ sdkAppID, userID, userSig, secretKeys, nowMs })
  if (!verified.ok) return verified
  const isNewUser = await ensureUser(db, sdkAppID, userID)
  const user = await findUser(db, sdkAppID, userID)
  if (user === undefined)
    return refused(ErrorCode.ACCOUNT_NOT_FOUND, 'The account was deleted in this moment. Log in again.')
  if (isUserSigRevoked(verified.issuedAtMs, user.userSigValidFromMs))
    return refused(
      ErrorCode.ACCOUNT_INVALID_USERSIG,
      'The UserSig was revoked. Have your server make a new one.',
    )
  return { ok: true, user, isNewUser, expiresAtMs: verified.expiresAtMs }
}

const refused = (code: number, desc: string): AuthenticateResult => ({ ok: false, code, desc })
