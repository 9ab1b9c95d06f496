import {
  ErrorCode,
  hasLoneSurrogate,
  isUserID,
  limits,
  utf8Bytes,
  type MessageContent,
  type MessagePriority,
} from '@carillon/protocol'

import type { SendMessageParam } from '../api/messages.ts'
import { failure, type Failure } from '../api/results.ts'
import type { DraftElement } from './drafts.ts'
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
export const checkElements = (elements: readonly DraftElement[]): Failure | undefined => {
  let bytes = 0
  for (const element of elements) {
    const problem = checkElement(element)
    if (problem !== undefined) return problem
    bytes += textBytes(element)
  }
  if (elements.filter(({ type }) => type === 'custom').length > 1)
    return failure(ErrorCode.INVALID_MSG_ELEM, 'at most one custom element a message')
  return bytes > limits.messageBytes
    ? failure(
        ErrorCode.MSG_BODY_SIZE_LIMIT,
        `the message has ${bytes} bytes, at most ${limits.messageBytes} are taken; send large content as a file`,
      )
    : undefined
}

const textFields: Record<DraftElement['type'], readonly string[]> = {
  text: ['text'],
  custom: ['data', 'desc', 'extension'],
  image: [],
  sound: [],
  video: ['format'],
  file: ['fileName'],
  location: ['desc'],
  face: ['data'],
  merger: ['title', 'compatibleText'],
  'group-tips': [],
  'local-image': ['path'],
  'local-sound': ['path'],
  'local-video': ['path', 'format', 'snapshotPath'],
  'local-file': ['path', 'fileName'],
}

const checkElement = (element: DraftElement): Failure | undefined => {
  const fields = element as unknown as Record<string, unknown>
  for (const name of textFields[element.type]) {
    const problem = checkText(fields[name], name)
    if (problem !== undefined) return problem
  }
  switch (element.type) {
    case 'text':
      return element.text === '' ? invalid('text: must not be empty') : undefined
    case 'location':
      return (
        checkDegrees(element.longitude, 'longitude', 180) ?? checkDegrees(element.latitude, 'latitude', 90)
      )
    case 'face':
      return Number.isInteger(element.index) && Math.abs(element.index) < 2 ** 31
        ? undefined
        : invalid(`index: expected a whole number, got ${String(element.index)}`)
    case 'merger':
      return checkAbstracts(element.abstractList)
    case 'local-sound':
    case 'local-video':
      return checkDuration(element.durationSeconds) ?? checkPath(element)
    case 'local-image':
    case 'local-file':
      return checkPath(element)
    default:
      return undefined
  }
}

const checkPath = (element: { path: string; snapshotPath?: string }): Failure | undefined =>
  element.path === '' || element.snapshotPath === '' ? invalid('path: must not be empty') : undefined

const checkDuration = (seconds: unknown): Failure | undefined =>
  Number.isInteger(seconds) && (seconds as number) >= 0
    ? undefined
    : invalid(`duration: expected whole seconds, got ${String(seconds)}`)

const checkDegrees = (degrees: unknown, name: string, most: number): Failure | undefined =>
  typeof degrees === 'number' && Math.abs(degrees) <= most
    ? undefined
    : invalid(`${name}: expected degrees from -${most} to ${most}, got ${String(degrees)}`)

const checkAbstracts = (lines: unknown): Failure | undefined => {
  if (!Array.isArray(lines) || lines.length > limits.mergerAbstracts)
    return invalid(`abstractList: expected a list of at most ${limits.mergerAbstracts} texts`)
  for (const line of lines) {
    const problem = checkText(line, 'abstractList')
    if (problem !== undefined) return problem
    if ((line as string).length > limits.mergerAbstractCharacters)
      return invalid(`abstractList: at most ${limits.mergerAbstractCharacters} characters a line`)
  }
  return undefined
}

/** Bytes of the texts of an element that go to the server. */
const textBytes = (element: DraftElement): number => {
  const fields = element as unknown as Record<string, string>
  const texts = textFields[element.type].filter((name) => name !== 'path' && name !== 'snapshotPath')
  const lines = element.type === 'merger' ? element.abstractList : []
  return [...texts.map((name) => fields[name] ?? ''), ...lines].reduce(
    (sum, text) => sum + utf8Bytes(text),
    0,
  )
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
