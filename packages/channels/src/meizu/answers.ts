import type { Outcome } from '@carillon/protocol'

/** What is done about a code. */
export type MeizuReaction =
  | { kind: 'token-dead' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }
  | { kind: 'retry' }

const config: MeizuReaction = { kind: 'refused', cause: 'config' }
const payload: MeizuReaction = { kind: 'refused', cause: 'payload' }
const quota: MeizuReaction = { kind: 'refused', cause: 'quota' }
const retry: MeizuReaction = { kind: 'retry' }
const tokenDead: MeizuReaction = { kind: 'token-dead' }

const of = (reaction: MeizuReaction, ...codes: number[]): [number, MeizuReaction][] =>
  codes.map((code) => [code, reaction])

/** `code` of the whole answer (github.com/MEIZUPUSH/PushAPI). Codes of calls Carillon does not make are listed too. */
export const meizuAnswers: ReadonlyMap<number, MeizuReaction> = new Map([
  ...of(retry, 500, 1001, 1003, 110010),
  ...of(tokenDead, 110002, 110003),
  // 300: the server has moved, `redirect` says where to
  ...of(config, 300, 1006, 110000, 110001, 110009, 110031, 110033),
  ...of(payload, 1005, 110004, 110032, 110053),
  ...of(quota, 110019, 110051),
])

/** Codes of single tokens inside `value`. 110010 means something else there. */
export const meizuTokenAnswers: ReadonlyMap<number, MeizuReaction> = new Map([
  ...of(config, 201),
  ...of(retry, 501, 513, 518, 519),
  // folded, more than five in a minute for one phone; the alias; notifications switched off: this push ends, the token stays
  ...of(payload, 520, 110005, 110010),
  ...of(tokenDead, 110002, 110003),
  ...of(quota, 110011),
])

/** For a code that is in no list: this push ends, token and certificate stay. */
export const meizuUnknownCode: MeizuReaction = payload
