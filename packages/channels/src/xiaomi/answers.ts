import type { Outcome } from '@carillon/protocol'

/** What is done about a code. */
export type XiaomiReaction =
  | { kind: 'token-dead' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }
  | { kind: 'retry'; afterMs?: number }
  /** 20301: the reason decides, see `decodeXiaomi`. */
  | { kind: 'no-target' }
  /** The message option `androidXiaoMiChannelID` decides whose fault it is. */
  | { kind: 'channel' }

const config: XiaomiReaction = { kind: 'refused', cause: 'config' }
const payload: XiaomiReaction = { kind: 'refused', cause: 'payload' }
const quota: XiaomiReaction = { kind: 'refused', cause: 'quota' }
const retry: XiaomiReaction = { kind: 'retry' }
const tokenDead: XiaomiReaction = { kind: 'token-dead' }

const of = (reaction: XiaomiReaction, ...codes: number[]): [number, XiaomiReaction][] =>
  codes.map((code) => [code, reaction])

/**
 * Xiaomi's codes (dev.mi.com, document 1560; later ones from the server SDK and integrators). Codes of
 * calls that Carillon does not make are listed too: a proxy or a later host may answer with them.
 */
export const xiaomiAnswers: ReadonlyMap<number, XiaomiReaction> = new Map([
  // the server's own trouble
  ...of(retry, -1, 1, 10001, 10002, 10003, 10009, 10010, 10011, 10037),
  ...of(retry, 20315, 20607, 22102, 26003, 26004, 26005, 65029, 65030),
  // too often
  ...of(retry, 10022, 10023, 10024, 10027, 10028, 10030, 10032, 10039),
  // requests a second
  ...of({ kind: 'retry', afterMs: 1000 }, 200002),
  // the day's share, given again at midnight in China
  ...of(quota, 10034, 200001),
  // the token
  ...of(tokenDead, 10029, 66007),
  ...of({ kind: 'no-target' }, 20301),
  // the certificate or the app
  ...of(config, 10004, 10005, 10006, 10013, 10014, 10025, 10026, 10031, 10033, 10036, 10038),
  ...of(config, 21301, 21302, 21303, 22000, 22001, 22002, 22003, 22004, 22005, 22006, 22007, 22008),
  ...of(config, 22021, 22022, 26006),
  ...of({ kind: 'channel' }, 27001),
  // the callback URL stands in the certificate
  ...of(config, 65037, 65038),
  // the message
  ...of(payload, 100, 10007, 10008, 10012, 10016, 10017, 10018, 10020, 10021, 10035, 10041),
  ...of(payload, 20209, 20215, 20216, 21305, 22020, 22100, 22101, 22103),
  ...of(payload, 65006, 65007, 65008, 65009, 65010, 65011, 65012, 65013, 65014, 65015, 65016, 65017),
  ...of(payload, 65028, 65035, 65036, 65040, 65041, 66006),
  // "device not found", usually a phone that is offline: this push ends, the token stays
  ...of(payload, 65003),
])

/** For a code that is in no list: this push ends, token and certificate stay. */
export const xiaomiUnknownCode: XiaomiReaction = payload
