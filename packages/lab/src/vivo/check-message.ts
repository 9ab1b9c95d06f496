import { DAY, HOUR } from '../clock.ts'
import type { AppRecord } from './apps.ts'
import { isRefusal, refusal, type Refusal } from './codes.ts'
import type { VivoSettings } from './types.ts'
import { integerOf, isObject, textOf, type Json } from './values.ts'

const maxTitleChars = 40
const maxContentChars = 100
const maxSkipContentChars = 2_048
const maxCustomChars = 1_024
const maxNotifyID = 2_147_483_647
const maxRequestIDChars = 64
const maxCallbackChars = 128
const maxCallbackParamChars = 192
const minTimeToLiveSeconds = 60
const categories: readonly (readonly string[])[] = [
  ['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL'],
  ['IM', 'ACCOUNT', 'TODO', 'DEVICE_REMINDER', 'ORDER', 'SUBSCRIPTION'],
]

/** A message that may be sent. `timedDisplay`, `auditReview` and `marketing` are taken and have no effect. */
export interface CheckedMessage {
  readonly title: string
  readonly content: string
  readonly notifyType: number
  readonly skipType: number
  readonly skipContent: string
  readonly timeToLiveMs: number
  /** 0 operational, 1 system. */
  readonly classification: 0 | 1
  readonly category?: string
  readonly customMap: Readonly<Record<string, string>>
  readonly testMode: boolean
  readonly notifyID?: number
  readonly foregroundShow: boolean
  readonly sendOnline: boolean
  readonly addBadge: boolean
  readonly receipt?: { readonly url: string; readonly param: string }
}

/** Checks a message's fields by the documented limits. */
export const checkMessage = (
  fields: Json,
  app: AppRecord,
  settings: VivoSettings,
  nowMs: number,
): CheckedMessage | Refusal => {
  const wrong = checkRequestID(fields) ?? checkNumbers(fields, settings)
  if (wrong !== undefined) return wrong
  const testMode = integerOf(fields['pushMode']) === 1
  const text = checkText(fields, app, settings, testMode)
  if (isRefusal(text)) return text
  const click = checkClick(fields)
  if (isRefusal(click)) return click
  const messageClass = checkClass(fields, app, settings, nowMs, testMode)
  if (isRefusal(messageClass)) return messageClass
  const customMap = checkCustomMap(fields['clientCustomMap'])
  if (customMap === undefined) return refusal(10067)
  const receipt = checkReceipt(fields['extra'], app)
  if (receipt !== undefined && isRefusal(receipt)) return receipt
  const notifyID = integerOf(fields['notifyId'])
  return {
    ...text,
    ...click,
    ...messageClass,
    customMap,
    testMode,
    notifyType: integerOf(fields['notifyType']) ?? 0,
    timeToLiveMs: (integerOf(fields['timeToLive']) ?? DAY / 1_000) * 1_000,
    foregroundShow: fields['foregroundShow'] !== false,
    sendOnline: fields['sendOnline'] === true,
    addBadge: fields['addBadge'] === true,
    ...(notifyID === undefined ? {} : { notifyID }),
    ...(receipt === undefined ? {} : { receipt }),
  }
}

/** `requestId`, of every call that sends. */
export const checkRequestID = (fields: Json): Refusal | undefined => {
  const requestID = textOf(fields['requestId'])
  if (requestID === '') return refusal(10352)
  return requestID.length > maxRequestIDChars ? refusal(10353) : undefined
}

const isWithin = (value: number | undefined, min: number, max: number): boolean =>
  value !== undefined && value >= min && value <= max

