import {
  choiceIn,
  clickIn,
  FieldError,
  numberIn,
  objectIn,
  onlyKnown,
  textIn,
  ttlMsIn,
  type Fields,
} from '../push-kit/fields.ts'
import type { PushKitNotification } from '../push-kit/types.ts'

const rootFields = ['token', 'data', 'notification', 'android']
const androidFields = ['ttl', 'biTag', 'data', 'targetUserType', 'notification']
const notificationFields = [
  'title',
  'body',
  'clickAction',
  'importance',
  'badge',
  'notifyId',
  'tag',
  'group',
  'style',
  'bigTitle',
  'bigBody',
  'image',
  'when',
  'buttons',
]
const maxInt = 2 ** 31 - 1
const maxButtons = 3

/** A message that may be sent. */
export interface CheckedMessage {
  readonly ttlMs: number
  readonly biTag: string
  readonly isTest: boolean
  readonly data?: string
  readonly notification?: PushKitNotification
}

/**
 * Checks a message by the documented fields.
 * @param classified whether the app may send anything but marketing
 * @throws FieldError
 */
export const checkMessage = (root: Fields, classified: boolean): CheckedMessage => {
  onlyKnown(root, rootFields, 'the message')
  const android = objectIn(root, 'android')
  onlyKnown(android, androidFields, 'android')
  const data = textIn(android, 'data') ?? textIn(root, 'data')
  const isNotification = root['notification'] !== undefined || android['notification'] !== undefined
  if (!isNotification && data === undefined) throw new FieldError('data or notification is missing')
  return {
    ttlMs: ttlMsIn(android),
    biTag: textIn(android, 'biTag') ?? '',
    isTest: numberIn(android, 'targetUserType', 0, 1) === 1,
    ...(data === undefined ? {} : { data }),
    ...(isNotification ? { notification: checkNotification(root, android, classified) } : {}),
  }
}

const checkNotification = (root: Fields, android: Fields, classified: boolean): PushKitNotification => {
  const common = objectIn(root, 'notification')
  const own = objectIn(android, 'notification')
  onlyKnown(common, ['title', 'body', 'image'], 'notification')
  onlyKnown(own, notificationFields, 'android.notification')
  const title = textIn(own, 'title') ?? textIn(common, 'title')
  const body = textIn(own, 'body') ?? textIn(common, 'body')
  if (title === undefined || title.trim() === '') throw new FieldError('title is missing')
  if (body === undefined || body.trim() === '') throw new FieldError('body is missing')
  const isService = choiceIn(own, 'importance', ['NORMAL', 'LOW']) === 'NORMAL' && classified
  const image = textIn(own, 'image') ?? textIn(common, 'image')
  if (image !== undefined && URL.parse(image)?.protocol !== 'https:')
    throw new FieldError('image must be an https URL')
  const { buttons = [] } = own
  if (!Array.isArray(buttons) || buttons.length > maxButtons)
    throw new FieldError(`buttons must be a list of at most ${maxButtons}`)
  numberIn(own, 'style', 0, 1)
  const notifyID = numberIn(own, 'notifyId', -1, maxInt)
  const tag = textIn(own, 'tag')
  const badge = badgeOf(own)
  return {
    title,
    body,
    click: clickIn(own, 'clickAction'),
    messageClass: isService ? 'service' : 'marketing',
    foregroundShow: true,
    // Marketing is text only.
    ...(image === undefined || !isService ? {} : { image }),
    ...(notifyID === undefined || notifyID === -1 ? {} : { notifyID }),
    ...(tag === undefined ? {} : { tag }),
    ...(badge === undefined ? {} : { badge }),
  }
}

const badgeOf = (notification: Fields): PushKitNotification['badge'] => {
  if (notification['badge'] === undefined) return undefined
  const badge = objectIn(notification, 'badge')
  onlyKnown(badge, ['addNum', 'setNum', 'badgeClass'], 'badge')
  const set = numberIn(badge, 'setNum', 0, 99)
  const add = numberIn(badge, 'addNum', 1, 99)
  if ((textIn(badge, 'badgeClass') ?? '') === '') throw new FieldError('badgeClass is missing')
  if (set !== undefined) return { set }
  return add === undefined ? undefined : { add }
}
