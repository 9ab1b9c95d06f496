import type { MessageRecord, Platform } from '@carillon/protocol'

import { toMessageBody, type FileAddress } from './message-body.ts'
import type { CallbackSend } from './types.ts'

/** What callbacks before and after a send say of the message. */
export const sendBody = (
  { sender, params, groupType }: CallbackSend,
  { addressOf, nowMs }: { addressOf: FileAddress; nowMs: number },
): Record<string, unknown> => {
  const { elements, random, isOnlineOnly, cloudCustomData = '' } = params
  const content = {
    OnlineOnlyFlag: isOnlineOnly === true ? 1 : 0,
    MsgBody: toMessageBody(elements, addressOf),
    CloudCustomData: cloudCustomData,
  }
  if (params.groupID !== undefined)
    return {
      GroupId: params.groupID,
      Type: groupType ?? '',
      From_Account: sender,
      Operator_Account: sender,
      Random: random,
      ...content,
    }
  return {
    From_Account: sender,
    To_Account: params.receiver,
    MsgRandom: random,
    MsgTime: Math.floor(nowMs / 1000),
    SendMsgControl: [
      ...(params.isExcludedFromUnreadCount === true ? ['NoUnread'] : []),
      ...(params.isExcludedFromLastMessage === true ? ['NoLastMsg'] : []),
    ],
    ...content,
  }
}

/** Where a message stands in its conversation, and since when. */
export const placeOf = ({ seq, timestampMs }: MessageRecord) => ({
  MsgSeq: seq,
  MsgTime: Math.floor(timestampMs / 1000),
})

/** The original's name for a one-to-one message. */
export const messageKey = ({ seq, random, timestampMs }: MessageRecord): string =>
  `${seq}_${random}_${Math.floor(timestampMs / 1000)}`

const optPlatforms: Record<Platform, string> = {
  android: 'Android',
  ios: 'iOS',
  ipad: 'iPad',
  harmony: 'Harmony',
  web: 'Web',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
}

/**
 * A platform kind in the original's words.
 * @param ios the original writes iOS otherwise where it tells of states
 */
export const optPlatform = (platform: Platform | undefined, ios = optPlatforms.ios): string => {
  if (platform === undefined) return 'Unknown'
  return platform === 'ios' ? ios : optPlatforms[platform]
}
