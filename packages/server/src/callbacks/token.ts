import type { Sealer } from '../tenants/seal.ts'

/** How a sealed token stands among the settings. */
const prefix = 'sealed.'

const rowOf = (sdkAppID: number): string => `apps.${sdkAppID}.callbacks.token`

/** What a callback token may be, as a sentence. */
export const tokenRule =
  'A token has 1 to 128 letters, digits and other printable ASCII characters, without spaces.'

/** Whether a token can be taken. */
export const isToken = (token: unknown): token is string =>
  typeof token === 'string' && /^[\x21-\x7e]{1,128}$/.test(token) && !token.startsWith(prefix)

/** The token in the form it is stored in. */
export const sealToken = (sealer: Sealer, sdkAppID: number, token: string): string =>
  prefix + sealer.seal(token, rowOf(sdkAppID)).toString('base64url')

/** @throws SealError when it was sealed with another master key */
export const openToken = (sealer: Sealer, sdkAppID: number, stored: string): string =>
  sealer.open(Buffer.from(stored.slice(prefix.length), 'base64url'), rowOf(sdkAppID))
