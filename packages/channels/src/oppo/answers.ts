import type { Outcome } from '@carillon/protocol'

/** What is done about a code. */
export type OppoReaction =
  | { kind: 'token-dead' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }
  | { kind: 'retry' }
  /** 32: OPPO has had this app_message_id for this target. */
  | { kind: 'already-sent' }
  /** 41: the token, where the message names it; else the notification. */
  | { kind: 'argument' }
  /** 67 and 54: the certificate's class or template, unless the message chose its own. */
  | { kind: 'category' }
  | { kind: 'template' }

const config: OppoReaction = { kind: 'refused', cause: 'config' }
const payload: OppoReaction = { kind: 'refused', cause: 'payload' }
const quota: OppoReaction = { kind: 'refused', cause: 'quota' }
const retry: OppoReaction = { kind: 'retry' }

const of = (reaction: OppoReaction, ...codes: number[]): [number, OppoReaction][] =>
  codes.map((code) => [code, reaction])

/**
 * OPPO's codes (open.oppomobile.com, documentation 11235; 54 and 69 from integrators). Codes of calls that
 * Carillon does not make are listed too: a proxy or a later host may answer with them.
 */
export const oppoAnswers: ReadonlyMap<number, OppoReaction> = new Map([
  // flow control, trouble of the server's own, too often
  ...of(retry, -2, -1, 13, 55, 69),
  // the access token, when a new one was not taken either
  ...of(config, 11, 29),
  // key, signature, clock; the app's rights
  ...of(config, 14, 15, 16, 17, 18, 19, 26, 27, 28, 30, 59),
  ...of({ kind: 'template' }, 54),
  ...of({ kind: 'category' }, 67),
  // the request or the message
  ...of(payload, 12, 20, 21, 22, 23, 24, 25, 31, 40, 51),
  ...of({ kind: 'argument' }, 41),
  ...of({ kind: 'already-sent' }, 32),
  // the day's share of messages, pictures, saved messages
  ...of(quota, 33, 34, 42),
  ...of({ kind: 'token-dead' }, 10000),
])

/** For a code that is in no list, 10001 to 19999 among them: this push ends, token and certificate stay. */
export const oppoUnknownCode: OppoReaction = payload

/** Codes that say that the access token is not taken. */
export const oppoTokenRefusals: ReadonlySet<number> = new Set([11, 29])
