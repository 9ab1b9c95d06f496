import type { VendorAnswer } from '../channel.ts'
import { nextChinaMidnightMs } from '../china-midnight.ts'
import { parseObject, textOf, type JsonObject } from '../json.ts'

/** What is done about a result code. */
export type VivoReaction =
  | { kind: 'retry'; afterMs?: number }
  | { kind: 'refused'; cause: 'config' | 'payload' }
  /** The day's share, given again at this hour in China. */
  | { kind: 'quota'; resetHour: number }
  /** 10302: `invalidUser.status` decides, see `decodeVivo`. */
  | { kind: 'invalid-user' }
  /** Class and category: whose fault it is depends on who chose them. */
  | { kind: 'class' }

const config: VivoReaction = { kind: 'refused', cause: 'config' }
const payload: VivoReaction = { kind: 'refused', cause: 'payload' }
const aDay: VivoReaction = { kind: 'quota', resetHour: 0 }

const of = (reaction: VivoReaction, ...codes: number[]): [number, VivoReaction][] =>
  codes.map((code) => [code, reaction])

/**
 * vivo's result codes (dev.vivo.com.cn, document 362, and an aggregator's table). Codes of calls that
 * Carillon does not make are listed too: a proxy or a later host may answer with them.
 */
export const vivoAnswers: ReadonlyMap<number, VivoReaction> = new Map([
  // busy
  ...of({ kind: 'retry' }, 10040),
  // requests a second; tokens a second
  ...of({ kind: 'retry', afterMs: 1000 }, 10072, 10093),
  // tokens a day, in older texts
  ...of({ kind: 'retry', afterMs: 60_000 }, 10250),
  // the app or the certificate; 10000 and 10094 only after a fresh access token was refused too
  ...of(config, 10000, 10043, 10045, 10082, 10094),
  ...of(config, 10200, 10201, 10202, 10203, 10204, 10205, 10206, 10207),
  // the receipt's address stands in the certificate
  ...of(config, 10304, 10305),
  ...of({ kind: 'class' }, 10051, 10096, 10097),
  // the message
  ...of(payload, 10050, 10054, 10055, 10056, 10057, 10058, 10059, 10060, 10065, 10067, 10085, 10095),
  ...of(payload, 10103, 10104, 10150, 10151, 10152, 10153, 10155, 10306, 10352, 10353),
  // notifications off, or not online for long: this push ends, the token stays
  ...of(payload, 10311),
  // vivo lowers the share of an app that goes on sending on the same day
  ...of(aDay, 10070, 10073, 10252, 10254),
  // operational messages are shown from 07:00 to 23:00
  ...of({ kind: 'quota', resetHour: 7 }, 10071),
  ...of({ kind: 'invalid-user' }, 10302),
])

/** For a code that is in no list: this push ends, token and certificate stay. */
export const vivoUnknownCode: VivoReaction = payload

const hourMs = 3600 * 1000

/** The next time it is `hour` o'clock in UTC+8. */
export const vivoResetMs = (nowMs: number, hour: number): number =>
  nextChinaMidnightMs(nowMs - hour * hourMs) + hour * hourMs

/** vivo's envelope. */
export interface VivoAnswer {
  body: JsonObject
  result: number
  desc: string | undefined
}

/** Reads an answer; undefined when it is not vivo's. */
export const vivoAnswerOf = (answer: VendorAnswer): VivoAnswer | undefined => {
  const body = parseObject(answer.body)
  const result = body?.['result']
  const isNumber = typeof result === 'string' ? /^-?\d{1,9}$/.test(result) : typeof result === 'number'
  if (body === undefined || !isNumber) return undefined
  return { body, result: Number(result), desc: textOf(body['desc']) }
}
