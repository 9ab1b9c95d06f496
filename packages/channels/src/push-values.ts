import { hasLoneSurrogate, type OfflinePushInfo } from '@carillon/protocol'

import type { PushNotification } from './channel.ts'

const maxImageURL = 2000

/** `token` can stand in a list of tokens; any other would cost the whole batch. */
export const isPlainToken = (token: string): boolean => /^[\x21-\x7e]{1,1024}$/.test(token)

/** `url` when a vendor would fetch it: a notification without its picture is better than none. */
export const httpsImage = (url: string | undefined): string | undefined =>
  url !== undefined && url.length <= maxImageURL && URL.parse(url)?.protocol === 'https:' ? url : undefined

const maxGroupUnits = 200

/** The conversation as the key of a group of notifications; undefined when there is none that can be sent. */
export const groupOf = ({ conversationID }: PushNotification): string | undefined =>
  conversationID === undefined ||
  conversationID === '' ||
  conversationID.length > maxGroupUnits ||
  hasLoneSurrogate(conversationID)
    ? undefined
    : conversationID

/** A badge from `least` to `most`; undefined when the notification sets none. */
export const badgeWithin = (count: number | undefined, least: number, most: number): number | undefined =>
  count === undefined || !Number.isFinite(count)
    ? undefined
    : Math.min(Math.max(Math.trunc(count), least), most)

/** Whole seconds to the deadline, rounded down so that nothing is shown after it; at least 1. */
export const secondsUntil = (deadlineMs: number, nowMs: number, most: number): number =>
  Math.min(Math.max(Math.floor((deadlineMs - nowMs) / 1000), 1), most)

/** The sender's option when it is one of the vendor's values, in whatever case; else undefined. */
export const oneOf = <Value extends string>(
  values: readonly Value[],
  option: OfflinePushInfo[keyof OfflinePushInfo],
): Value | undefined =>
  typeof option === 'string' ? values.find((value) => value === option.trim().toUpperCase()) : undefined
