import type { Outcome } from '@carillon/protocol'

import type { JsonObject } from '../json.ts'

/** What is done about a code. */
export type HonorReaction =
  | { kind: 'accepted' }
  /** Some tokens of the batch: the lists say which. */
  | { kind: 'partial' }
  | { kind: 'retry' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }

const accepted: HonorReaction = { kind: 'accepted' }
const retry: HonorReaction = { kind: 'retry' }
const payload: HonorReaction = { kind: 'refused', cause: 'payload' }
const config: HonorReaction = { kind: 'refused', cause: 'config' }

/**
 * Honor's codes. It publishes no list that could be read: 200 and 80100000 are known from clients in use, the
 * rest are Huawei's of the same form and order. Codes from 400 to 599 mean what HTTP means by them.
 */
export const honorAnswers: ReadonlyMap<number, HonorReaction> = new Map<number, HonorReaction>([
  [200, accepted],
  [0, accepted],
  [80000000, accepted],
  [80100000, { kind: 'partial' }],
  [80100001, payload],
  [80100003, payload],
  [80100004, payload],
  [80200001, config],
  [80200003, config],
  [80300002, config],
  // All tokens invalid: only those that a list names are taken for dead.
  [80300007, payload],
  [80300008, payload],
  [80300010, payload],
  [81000001, retry],
])

/** For a code that is in no list: this push ends, token and certificate stay. */
export const honorUnknownCode: HonorReaction = payload

/** The code of an answer's body: a number, or the same as text. */
export const honorCodeOf = (body: JsonObject | undefined): number | undefined => {
  const code = body?.['code']
  if (typeof code === 'number') return Number.isSafeInteger(code) ? code : undefined
  return typeof code === 'string' && /^\d{1,9}$/.test(code) ? Number(code) : undefined
}

/** Whether a code says that the access token is not taken. */
export const refusesHonorToken = (code: number): boolean =>
  code === 401 || code === 80200001 || code === 80200003
