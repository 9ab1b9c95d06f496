import { refusal, type Refusal } from './codes.ts'

const maxOwnPairs = 10
const maxTextChars = 1_024
const maxTotalChars = 2_048
const maxCallbackParamBytes = 256
const maxCallbackUrlChars = 1_024

/** Keys of `extra.` with a meaning for Mi Push; all others are the app's own. */
const predefined = new Set([
  'channel_id',
  'channel_name',
  'channel_description',
  'template_id',
  'template_param',
  'notify_effect',
  'intent_uri',
  'web_uri',
  'notify_foreground',
  'sound_uri',
  'ticker',
  'flow_control',
  'only_send_once',
  'jobkey',
  'connpt',
  'locale',
  'locale_not_in',
  'model',
  'model_not_in',
  'app_version',
  'app_version_not_in',
  'badge',
  'callback',
  'callback.param',
  'callback.type',
])

/** Keys that end at the server: the phone never sees them. */
const forServer = new Set([
  'template_id',
  'template_param',
  'callback',
  'callback.param',
  'callback.type',
  'jobkey',
  'only_send_once',
  'connpt',
])

/** What of `extra` travels to the phone. */
export const extraForPhone = (extra: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(extra).filter(([key]) => !forServer.has(key)))

/** The limits of `extra.…`. */
export const checkExtra = (
  extra: Readonly<Record<string, string>>,
  packageName: string,
): Refusal | undefined =>
  checkSizes(extra) ?? checkEffect(extra, packageName) ?? checkCallback(extra) ?? checkJobKey(extra['jobkey'])

const checkSizes = (extra: Readonly<Record<string, string>>): Refusal | undefined => {
  const own = Object.entries(extra).filter(([key]) => !predefined.has(key))
  if (own.length > maxOwnPairs) return refusal(65014, `${own.length}, at most ${maxOwnPairs}`)
  if (own.some(([key, value]) => key.length > maxTextChars || value.length > maxTextChars)) {
    return refusal(65015, `a key or value has more than ${maxTextChars} characters`)
  }
  // The documents do not say whether the predefined keys count; the stricter reading is held here.
  const total = Object.entries(extra).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return total < maxTotalChars
    ? undefined
    : refusal(65015, `${total} characters together, must be below ${maxTotalChars}`)
}

const checkEffect = (extra: Readonly<Record<string, string>>, packageName: string): Refusal | undefined => {
  const { notify_effect: effect, intent_uri: intent, web_uri: web, notify_foreground: foreground } = extra
  if (foreground !== undefined && !['0', '1'].includes(foreground)) return refusal(10017, 'notify_foreground')
  if (effect === undefined) return undefined
  if (!['1', '2', '3'].includes(effect)) return refusal(10017, 'notify_effect')
  if (effect === '2') {
    if (intent === undefined) return refusal(10016, 'intent_uri')
    if (!/^intent:.*#Intent;.*end;?$/s.test(intent)) return refusal(10017, 'intent_uri')
    const target = /;(?:package|component)=([^;/]+)/.exec(intent)?.[1]
    if (target !== undefined && target !== packageName) return refusal(10017, 'intent_uri leaves the package')
  }
  if (effect === '3') {
    if (web === undefined) return refusal(10016, 'web_uri')
    if (!/^https?:\/\/./.test(web)) return refusal(10017, 'web_uri')
  }
  return undefined
}

const checkCallback = (extra: Readonly<Record<string, string>>): Refusal | undefined => {
  const { callback, 'callback.param': param } = extra
  if (param !== undefined && Buffer.byteLength(param) > maxCallbackParamBytes) return refusal(65036)
  if (callback === undefined) return undefined
  if (callback.length > maxCallbackUrlChars) return refusal(65037)
  return /^https?:$/.test(URL.parse(callback)?.protocol ?? '') ? undefined : refusal(65038)
}

const checkJobKey = (jobKey: string | undefined): Refusal | undefined =>
  jobKey === undefined || /^[0-9A-Za-z-][0-9A-Za-z_-]{0,19}$/.test(jobKey)
    ? undefined
    : refusal(10017, 'jobkey')
