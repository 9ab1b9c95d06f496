import { createHmac, timingSafeEqual } from 'node:crypto'
import { deflateSync } from 'node:zlib'

import { ErrorCode } from '@carillon/protocol'

import { decodeUserSig, type UserSigClaims } from './user-sig-decode.ts'

/** How long a UserSig is good for when nobody says: 180 days, in seconds. */
const defaultUserSigLifeS = 15_552_000

/** What a UserSig is made from. */
export interface UserSigInput {
  sdkAppID: number
  /** The secret key's text is the HMAC key as it stands; it is not decoded. */
  secretKey: string
  userID: string
  nowMs: number
  /** Default 180 days. */
  lifeS?: number
  /** Privilege ticket, base64; chat does not use it. */
  userBuf?: string
}

/** Makes a UserSig (TLSSigAPIv2): signed claims as JSON, deflated, in the original's own base64 alphabet. */
export const makeUserSig = (input: UserSigInput): string => {
  const claims: UserSigClaims = {
    userID: input.userID,
    sdkAppID: input.sdkAppID,
    timeS: Math.floor(input.nowMs / 1000),
    expireS: input.lifeS ?? defaultUserSigLifeS,
    ...(input.userBuf === undefined ? {} : { userBuf: input.userBuf }),
  }
  const json = JSON.stringify({
    'TLS.ver': '2.0',
    'TLS.identifier': claims.userID,
    'TLS.sdkappid': claims.sdkAppID,
    'TLS.time': claims.timeS,
    'TLS.expire': claims.expireS,
    'TLS.userbuf': claims.userBuf,
    'TLS.sig': signatureOf(claims, input.secretKey),
  })
  return deflateSync(json).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_')
}

/** HMAC-SHA256 over the claims, line by line. */
const signatureOf = (
  { userID, sdkAppID, timeS, expireS, userBuf }: UserSigClaims,
  secretKey: string,
): string =>
  createHmac('sha256', secretKey)
    .update(`TLS.identifier:${userID}\nTLS.sdkappid:${sdkAppID}\nTLS.time:${timeS}\nTLS.expire:${expireS}\n`)
    .update(userBuf === undefined ? '' : `TLS.userbuf:${userBuf}\n`)
    .digest('base64')

/** What a UserSig is held against. */
export interface UserSigCheck {
  sdkAppID: number
  userID: string
  userSig: string
  /** Every key of the app; any of them will do. */
  secretKeys: readonly string[]
  nowMs: number
}

/** What came of it. A refusal carries the original's code and words for the app's developer. */
export type UserSigResult =
  | { ok: true; issuedAtMs: number; expiresAtMs: number }
  | { ok: false; code: number; desc: string }

/** Checks a UserSig. Whether it was revoked is for `isUserSigRevoked`, which needs the account. */
export const verifyUserSig = (check: UserSigCheck): UserSigResult => {
  if (check.userSig === '') return refused(ErrorCode.USERSIG_EMPTY, 'The UserSig is empty.')
  if (check.secretKeys.length === 0)
    return refused(
      ErrorCode.PUBLICKEY_NOT_FOUND,
      'This app has no secret key. Add one: carillon app add-key.',
    )
  const decoded = decodeUserSig(check.userSig)
  if (typeof decoded === 'string')
    return refused(ErrorCode.USERSIG_CHECK_FAILED, `The UserSig is malformed: ${decoded}.`)
  const { claims, signature } = decoded
  if (claims.sdkAppID !== check.sdkAppID)
    return refused(
      ErrorCode.USERSIG_MISMATCH_SDKAPPID,
      `The UserSig was made for SDKAppID ${claims.sdkAppID}, not for ${check.sdkAppID}.`,
    )
  if (claims.userID !== check.userID)
    return refused(ErrorCode.USERSIG_MISMATCH_ID, 'The UserSig was made for another userID.')
  // All keys are tried, so that the time tells nothing of which one fitted.
  const fits = check.secretKeys.map((key) => isSame(signatureOf(claims, key), signature))
  if (!fits.includes(true))
    return refused(
      ErrorCode.USERSIG_MISMATCH_PUBLICKEY,
      'The signature of the UserSig does not fit: it was made with a secret key that is not of this app.',
    )
  const expiresAtMs = (claims.timeS + claims.expireS) * 1000
  if (check.nowMs >= expiresAtMs)
    return refused(
      ErrorCode.USERSIG_EXPIRED,
      `The UserSig expired at ${shownTime(expiresAtMs)}. Have your server make a new one.`,
    )
  return { ok: true, issuedAtMs: claims.timeS * 1000, expiresAtMs }
}

/**
 * Whether a UserSig was made before the account's UserSigs were declared void. It carries whole seconds:
 * one made within the same second counts as new, for the app may have made it at once.
 */
export const isUserSigRevoked = (issuedAtMs: number, validFromMs: number | null): boolean =>
  validFromMs !== null && issuedAtMs + 1000 <= validFromMs

const isSame = (expected: string, given: string): boolean => {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const refused = (code: number, desc: string): UserSigResult => ({ ok: false, code, desc })

const shownTime = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`)
