import { ErrorCode } from '@carillon/protocol'

import { fromMessageBody } from './message-body.ts'
import type { CallbackAnswer } from './post.ts'
import type { BeforeSendAnswer, CallbackSend } from './types.ts'

/** Codes of its own with which a backend may refuse; the sender's SDK is given them as they are. */
const ownCodes = { c2c: [120_001, 130_000], group: [10_100, 10_200] } as const

/** What an answer to a callback before a send comes to. */
export const decide = (
  { ErrorCode: code, ErrorInfo, MsgBody, CloudCustomData }: CallbackAnswer,
  { params }: CallbackSend,
): BeforeSendAnswer | 'unreadable' => {
  const isOfGroup = params.groupID !== undefined
  if (code === 0) {
    const elements = MsgBody === undefined ? undefined : fromMessageBody(MsgBody, params.elements)
    if (MsgBody !== undefined && elements === undefined) return 'unreadable'
    if (elements === undefined && CloudCustomData === undefined) return { kind: 'allow' }
    return {
      kind: 'allow',
      change: {
        ...(elements === undefined ? {} : { elements }),
        ...(CloudCustomData === undefined ? {} : { cloudCustomData: CloudCustomData }),
      },
    }
  }
  if (code === 2) return { kind: 'drop' }
  const [least, most] = isOfGroup ? ownCodes.group : ownCodes.c2c
  if (code >= least && code <= most) return { kind: 'refuse', code, desc: ErrorInfo }
  return {
    kind: 'refuse',
    code: isOfGroup ? ErrorCode.REJECT_FROM_THIRDPARTY : ErrorCode.MSG_PUSH_DENY,
    desc: ErrorInfo === '' ? "The app's backend refused the message." : ErrorInfo,
  }
}