const checkNumbers = (fields: Json, settings: VivoSettings): Refusal | undefined => {
  const optional = (name: string, min: number, max: number): boolean => {
    const value = integerOf(fields[name])
    return value === undefined || isWithin(value, min, max)
  }
  if (!isWithin(integerOf(fields['notifyType']), 1, 4)) return refusal(10054)
  if (!optional('timeToLive', minTimeToLiveSeconds, settings.maxTimeToLiveSeconds)) return refusal(10059)
  if (![undefined, -1, 1].includes(integerOf(fields['networkType']))) return refusal(10065)
  return optional('notifyId', 1, maxNotifyID) ? undefined : refusal(10095)
}

const placeholder = /^(?:[0-9\s\p{P}\p{S}]+|[A-Za-z\s]+)$|测试|[[\]{}]/u

const checkText = (
  fields: Json,
  app: AppRecord,
  settings: VivoSettings,
  testMode: boolean,
): { title: string; content: string } | Refusal => {
  const title = textOf(fields['title'])
  const content = textOf(fields['content'])
  if (title === '') return refusal(10055)
  if (Array.from(title).length > maxTitleChars) return refusal(10056)
  if (content === '') return refusal(10057)
  if (Array.from(content).length > maxContentChars) return refusal(10058)
  if (app.forbiddenWords.some((word) => title.search(word) >= 0 || content.search(word) >= 0))
    return refusal(10103)
  const looksLikeTest = placeholder.test(title) || placeholder.test(content)
  return settings.placeholdersRefused && !testMode && looksLikeTest ? refusal(10104) : { title, content }
}

const checkClick = (fields: Json): { skipType: number; skipContent: string } | Refusal => {
  const skipType = integerOf(fields['skipType'])
  const skipContent = textOf(fields['skipContent'])
  if (skipType === undefined || !isWithin(skipType, 1, 4)) return refusal(10060)
  if (skipType === 1) return { skipType, skipContent: '' }
  if (skipContent === '' || skipContent.length > maxSkipContentChars) return refusal(10060, 'skipContent')
  const isURL = /^https?:\/\/./.test(skipContent)
  return skipType === 2 && !isURL ? refusal(10060, 'skipContent') : { skipType, skipContent }
}

const checkClass = (
  fields: Json,
  app: AppRecord,
  settings: VivoSettings,
  nowMs: number,
  testMode: boolean,
): { classification: 0 | 1; category?: string } | Refusal => {
  const given = integerOf(fields['classification']) ?? settings.defaultClassification
  if (given !== 0 && given !== 1) return refusal(10051)
  const category = textOf(fields['category'])
  if (category !== '') {
    if (!categories.flat().includes(category)) return refusal(10096)
    if (categories[given]?.includes(category) !== true) return refusal(10097)
  }
  if (given === 1 && !app.systemMessages) return refusal(10082)
  const hour = new Date(nowMs + 8 * HOUR).getUTCHours()
  const isNight = hour < 7 || hour >= 23
  if (given === 0 && settings.nightEnforced && !testMode && isNight) return refusal(10071)
  return { classification: given, ...(category === '' ? {} : { category }) }
}

const checkCustomMap = (value: unknown): Record<string, string> | undefined => {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) return undefined
  const map: Record<string, string> = {}
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') return undefined
    map[key] = entry
  }
  const chars = Object.entries(map).reduce((sum, [key, entry]) => sum + key.length + entry.length, 0)
  return chars > maxCustomChars ? undefined : map
}

/** `callback.id` wins over `callback`. */
const checkReceipt = (value: unknown, app: AppRecord): CheckedMessage['receipt'] | Refusal => {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) return refusal(10304)
  const unknown = Object.keys(value).find(
    (key) => !['callback', 'callback.id', 'callback.param'].includes(key),
  )
  if (unknown !== undefined) return refusal(10304, unknown)
  const callback = textOf(value['callback'])
  const param = textOf(value['callback.param'])
  if (callback.length > maxCallbackChars) return refusal(10305)
  if (param.length > maxCallbackParamChars) return refusal(10306)
  const url = app.receiptURLs.get(textOf(value['callback.id'])) ?? callback
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? { url, param } : undefined
}
