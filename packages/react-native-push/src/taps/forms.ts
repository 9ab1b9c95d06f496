import type { VendorId } from '@carillon/protocol'

import { extTextOf, fieldsOf, firstText, parsedJson, type Fields } from './fields.ts'

/** What a vendor's form holds; `ext` is absent when it has none. */
export interface TapContent {
  title?: string | undefined
  content?: string | undefined
  ext?: string | undefined
}

/** userInfo: `ext` beside `aps`, whose alert is a text or {title, body}. */
const apns = (raw: Fields): TapContent => {
  const alert = fieldsOf(raw.aps)?.alert
  const alertFields = fieldsOf(alert)
  return {
    title: firstText(alertFields?.title),
    content: alertFields === undefined ? firstText(alert) : firstText(alertFields.body),
    ext: extTextOf(raw.ext),
  }
}

/** RemoteMessage {notification, data}, or the launcher activity's extras, which are data's keys. */
const fcm = (raw: Fields): TapContent => {
  const data = fieldsOf(raw.data)
  const notification = fieldsOf(raw.notification)
  return {
    title: firstText(notification?.title, raw.title),
    content: firstText(notification?.body, raw.body),
    ext: extTextOf(raw.ext) ?? extTextOf(data?.ext),
  }
}

/**
 * MiPushMessage, by itself or as `key_message` in the intent: its `extra` map holds `ext`. An ext above
 * Xiaomi's limits for extras travels in the payload (`content`) only: Carillon's server wraps it as
 * {ext, msgID}; of another sender the whole payload is the ext.
 */
const xiaomi = (raw: Fields): TapContent => {
  const message = fieldsOf(raw.key_message) ?? raw
  const extra = fieldsOf(message.extra) ?? fieldsOf(message.customMessage)
  // The sibling plugin's map has no description and calls the text content.
  const isMessage = message.description !== undefined || message.payload !== undefined
  const payload = firstText(message.payload, isMessage ? message.content : undefined)
  return {
    title: firstText(message.title),
    content: firstText(message.description, isMessage ? undefined : message.content),
    ext: extTextOf(extra?.ext) ?? extTextOf(message.ext) ?? (payload && extOfPayload(payload)),
  }
}

/** Extras of the opened page's intent, or the message's `data`, which is JSON text. */
const intentOrData = (raw: Fields): TapContent => ({
  title: firstText(raw.title),
  content: firstText(raw.content, raw.body),
  ext: extTextOf(raw.ext) ?? extTextOf(fieldsOf(raw.data)?.ext),
})

/**
 * The intent's extras are the top-level keys of the action parameters. Carillon's server sends
 * `ext`, and `msgID`; a classic sender's ext was opened into its keys, and is put together again here.
 */
const oppo = (raw: Fields): TapContent => ({
  title: undefined,
  content: undefined,
  ext: extTextOf(raw.ext) ?? rebuiltExt(raw),
})

/** UPSNotificationMessage: `params`, the sender's clientCustomMap; or the extras of the skipContent intent. */
const vivo = (raw: Fields): TapContent => ({
  title: firstText(raw.title),
  content: firstText(raw.content),
  ext: extTextOf(fieldsOf(raw.params)?.ext) ?? extTextOf(raw.ext),
})

/** `selfDefineContentString` is JSON text with `ext`; or the extras made of clickTypeInfo.parameters. */
const meizu = (raw: Fields): TapContent => ({
  title: firstText(raw.title),
  content: firstText(raw.content),
  ext: extTextOf(fieldsOf(raw.selfDefineContentString)?.ext) ?? extTextOf(raw.ext),
})

/** The message a push announces, as Carillon's server sends it beside the ext; undefined for another sender's. */
export const messageIDOf = ({ vendor, raw }: { vendor: VendorId; raw: Fields }): string | undefined => {
  switch (vendor) {
    case 'apns':
    case 'oppo':
      return firstText(raw.msgID)
    case 'fcm':
    case 'huawei':
    case 'honor':
      return firstText(raw.msgID, fieldsOf(raw.data)?.msgID)
    case 'xiaomi': {
      const message = fieldsOf(raw.key_message) ?? raw
      const extra = fieldsOf(message.extra) ?? fieldsOf(message.customMessage)
      const payload = firstText(message.payload, message.content)
      const envelope = payload === undefined ? undefined : fieldsOf(urlDecodedJson(payload))
      return firstText(extra?.msgID, envelope?.msgID)
    }
    case 'vivo':
      return firstText(fieldsOf(raw.params)?.msgID, raw.msgID)
    case 'meizu':
      return firstText(fieldsOf(raw.selfDefineContentString)?.msgID, raw.msgID)
    default:
      return vendor satisfies never
  }
}

/** How each vendor's tap is read. Source of the forms: the vendors' client SDKs as the original plugin hands them on. */
export const tapForms: Readonly<Record<VendorId, (raw: Fields) => TapContent>> = {
  apns,
  fcm,
  huawei: intentOrData,
  honor: intentOrData,
  xiaomi,
  oppo,
  vivo,
  meizu,
}

const extOfPayload = (payload: string): string | undefined => {
  const text = urlDecodedJson(payload)
  const envelope = fieldsOf(text)
  return typeof envelope?.msgID === 'string' &&
    Object.keys(envelope).every((key) => key === 'ext' || key === 'msgID')
    ? extTextOf(envelope.ext)
    : text
}

// Some senders URL-encode the payload once more.
const urlDecodedJson = (text: string): string => {
  if (!text.startsWith('%7B') && !text.startsWith('%7b')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// Keys Android or a vendor's SDK puts into an intent beside the sender's.
const isSystemKey = (key: string): boolean => /^(?:android\.|com\.|google\.|oppo_|profile$)/.test(key)

const rebuiltExt = (raw: Fields): string | undefined => {
  const entries = Object.entries(raw).filter(([key]) => !isSystemKey(key))
  // Alone it is what Carillon's server adds to a push without an ext.
  if (entries.every(([key]) => key === 'msgID')) return undefined
  return JSON.stringify(Object.fromEntries(entries.map(([key, value]) => [key, openedValue(value)])))
}

// A nested object crosses the intent as its JSON text.
const openedValue = (value: unknown): unknown =>
  typeof value === 'string' && /^[[{]/.test(value) ? (parsedJson(value) ?? value) : value
