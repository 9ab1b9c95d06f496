import { atAll, type MessageRecord } from '@carillon/protocol'

import type { PlanInput } from './types.ts'

/** Whether the message mentions the recipient, by name or with everyone. */
export const isMentioned = ({ message, recipient }: Pick<PlanInput, 'message' | 'recipient'>): boolean =>
  message.atUserIDs?.some((userID) => userID === recipient || userID === atAll) === true

/** Whether the message is a call: a VoIP push, or an invitation as the signaling manager makes it. */
export const isCall = ({ offlinePushInfo, elements }: MessageRecord): boolean =>
  offlinePushInfo?.iOSPushType === 1 ||
  elements.some((element) => element.type === 'custom' && isInvitation(element.data))

const invite = 1

const isInvitation = (data: string): boolean => {
  try {
    const signal = JSON.parse(data) as { inviteID?: unknown; actionType?: unknown } | null
    return typeof signal?.inviteID === 'string' && signal.actionType === invite
  } catch {
    return false
  }
}

/** Mentions and calls ring at once, whatever else the conversation does. */
export const isUrgent = (input: Pick<PlanInput, 'message' | 'recipient'>): boolean =>
  isMentioned(input) || isCall(input.message)
