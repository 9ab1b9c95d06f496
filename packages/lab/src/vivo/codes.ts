import { jsonAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'

/** Why a call is refused: one of vivo's result codes and its words. */
export interface Refusal {
  result: number
  desc: string
}

/** Result codes and their words. The vendor's exact texts are not all known: clients must go by the code. */
const texts: Readonly<Record<number, string>> = {
  10000: '权限认证失败',
  10040: '当前资源繁忙，请稍后重试',
  10043: '应用已关闭推送通道',
  10045: '应用正在审核中，不允许发送正式消息',
  10050: 'alias和regId不能同时为空',
  10051: '消息分类不支持',
  10054: 'notifyType不合法',
  10055: 'title不能为空',
  10056: 'title不能超过40个字符',
  10057: 'content不能为空',
  10058: 'content不能超过100个字符',
  10059: 'timeToLive不合法',
  10060: 'skipType不合法',
  10065: 'networkType不合法',
  10067: '自定义参数不合法',
  10070: '发送量超出运营消息限制总量',
  10071: '超出发送时间允许范围',
  10072: '推送速度过快，请稍后再试',
  10073: '发送量超出系统消息限制总量',
  10082: '系统消息功能未打开',
  10085: '消息内容疑似测试消息',
  10093: '鉴权调用过于频繁',
  10094: 'appId与authToken不匹配',
  10095: 'notifyId不合法',
  10096: '消息二级分类不存在',
  10097: '消息二级分类与一级分类不匹配',
  10103: '标题或内容包含敏感信息',
  10104: '正式消息标题或内容包含测试文案',
  10150: 'regIds和aliases不能同时为空',
  10151: 'taskId不能为空',
  10152: 'taskId不合法',
  10153: 'regId或alias个数必须在2到1000之间',
  10155: '消息已过期',
  10200: 'appId不能为空',
  10201: 'appKey不能为空',
  10202: 'appKey不合法',
  10203: 'timestamp不能为空',
  10204: 'sign不能为空',
  10205: 'appId不存在',
  10206: 'sign不正确',
  10207: 'timestamp不合法',
  10250: '鉴权次数超出限制',
  10252: '保存消息次数超出限制',
  10254: '全量推送次数超出限制',
  10302: 'regId不合法',
  10304: 'extra中存在不支持的key',
  10305: 'callback长度不合法',
  10306: 'callback.param长度不合法',
  10311: '用户当前不可推送',
  10352: 'requestId不能为空',
  10353: 'requestId长度不合法',
}

/** A refusal with the vendor's words, or with `detail` behind them. */
export const refusal = (result: number, detail?: string): Refusal => {
  const desc = texts[result] ?? 'error'
  return { result, desc: detail === undefined ? desc : `${desc}: ${detail}` }
}

/** Whether `value` says no. */
export const isRefusal = (value: object): value is Refusal => 'result' in value && 'desc' in value

/** `invalidUser(s)`: 1 unknown, 2 uninstalled or unsubscribed, 4 not a test device. */
export interface InvalidUser {
  status: 1 | 2 | 4
  userid: string
}

/** A refusal as vivo answers it: HTTP 200 for whatever is the caller's business. */
export const errorAnswer = ({ result, desc }: Refusal, rest: Record<string, unknown> = {}): EmulatorAnswer =>
  jsonAnswer(200, { result, desc, ...rest })

/** A success. */
export const okAnswer = (fields: Record<string, unknown>): EmulatorAnswer =>
  jsonAnswer(200, { result: 0, desc: '请求成功', ...fields })
