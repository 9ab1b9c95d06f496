import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A token nobody guesses, as it is given away: 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored in a token's place. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The token that requests which change something carry: only a page that was let read it knows it. */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('carillon console csrf').digest('base64url')

/** Whether a request carries the token of its session. */
export const isCsrfToken = (sessionToken: string, given: string | undefined): boolean => {
  const expected = Buffer.from(csrfTokenOf(sessionToken))
  const found = Buffer.from(given ?? '')
  return found.length === expected.length && timingSafeEqual(found, expected)
}
