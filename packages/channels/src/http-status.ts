import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from './channel.ts'
import { words } from './words.ts'

const maxRetryAfterMs = 24 * 60 * 60 * 1000
const tooManyRequestsMs = 60_000
const maxPageText = 120

/**
 * The `Retry-After` header in milliseconds from now, given as seconds or as an HTTP date (RFC 9110,
 * 10.2.3); undefined when there is none that can be read. Never more than a day.
 */
export const retryAfterMs = (answer: VendorAnswer, nowMs: number): number | undefined => {
  const value = answer.headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, maxRetryAfterMs)
  // Date.parse takes much that is no HTTP date, "-5" among it; those all name a month.
  const date = /[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - nowMs, 0), maxRetryAfterMs)
}

/** A `retry` with the wait the answer asks for, or `elseMs`, or none named. */
export const retryOf = (
  answer: VendorAnswer,
  nowMs: number,
  said: Outcome['words'] & object,
  elseMs?: number,
): Outcome => {
  const afterMs = retryAfterMs(answer, nowMs) ?? elseMs
  return afterMs === undefined ? { kind: 'retry', words: said } : { kind: 'retry', afterMs, words: said }
}

/**
 * What an answer means by its HTTP status alone, for answers without the vendor's own code: proxies,
 * captive portals, outages. Defaults: other 4xx `refused` for the payload, other 5xx `retry`.
 */
export const outcomeOfStatus = (
  answer: VendorAnswer,
  nowMs: number,
  said = words(`HTTP ${answer.status}`, plainText(answer.body)),
): Outcome => {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'unknown', words: words('BAD_ANSWER', said.text) }
  // A redirect, a wrong path or a refused credential: the address or the certificate is wrong.
  if (status < 400 || status === 401 || status === 403 || status === 404 || status === 405 || status === 407)
    return { kind: 'refused', cause: 'config', words: said }
  if (status === 429) return retryOf(answer, nowMs, said, tooManyRequestsMs)
  // The request may have reached the vendor behind the gateway that gave up.
  if (status === 502 || status === 504) return { kind: 'unknown', words: said }
  if (status === 408 || status === 425 || status >= 500) return retryOf(answer, nowMs, said)
  return { kind: 'refused', cause: 'payload', words: said }
}

/**
 * A body without its markup and runs of spaces: what a person reads of a proxy's HTML page. Short, for the
 * broken half of a vendor's answer may hold tokens.
 */
const plainText = (body: string): string =>
  body
    .slice(0, 4096)
    .replace(/<(script|style)\b.*?<\/\1>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxPageText)
