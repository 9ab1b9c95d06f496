import { createHash } from 'node:crypto'

import { hasLoneSurrogate } from '@carillon/protocol'

import type { EncodeContext, EncodeResult, PushNotification, VendorRequest } from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { receiptsOf } from '../receipts.ts'
import { vendorParamsOf } from '../vendor-params.ts'
import { words } from '../words.ts'
import type { VivoCertificate, VivoClick } from './certificate.ts'
import { vivoClassOf } from './classes.ts'
import { visibleWithinWeight, vivoMaxContentWeight, vivoMaxTitleWeight } from './texts.ts'

/** Characters of all keys and values of `clientCustomMap` together. */
const maxCustomUnits = 1024
/** Of the parameter newer texts say 192; version 2.9.2 says 64. */
const receiptLimits = { urlUnits: 128, paramBytes: 64 }
const ttlSeconds = { min: 60, max: 86_400 }
const maxNotifyID = 2 ** 31 - 1
/** Newer systems go by the class. */
const NotifyType = { none: 1, ringAndVibrate: 4 } as const

/** One notification for one token as `/message/send` takes it; without one, as `/message/saveListPayload` does. */
export const encodeVivo = (
  certificate: VivoCertificate,
  notification: PushNotification,
  token: string | undefined,
  context: EncodeContext & { accessToken: string },
): EncodeResult => {
  const { ext, msgID, collapseKey } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  if (ext !== '' && unitsOf({ ext }) > maxCustomUnits)
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${ext.length} characters; vivo takes ${maxCustomUnits} characters of keys and values, which leaves ${maxCustomUnits - unitsOf({ ext: '' })}`,
    )
  const body = {
    appId: certificate.appID,
    ...(token === undefined ? {} : { regId: token }),
    notifyType: notifyTypeOf(notification),
    title: visibleWithinWeight(
      notification.title,
      knownNumber(certificate, 'maxTitleLength') ?? vivoMaxTitleWeight,
    ),
    content: visibleWithinWeight(
      notification.body,
      knownNumber(certificate, 'maxBodyLength') ?? vivoMaxContentWeight,
    ),
    timeToLive: Math.min(
      Math.max(Math.floor((notification.deadlineMs - context.nowMs) / 1000), ttlSeconds.min),
      knownNumber(certificate, 'maxTTLSeconds') ?? ttlSeconds.max,
    ),
    ...skipOf(certificate.click),
    networkType: -1,
    ...vivoClassOf(certificate, notification.options),
    clientCustomMap: customMap(ext, msgID),
    requestId: vivoRequestID([collapseKey, token ?? '', String(context.nowMs)]),
    pushMode: certificate.pushMode === 'test' ? 1 : 0,
    notifyId: vivoNotifyID(collapseKey),
    // The live connection shows it while the app is in front.
    foregroundShow: false,
    // vivo cannot set the icon's number, only add one to it.
    ...((notification.badgeCount ?? 0) > 0 && notification.isCover !== true ? { addBadge: true } : {}),
    // vivo sends none for lists.
    ...(token === undefined ? {} : receiptOf(certificate, notification, context.receiptURL)),
  }
  return {
    kind: 'request',
    request: vivoRequest(
      certificate,
      token === undefined ? '/message/saveListPayload' : '/message/send',
      context.accessToken,
      body,
    ),
  }
}

/** A POST with the access token. */
export const vivoRequest = (
  { baseURL }: VivoCertificate,
  path: string,
  accessToken: string,
  body: object,
): VendorRequest => ({
  method: 'POST',
  url: `${baseURL}${path}`,
  headers: { authToken: accessToken, 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
})

/** The notification's slot on the phone, 1 to 2^31 - 1: the same for the same collapse key. */
export const vivoNotifyID = (collapseKey: string): number =>
  (createHash('sha256').update(collapseKey).digest().readUInt32BE(0) % maxNotifyID) + 1

/** Unique for each request, in 43 of the 64 characters vivo takes. */
export const vivoRequestID = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

const notifyTypeOf = ({ options, isCover }: PushNotification): number => {
  if (isCover === true) return NotifyType.none
  const type = Number(vendorParamsOf(options)['vivoNotifyType'])
  return [1, 2, 3, 4].includes(type) ? type : NotifyType.ringAndVibrate
}

const skipOf = (click: VivoClick): { skipType: 1 | 2 | 4; skipContent?: string } => {
  switch (click.kind) {
    case 'app':
      return { skipType: 1 }
    case 'url':
      return { skipType: 2, skipContent: click.url }
    case 'activity':
      return { skipType: 4, skipContent: click.intentURI }
    default:
      return click satisfies never
  }
}

/** `ext` as apps of the original read it; the message ID beside it where there is room. */
const customMap = (ext: string, msgID: string): Record<string, string> => {
  const own: Record<string, string> = ext === '' ? {} : { ext }
  const full = { ...own, msgID }
  return unitsOf(full) > maxCustomUnits ? own : full
}

const unitsOf = (map: Readonly<Record<string, string>>): number =>
  Object.entries(map).reduce((sum, [key, value]) => sum + key.length + value.length, 0)

/** vivo sends receipts for formal messages only. An address registered in its console goes by its ID. */
const receiptOf = (
  { pushMode, callbackID, callbackURL }: VivoCertificate,
  notification: PushNotification,
  receiptURL: string | undefined,
): { extra?: Record<string, string> } => {
  // Some address must be named for the parameter to be; that of the ID goes before it.
  const own = callbackURL ?? (callbackID === undefined ? undefined : '')
  const receipts = receiptsOf(notification, own, receiptURL, receiptLimits)
  if (pushMode === 'test' || receipts === undefined) return {}
  return {
    extra: {
      ...(callbackID === undefined ? {} : { 'callback.id': callbackID }),
      ...(receipts.url === '' ? {} : { callback: receipts.url }),
      ...(receipts.param === undefined ? {} : { 'callback.param': receipts.param }),
    },
  }
}

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
