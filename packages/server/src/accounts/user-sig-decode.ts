import { inflateSync } from 'node:zlib'

/** What a UserSig says, before its signature has been checked. */
export interface UserSigClaims {
  userID: string
  sdkAppID: number
  /** When it was made, seconds since the epoch. */
  timeS: number
  /** How long it is good for, seconds. */
  expireS: number
  /** As given: base64. */
  userBuf?: string
}

/** Longest UserSig that is looked at. A usual one has about 200 characters. */
const longestText = 4096
/** Longest JSON in one: it is inflated no further, however small the text. */
const longestJSONBytes = 8192

/**
 * Reads a UserSig without checking its signature. Takes numbers given as text, and keys in any order.
 * @returns the claims, or what is wrong with it
 */
export const decodeUserSig = (userSig: string): { claims: UserSigClaims; signature: string } | string => {
  if (userSig.length > longestText) return `longer than ${longestText} characters`
  if (!/^[A-Za-z0-9*-]+_{0,2}$/.test(userSig) || userSig.length % 4 !== 0)
    return 'not in its base64 alphabet (A to Z, a to z, 0 to 9, * - _), or cut short'
  const deflated = Buffer.from(
    userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='),
    'base64',
  )
  const json = inflate(deflated)
  if (json === undefined) return 'cannot be inflated, so it is cut short or changed'
  const record = parseRecord(json)
  if (record === undefined) return 'holds no JSON object'
  if (record['TLS.ver'] !== '2.0') return 'not of version 2.0'
  const userID = record['TLS.identifier']
  const sdkAppID = wholeNumber(record['TLS.sdkappid'])
  const timeS = wholeNumber(record['TLS.time'])
  const expireS = wholeNumber(record['TLS.expire'])
  const userBuf = record['TLS.userbuf']
  const signature = record['TLS.sig']
  if (typeof userID !== 'string') return 'TLS.identifier is missing'
  if (sdkAppID === undefined) return 'TLS.sdkappid is missing or no number'
  if (timeS === undefined) return 'TLS.time is missing or no number'
  if (expireS === undefined) return 'TLS.expire is missing or no number'
  if (typeof signature !== 'string') return 'TLS.sig is missing'
  if (userBuf !== undefined && typeof userBuf !== 'string') return 'TLS.userbuf is no text'
  return {
    claims: { userID, sdkAppID, timeS, expireS, ...(userBuf === undefined ? {} : { userBuf }) },
    signature,
  }
}

const inflate = (deflated: Buffer): string | undefined => {
  try {
    return inflateSync(deflated, { maxOutputLength: longestJSONBytes }).toString('utf8')
  } catch {
    return undefined
  }
}

const parseRecord = (json: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
