import type { Outcome } from '@carillon/protocol'

import { textOf, type JsonObject } from '../json.ts'

/** What is done about a code. */
export type HuaweiReaction =
  | { kind: 'accepted' }
  /** Some tokens of the batch: `msg` says which. */
  | { kind: 'partial' }
  | { kind: 'token-dead' }
  | { kind: 'retry' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }

const retry: HuaweiReaction = { kind: 'retry' }
const payload: HuaweiReaction = { kind: 'refused', cause: 'payload' }
const config: HuaweiReaction = { kind: 'refused', cause: 'config' }
const quota: HuaweiReaction = { kind: 'refused', cause: 'quota' }

const of = (reaction: HuaweiReaction, ...codes: string[]): [string, HuaweiReaction][] =>
  codes.map((code) => [code, reaction])

/**
 * Huawei's codes (HMSCore-References, https-send-api; server-error-codes). Those of calls that Carillon does
 * not make are listed too.
 */
export const huaweiAnswers: ReadonlyMap<string, HuaweiReaction> = new Map([
  ...of({ kind: 'accepted' }, '80000000'),
  ...of({ kind: 'partial' }, '80100000'),
  ...of({ kind: 'token-dead' }, '80300007'),
  // the message
  ...of(payload, '80100001', '80100002', '80100003', '80100004', '80100013', '80100016', '80100018'),
  ...of(payload, '80100020', '80100022', '80300008', '80300010', '80300017', '80300030'),
  // the credential or the app
  ...of(config, '80200001', '80200003', '80200005', '80300002', '80300011', '80300013', '80300028'),
  ...of(config, '80300032', '80300036', '80300037'),
  // test messages a day
  ...of(quota, '80300029'),
  // Huawei's own trouble
  ...of(retry, '80100017', '80600003', '81000001', '80000001'),
])

/** For a code that is in no list: this push ends, token and certificate stay. */
export const huaweiUnknownCode: HuaweiReaction = payload

/** The code of an answer's body, eight digits as text. */
export const huaweiCodeOf = (body: JsonObject | undefined): string | undefined => {
  const code = body?.['code']
  return typeof code === 'number' ? String(code) : textOf(code)
}

/** Whether a code says that the access token is not taken: wrong, ended, or signed for too long. */
export const refusesHuaweiToken = (code: string): boolean =>
  ['80200001', '80200003', '80200005', '80300036'].includes(code)
