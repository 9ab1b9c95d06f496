import { jsonAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'

/** Why a call is refused: one of OPPO's codes and its words. */
export interface Refusal {
  code: number
  message: string
}

/** Codes and their words. The vendor's exact texts are not all known: clients must go by the code. */
const messages: Readonly<Record<number, string>> = {
  [-2]: 'Service in Flow Control',
  [-1]: 'Service Currently Unavailable',
  11: 'Invalid AuthToken',
  12: 'Http Action Not Allowed',
  13: 'App Call Limited',
  14: 'Invalid App Key',
  15: 'Missing App Key',
  16: 'Invalid Signature',
  17: 'Missing Signature',
  18: 'Missing Timestamp',
  19: 'Invalid Timestamp',
  20: 'Invalid Method',
  21: 'Missing Method',
  22: 'Missing Version',
  23: 'Invalid Version',
  24: 'Unsupported Version',
  25: 'Invalid Encoding',
  26: 'IP Black List',
  27: 'Access Denied',
  28: 'App Disabled',
  29: 'Missing Auth Token',
  30: 'Api Permission Denied',
  31: 'Data Not Exist',
  32: 'Data Duplicate Exist',
  33: 'The number of messages exceeds the daily limit',
  34: 'The number of uploaded pictures exceeds the daily limit',
  40: 'Missing Required Arguments',
  41: 'Invalid Arguments',
  42: 'The number of saved messages exceeds the daily limit',
  51: 'Invalid Picture',
  54: 'private_msg_template_id is null',
  55: 'Access Frequency Limited',
  59: 'No Permission To Backup Link',
  67: 'category or notify_level is not allowed',
  69: 'Global Limit',
  10000: 'Invalid RegistrationId',
}

/** A refusal with the vendor's words, and `detail` behind them. */
export const refusal = (code: number, detail?: string): Refusal => {
  const message = messages[code] ?? `error ${code}`
  return { code, message: detail === undefined ? message : `${message}: ${detail}` }
}

/** Whether `value` says no. */
export const isRefusal = (value: object): value is Refusal => 'code' in value && 'message' in value

/** An error as OPPO answers it: HTTP 200, and no data. */
export const errorAnswer = ({ code, message }: Refusal): EmulatorAnswer => jsonAnswer(200, { code, message })

export const okAnswer = (data: unknown): EmulatorAnswer =>
  jsonAnswer(200, { code: 0, message: 'Success', data })
