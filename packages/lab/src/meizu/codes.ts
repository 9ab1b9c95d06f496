import { jsonAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'

/** Why a call is refused. */
export interface Refusal {
  code: number
  message: string
}

/** Codes and their words. The vendor's exact texts are not all known: clients must go by the code. */
const texts: Readonly<Record<number, string>> = {
  300: '重定向',
  500: '其他异常',
  1001: '系统错误',
  1003: '服务器忙',
  1005: '参数错误',
  1006: '签名认证失败',
  110000: 'appId不合法',
  110001: 'appKey不合法',
  110002: 'pushId未注册',
  110003: 'pushId非法',
  110004: '参数不能为空',
  110009: '应用被加入黑名单',
  110010: '应用推送速率过快',
  110019: '应用推送数量超过单日限制',
  110031: '包名不合法',
  110032: 'taskId不合法',
  110033: 'appSecret不合法',
  110051: '应用推送次数超过限制',
  110053: '透传消息超过限制',
}

/** A refusal with the vendor's words, or with `detail` behind them. */
export const refusal = (code: number, detail?: string): Refusal => {
  const message = texts[code] ?? 'error'
  return { code, message: detail === undefined ? message : `${message}: ${detail}` }
}

/** Whether `value` says no. */
export const isRefusal = (value: object): value is Refusal => 'code' in value && 'message' in value

/** A refusal as Meizu answers it: HTTP 200, the code as a text, no value. */
export const errorAnswer = ({ code, message }: Refusal): EmulatorAnswer =>
  jsonAnswer(200, { code: String(code), message, value: '', redirect: '' })

/** A success. */
export const okAnswer = (value: unknown, rest: Record<string, unknown> = {}): EmulatorAnswer =>
  jsonAnswer(200, { code: '200', message: '', value, redirect: '', ...rest })
