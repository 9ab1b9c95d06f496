import type { MessageRecord, SendMessageResult } from '@carillon/protocol'

import { asRecord } from '../connection/wire.ts'

/** The message an event carries, or undefined when it is not one this version can show. */
export const toMessageRecord = (data: unknown): MessageRecord | undefined => {
  const message = asRecord(asRecord(data)?.message)
  if (message === undefined) return undefined
  const isWhole =
    typeof message.msgID === 'string' &&
    Number.isSafeInteger(message.seq) &&
    typeof asRecord(message.sender)?.userID === 'string' &&
    typeof message.receiver === 'string' &&
    typeof message.random === 'number' &&
    typeof message.timestampMs === 'number' &&
    Array.isArray(message.elements) &&
    message.elements.every((element) => typeof asRecord(element)?.type === 'string')
  return isWhole ? (message as unknown as MessageRecord) : undefined
}

/** What the server says of a message it took, or undefined when it does not. */
export const toSendResult = (data: unknown): SendMessageResult | undefined => {
  const result = asRecord(data)
  const isWhole =
    typeof result?.msgID === 'string' &&
    Number.isSafeInteger(result.seq) &&
    typeof result.timestampMs === 'number'
  return isWhole ? (result as unknown as SendMessageResult) : undefined
}
