import type { MessageRecord } from '@carillon/protocol'

import type { SendRequest } from './types.ts'

/** What others see of the sender. */
export interface SenderProfile {
  nickName: string | null
  faceUrl: string | null
  nameCard?: string | undefined
}

/** A message as everyone will see it. */
export const toRecord = (
  { sdkAppID, sender, params }: Pick<SendRequest, 'sdkAppID' | 'sender' | 'params'>,
  place: { msgID: string; seq: number; sentAtMs: number },
  { nickName, faceUrl, nameCard }: SenderProfile,
): MessageRecord => ({
  ...params,
  msgID: place.msgID,
  seq: place.seq,
  sdkAppID,
  sender: {
    userID: sender,
    ...(nickName === null ? {} : { nickName }),
    ...(faceUrl === null ? {} : { faceUrl }),
    ...(nameCard === undefined || nameCard === '' ? {} : { nameCard }),
  },
  timestampMs: place.sentAtMs,
})
