import { HOUR } from '../clock.ts'
import type { MeizuApp } from './types.ts'
import { isRefusal, refusal, type Refusal } from './codes.ts'

type Json = Readonly<Record<string, unknown>>

const maxTitleChars = 32
const maxContentChars = 100
const maxClickBytes = 1_000
const maxValidHours = 72
const defaultValidHours = 24
const maxCallbackBytes = 128
const maxCallbackParamBytes = 64

/** A message that may be sent. Timed display, expanded styles and `vipInfo` are taken and have no effect. */
export interface CheckedMessage {
  readonly title: string
  readonly content: string
  readonly noticeMsgType: 0 | 1
  readonly clickType: number
  readonly activity: string
  readonly url: string
  readonly parameters: Json
  /** 0 for a message that is not stored. */
  readonly timeToLiveMs: number
  readonly sound: boolean
  readonly notifyKey: string
  readonly receipt?: { readonly url: string; readonly param: string; readonly type: number }
}

/** Checks `messageJson` by the documented limits. */
export const checkMessage = (text: string | undefined, app: MeizuApp): CheckedMessage | Refusal => {
  if (text === undefined || text === '') return refusal(110004, 'messageJson')
  const message = parseJson(text)
  if (message === undefined) return refusal(1005, 'messageJson')
  const notice = partOf(message, 'noticeBarInfo')
  const title = textOf(notice['title'])
  const content = textOf(notice['content'])
  if (title === '' || Array.from(title).length > maxTitleChars) return refusal(1005, 'title')
  if (content === '' || Array.from(content).length > maxContentChars) return refusal(1005, 'content')
  const noticeMsgType = numberOf(notice['noticeMsgType'], 0)
  if (noticeMsgType !== 0 && noticeMsgType !== 1) return refusal(1005, 'noticeMsgType')
  const click = checkClick(partOf(message, 'clickTypeInfo'))
  if (isRefusal(click)) return click
  const time = partOf(message, 'pushTimeInfo')
  const validHours = numberOf(time['validTime'], defaultValidHours)
  if (!(Number.isInteger(validHours) && validHours >= 1 && validHours <= maxValidHours))
    return refusal(1005, 'validTime')
  const advance = partOf(message, 'advanceInfo')
  const notifyKey = textOf(advance['notifyKey'])
  if (!/^[0-9A-Za-z_-]{0,8}$/.test(notifyKey)) return refusal(1005, 'notifyKey')
  const receipt = checkReceipt(partOf(message, 'extra'), app)
  if (receipt !== undefined && isRefusal(receipt)) return receipt
  return {
    title,
    content,
    noticeMsgType,
    ...click,
    timeToLiveMs: numberOf(time['offLine'], 1) === 1 ? validHours * HOUR : 0,
    sound: numberOf(partOf(advance, 'notificationType')['sound'], 1) === 1,
    notifyKey,
    ...(receipt === undefined ? {} : { receipt }),
  }
}

const checkClick = (
  click: Json,
): Pick<CheckedMessage, 'clickType' | 'activity' | 'url' | 'parameters'> | Refusal => {
  const clickType = numberOf(click['clickType'], 0)
  const [activity, url, own] = ['activity', 'url', 'customAttribute'].map((name) => textOf(click[name]))
  if (![0, 1, 2, 3].includes(clickType)) return refusal(1005, 'clickType')
  const needed = [undefined, activity, url, own][clickType]
  if (clickType > 0 && !needed) return refusal(1005, 'clickTypeInfo')
  if (Buffer.byteLength(needed ?? '') > maxClickBytes) return refusal(1005, 'clickTypeInfo')
  const { parameters } = click
  const isAbsent = parameters === undefined || parameters === null || parameters === ''
  if (!isAbsent && !isObject(parameters)) return refusal(1005, 'parameters')
  return {
    clickType,
    activity: activity ?? '',
    url: url ?? '',
    parameters: isObject(parameters) ? parameters : {},
  }
}

/** Only addresses registered in the console get receipts. */
const checkReceipt = (extra: Json, app: MeizuApp): CheckedMessage['receipt'] | Refusal => {
  const url = textOf(extra['callback'])
  const param = textOf(extra['callback.param'])
  const type = numberOf(extra['callback.type'], 3)
  if (Buffer.byteLength(url) > maxCallbackBytes) return refusal(1005, 'callback')
  if (Buffer.byteLength(param) > maxCallbackParamBytes) return refusal(1005, 'callback.param')
  if (![1, 2, 3].includes(type)) return refusal(1005, 'callback.type')
  return app.receiptURLs.has(url) ? { url, param, type } : undefined
}

/** The JSON object in a text; undefined for anything else. */
const parseJson = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const partOf = (value: Json, name: string): Json => {
  const part = value[name]
  return isObject(part) ? part : {}
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** The vendor's Java SDK sends booleans for 0 and 1, and '' for what is unset. */
const numberOf = (value: unknown, otherwise: number): number => {
  if (value === undefined || value === null || value === '') return otherwise
  if (typeof value === 'boolean') return value ? 1 : 0
  return /^\d{1,9}$/.test(textOf(value)) ? Number(value) : Number.NaN
}
