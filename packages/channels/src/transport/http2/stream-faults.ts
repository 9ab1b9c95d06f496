import { AnswerLostError, VendorUnreachableError } from '../http-transport.ts'

/** The server did not process the request and wants it on another connection. */
export const refused = (host: string, why: string): VendorUnreachableError =>
  new VendorUnreachableError(`${host}: ${why}`, { safeToResend: true })

/** The request never began. */
export const unsent = (host: string, why: string): VendorUnreachableError =>
  new VendorUnreachableError(`${host}: ${why}`)

/** The request went out, and no whole answer will come. */
export const lost = (
  host: string,
  why: string,
  code: 'NO_ANSWER' | 'TIMEOUT' = 'NO_ANSWER',
): AnswerLostError => new AnswerLostError(code, `${host}: ${why}`)

/** A request that did not leave in full was not processed; of any other nobody knows. */
export const faultOf = (
  host: string,
  why: string,
  isSent: boolean,
  code: 'NO_ANSWER' | 'TIMEOUT' = 'NO_ANSWER',
): Error => (isSent ? lost(host, why, code) : unsent(host, `${why} (the request was not sent)`))
