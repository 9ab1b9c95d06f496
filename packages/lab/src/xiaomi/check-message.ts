import { DAY } from '../clock.ts'
import type { AppRecord, XiaomiChannel } from './apps.ts'
import { checkExtra, extraForPhone } from './check-extra.ts'
import { isRefusal, refusal, type Refusal } from './codes.ts'
import type { MessageFields } from './fields.ts'
import { applyTemplate } from './template-param.ts'
import type { XiaomiSettings } from './types.ts'

const maxTitleChars = 50
const maxDescriptionChars = 128
const maxPayloadBytes = 4_096
const maxNotifyID = 2_147_483_647
const maxTtlMs = 14 * DAY
const maxScheduleMs = 7 * DAY
const classTtlMs = { private: 10 * DAY, public: DAY }

/** A message that may be sent. */
export interface CheckedMessage {
  readonly title: string
  readonly description: string
  readonly payload: string
  readonly passThrough: boolean
  readonly notifyType: number
  readonly notifyID?: number
  /** Cut to what its class allows. */
  readonly timeToLiveMs: number
  /** Epoch milliseconds; absent: at once. */
  readonly timeToSendMs?: number
  /** Absent: the old default class. */
  readonly channel?: XiaomiChannel
  readonly onlySendOnce: boolean
  readonly jobKey?: string
  readonly callback?: { readonly url: string; readonly param: string; readonly typeBits: number }
  readonly extra: Readonly<Record<string, string>>
}

/** Checks one message by the documented limits. */
export const checkMessage = (
  { plain, extra }: MessageFields,
  app: AppRecord,
  settings: XiaomiSettings,
  nowMs: number,
): CheckedMessage | Refusal => {
  const numbers = checkNumbers(plain, settings, nowMs)
  if (isRefusal(numbers)) return numbers
  const channel = checkChannel(extra['channel_id'], app, settings)
  if (channel !== undefined && isRefusal(channel)) return channel
  const text = checkText(plain, extra, app, channel, settings)
  if (isRefusal(text)) return text
  const wrongExtra = checkExtra(extra, app.packageName)
  if (wrongExtra !== undefined) return wrongExtra
  const { timeToLiveMs = Number.POSITIVE_INFINITY, ...rest } = numbers
  return {
    ...text,
    ...rest,
    payload: plain['payload'] ?? '',
    timeToLiveMs: Math.min(timeToLiveMs, classTtlMs[channel?.messageClass ?? 'public']),
    onlySendOnce: extra['only_send_once'] === '1',
    extra: extraForPhone(extra),
    ...(channel === undefined ? {} : { channel }),
    ...(extra['jobkey'] === undefined ? {} : { jobKey: extra['jobkey'] }),
    ...(extra['callback'] === undefined
      ? {}
      : {
          callback: {
            url: extra['callback'],
            param: extra['callback.param'] ?? '',
            typeBits: Number(extra['callback.type'] ?? 3),
          },
        }),
  }
}

interface Numbers {
  passThrough: boolean
  notifyType: number
  notifyID?: number
  timeToLiveMs?: number
  timeToSendMs?: number
}

const integer = (text: string | undefined): number | undefined =>
  text === undefined || !/^-?\d{1,16}$/.test(text) ? undefined : Number(text)

const checkNumbers = (
  plain: Readonly<Record<string, string>>,
  settings: XiaomiSettings,
  nowMs: number,
): Numbers | Refusal => {
  const { pass_through: pass = '0', notify_type: type = '-1', notify_id: slot } = plain
  if (!['0', '1'].includes(pass)) return refusal(10017, 'pass_through')
  if (pass === '1' && !settings.passThroughAllowed) return refusal(21303, 'pass_through')
  const notifyType = integer(type)
  if (notifyType === undefined || notifyType < -1 || notifyType > 7) return refusal(10017, 'notify_type')
  const notifyID = integer(slot)
  const isSlot =
    notifyID !== undefined && (!settings.strictNotifyID || (notifyID >= 0 && notifyID <= maxNotifyID))
  if (slot !== undefined && !isSlot) return refusal(10017, 'notify_id')
  const { time_to_live: ttl, time_to_send: sendAt } = plain
  const timeToLiveMs = integer(ttl)
  if (ttl !== undefined && (timeToLiveMs === undefined || timeToLiveMs < 0 || timeToLiveMs > maxTtlMs)) {
    return refusal(10017, 'time_to_live')
  }
  const timeToSendMs = integer(sendAt)
  if (sendAt !== undefined && (timeToSendMs === undefined || timeToSendMs > nowMs + maxScheduleMs)) {
    return refusal(10017, 'time_to_send')
  }
  return {
    passThrough: pass === '1',
    notifyType,
    ...(notifyID === undefined ? {} : { notifyID }),
    ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }),
    // The Java SDK says 0 for "now".
    ...(timeToSendMs === undefined || timeToSendMs <= nowMs ? {} : { timeToSendMs }),
  }
}

const checkChannel = (
  channelID: string | undefined,
  app: AppRecord,
  settings: XiaomiSettings,
): XiaomiChannel | Refusal | undefined => {
  if (channelID === undefined) return settings.channelRequired ? refusal(27001) : undefined
  return app.channels.get(channelID) ?? refusal(27001)
}

const checkText = (
  plain: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
  app: AppRecord,
  channel: XiaomiChannel | undefined,
  settings: XiaomiSettings,
): { title: string; description: string } | Refusal => {
  const text = templated(plain, extra, app, channel, settings)
  if (isRefusal(text)) return text
  const { title, description } = text
  if (title === '') return refusal(10016, 'title')
  if (description === '') return refusal(10016, 'description')
  if (title.trim() === '' || Array.from(title).length >= maxTitleChars) return refusal(10017, 'title')
  if (description.trim() === '' || Array.from(description).length >= maxDescriptionChars) {
    return refusal(10017, 'description')
  }
  if (app.forbiddenWords.some((word) => title.search(word) >= 0 || description.search(word) >= 0)) {
    return refusal(10041)
  }
  if (Buffer.byteLength(plain['payload'] ?? '') > maxPayloadBytes) return refusal(65009, 'payload')
  return text
}

const templated = (
  plain: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
  app: AppRecord,
  channel: XiaomiChannel | undefined,
  settings: XiaomiSettings,
): { title: string; description: string } | Refusal => {
  const templateID = extra['template_id']
  if (templateID === undefined) {
    return settings.templatesEnforced && channel?.messageClass === 'private'
      ? refusal(settings.templateErrorCode, 'template_id is missing')
      : { title: plain['title'] ?? '', description: plain['description'] ?? '' }
  }
  const template = app.templates.get(templateID)
  if (template === undefined) return refusal(settings.templateErrorCode, 'template_id is not approved')
  const applied = applyTemplate(template, extra['template_param'])
  return typeof applied === 'string' ? refusal(settings.templateErrorCode, applied) : applied
}
