import {
  ErrorCode,
  hasLoneSurrogate,
  isUserID,
  limits,
  utf8Bytes,
  type MessageContent,
  type MessageElement,
  type MessagePriority,
} from '@carillon/protocol'

import type { SendMessageParam } from '../api/messages.ts'
import { failure, type Failure } from '../api/results.ts'
import { checkPushInfo } from './push-info.ts'

/** A failure unless `userID` is one; `name` is the parameter's. */
export const checkUserID = (userID: unknown, name: string): Failure | undefined =>
  typeof userID === 'string' && isUserID(userID)
    ? undefined
    : failure(ErrorCode.INVALID_IDENTIFIER, `${name}: expected 1 to 32 printable ASCII characters`)

/** A failure unless `value` is text that can be sent; `name` is the parameter's. */
const checkText = (value: unknown, name: string): Failure | undefined => {
  if (typeof value !== 'string') return invalid(`${name}: expected a string, got ${typeof value}`)
  return hasLoneSurrogate(value)
    ? invalid(`${name}: holds half of a character (a lone surrogate)`)
    : undefined
}

/** 6017 with a text that names the parameter. */
export const invalid = (desc: string): Failure => failure(ErrorCode.INVALID_PARAMETERS, desc)

/** A failure unless the elements are well formed and together small enough. */
export const checkElements = (elements: readonly MessageElement[]): Failure | undefined => {
  let bytes = 0
  for (const element of elements) {
    const { type: _, ...fields } = element
    for (const [name, value] of Object.entries(fields)) {
      const problem = checkText(value, name)
      if (problem !== undefined) return problem
      bytes += utf8Bytes(value)
    }
    if (element.type === 'text' && element.text === '') return invalid('text: must not be empty')
  }
  return bytes > limits.messageBytes
    ? failure(
        ErrorCode.MSG_BODY_SIZE_LIMIT,
        `the message has ${bytes} bytes, at most ${limits.messageBytes} are taken; send large content as a file`,
      )
    : undefined
}

const flags = [
  'onlineUserOnly',
  'isExcludedFromLastMessage',
  'isExcludedFromUnreadCount',
  'isSupportMessageExtension',
  'needReadReceipt',
] as const

/** What `sendMessage` adds to the elements, or the failure that says which parameter is wrong. */
export const checkSendOptions = (param: SendMessageParam): Omit<MessageContent, 'elements'> | Failure => {
  for (const name of flags) {
    const value: unknown = param[name]
    if (value !== undefined && value !== null && typeof value !== 'boolean') {
      return invalid(`${name}: expected true or false, got ${typeof value}`)
    }
  }
  const priority = param.priority ?? 2
  if (![0, 1, 2, 3].includes(priority))
    return invalid(`priority: expected 0, 1, 2 or 3, got ${String(priority)}`)
  for (const name of ['cloudCustomData', 'localCustomData'] as const) {
    const problem = (param[name] ?? undefined) === undefined ? undefined : checkText(param[name], name)
    if (problem !== undefined) return problem
  }
  const cloudCustomData = param.cloudCustomData ?? ''
  if (utf8Bytes(cloudCustomData) > limits.cloudCustomDataBytes) {
    return failure(
      ErrorCode.MSG_BODY_SIZE_LIMIT,
      `cloudCustomData has ${utf8Bytes(cloudCustomData)} bytes, at most ${limits.cloudCustomDataBytes} are taken`,
    )
  }
  const offlinePushInfo =
    (param.offlinePushInfo ?? undefined) === undefined ? {} : checkPushInfo(param.offlinePushInfo)
  if (typeof offlinePushInfo === 'string') return invalid(offlinePushInfo)
  return {
    priority: priority as MessagePriority,
    ...(param.onlineUserOnly === true && { isOnlineOnly: true }),
    ...(param.isExcludedFromLastMessage === true && { isExcludedFromLastMessage: true }),
    ...(param.isExcludedFromUnreadCount === true && { isExcludedFromUnreadCount: true }),
    ...(param.isSupportMessageExtension === true && { isSupportMessageExtension: true }),
    ...(param.needReadReceipt === true && { needReadReceipt: true }),
    ...(cloudCustomData !== '' && { cloudCustomData }),
    ...(Object.keys(offlinePushInfo).length > 0 && { offlinePushInfo }),
  }
}
