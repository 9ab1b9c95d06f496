import { jsonAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomText } from '../random.ts'

/** Why a call is refused: one of Mi Push's codes and its words. */
export interface Refusal {
  code: number
  reason: string
}

/** Codes and their words. The vendor's exact texts are not all known: clients must go by the code. */
const reasons: Readonly<Record<number, string>> = {
  [-1]: 'unknown error',
  1: 'internal error',
  10001: 'system error',
  10002: 'service busy',
  10003: 'remote service error',
  10008: 'parameter error',
  10012: 'illegal request',
  10016: 'missing required parameter',
  10017: 'illegal parameter value',
  10018: 'request body too long',
  10022: 'ip request limit exceeded',
  10023: 'user request limit exceeded',
  10024: 'user request limit for this api exceeded',
  10026: 'app is in the blacklist',
  10027: 'app calls the api too often',
  10028: 'app calls the api too much',
  10029: 'illegal device',
  10030: 'polling feedback too often',
  10031: 'app is in the blacklist',
  10032: 'polling message status too often',
  10033: 'feedback is forbidden',
  10034: 'too many messages today',
  10035: 'no more invalid aliases',
  10036: 'operation is forbidden',
  10037: 'request expired',
  10038: 'statistics are forbidden',
  10039: 'polling statistics too often',
  10041: 'title or description is not compliant',
  20209: 'illegal topic',
  20215: 'topic error',
  20216: 'topic error',
  20301: 'No valid targets!',
  20315: 'delete broadcast failed',
  20607: 'database error',
  21301: 'auth failed',
  21302: 'token auth failed',
  21303: 'restricted request',
  21305: 'required parameter missing',
  22000: 'illegal app',
  22006: 'illegal appId',
  22007: 'illegal appKey',
  22008: 'illegal app secret',
  22022: 'illegal package name',
  22102: 'sending failed',
  26003: 'internal push call failed',
  26004: 'broadcast too often',
  26005: 'account set too often',
  26006: 'manual review is required',
  27001: 'invalid channel info!',
  65003: 'device not found',
  65009: 'content too long',
  65010: 'topic too long',
  65011: 'no parameter',
  65013: 'topic is empty',
  65014: 'too many extra pairs',
  65015: 'extra too long',
  65028: 'message not found',
  65029: 'remote error',
  65030: 'json error',
  65035: 'too many topics',
  65036: 'callback param too long',
  65037: 'callback url too long',
  65038: 'callback url illegal',
  66006: 'register failed',
  66007: 'regId illegal',
  200001: 'message quota exceeded today',
  200002: 'qps exceeded',
}

/** A refusal with the vendor's words, or with `detail` behind them. */
export const refusal = (code: number, detail?: string): Refusal => {
  const words = reasons[code] ?? 'error'
  return { code, reason: detail === undefined ? words : `${words}: ${detail}` }
}

/** Whether `value` says no. */
export const isRefusal = (value: object): value is Refusal => 'code' in value && 'reason' in value

/** An error as Mi Push answers it: HTTP 200 for whatever is the caller's business. */
export const errorAnswer = ({ code, reason }: Refusal, status = 200): EmulatorAnswer =>
  jsonAnswer(status, { result: 'error', reason, trace_id: traceID(), code, description: reason })

/** A success. `info` is what the vendor adds for people. */
export const okAnswer = (data: Record<string, unknown>, info?: string): EmulatorAnswer =>
  jsonAnswer(200, {
    result: 'ok',
    trace_id: traceID(),
    code: 0,
    data,
    description: '成功',
    ...(info === undefined ? {} : { info }),
  })

const traceID = (): string => `Xlm${randomText(22)}`
