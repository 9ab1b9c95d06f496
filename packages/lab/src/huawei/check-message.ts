import {
  choiceIn,
  clickIn,
  FieldError,
  numberIn,
  objectIn,
  textIn,
  ttlMsIn,
  type Fields,
} from '../push-kit/fields.ts'
import type { PushKitNotification } from '../push-kit/types.ts'

/** Huawei's categories. */
export const categories = [
  'IM',
  'VOIP',
  'SUBSCRIPTION',
  'TRAVEL',
  'HEALTH',
  'WORK',
  'ACCOUNT',
  'EXPRESS',
  'FINANCE',
  'DEVICE_REMINDER',
  'MAIL',
  'MARKETING',
  'PLAY_VOICE',
] as const
const visibilities = ['VISIBILITY_UNSPECIFIED', 'PUBLIC', 'SECRET', 'PRIVATE'] as const
/** Highest `notify_id`. */
export const maxNotifyID = 2 ** 31 - 1
const maxButtons = 3

/** A message that may be sent. */
export interface CheckedMessage {
  readonly ttlMs: number
  readonly biTag: string
  readonly isTest: boolean
  readonly isHighPriority: boolean
  /** Absent: all are kept for a phone that is away. */
  readonly collapseKey?: number
  readonly data?: string
  readonly notification?: PushKitNotification
}

/**
 * Checks a message by the documented fields. Fields Huawei does not know are passed over, as some clients
 * send them.
 * @param granted categories that are not shown as marketing
 * @throws FieldError
 */
export const checkMessage = (message: Fields, granted: ReadonlySet<string>): CheckedMessage => {
  const android = objectIn(message, 'android')
  const data = textIn(android, 'data') ?? textIn(message, 'data')
  const isNotification = message['notification'] !== undefined || android['notification'] !== undefined
  if (!isNotification && data === undefined) throw new FieldError('data or notification is missing')
  const biTag = textIn(android, 'bi_tag') ?? ''
  if (biTag.length > 64) throw new FieldError('bi_tag has more than 64 characters')
  const category = choiceIn(android, 'category', categories)
  const isService = category !== undefined && category !== 'MARKETING' && granted.has(category)
  const collapseKey = numberIn(android, 'collapse_key', -1, 100)
  return {
    ttlMs: ttlMsIn(android),
    biTag,
    isTest: numberIn(android, 'target_user_type', 0, 1) === 1,
    isHighPriority: choiceIn(android, 'urgency', ['HIGH', 'NORMAL']) === 'HIGH' && !isNotification,
    ...(collapseKey === undefined || collapseKey === -1 ? {} : { collapseKey }),
    ...(data === undefined ? {} : { data }),
    ...(isNotification ? { notification: checkNotification(message, android, isService) } : {}),
  }
}

const checkNotification = (message: Fields, android: Fields, isService: boolean): PushKitNotification => {
  const common = objectIn(message, 'notification')
  const own = objectIn(android, 'notification')
  const title = textIn(own, 'title') ?? textIn(common, 'title')
  const body = textIn(own, 'body') ?? textIn(common, 'body')
  if (title === undefined || title === '') throw new FieldError('title is missing')
  if (body === undefined || body === '') throw new FieldError('body is missing')
  const image = textIn(own, 'image') ?? textIn(common, 'image')
  if (image !== undefined && URL.parse(image)?.protocol !== 'https:')
    throw new FieldError('image must be an https URL')
  const { buttons = [], foreground_show: foregroundShow = true } = own
  if (!Array.isArray(buttons) || buttons.length > maxButtons)
    throw new FieldError(`buttons must be a list of at most ${maxButtons}`)
  if (typeof foregroundShow !== 'boolean') throw new FieldError('foreground_show must be true or false')
  choiceIn(own, 'visibility', visibilities)
  const isNormal = (choiceIn(own, 'importance', ['LOW', 'NORMAL']) ?? 'NORMAL') === 'NORMAL'
  const notifyID = numberIn(own, 'notify_id', -1, maxNotifyID)
  const [tag, sound] = [textIn(own, 'tag'), textIn(own, 'sound')]
  if (sound !== undefined && !sound.startsWith('/raw/')) throw new FieldError('sound must be /raw/...')
  const badge = badgeOf(own)
  return {
    title,
    body,
    click: clickIn(own, 'click_action'),
    messageClass: isService && isNormal ? 'service' : 'marketing',
    foregroundShow,
    ...(image === undefined ? {} : { image }),
    ...(sound === undefined ? {} : { sound }),
    ...(notifyID === undefined || notifyID === -1 ? {} : { notifyID }),
    ...(tag === undefined ? {} : { tag }),
    ...(badge === undefined ? {} : { badge }),
  }
}

const badgeOf = (notification: Fields): PushKitNotification['badge'] => {
  if (notification['badge'] === undefined) return undefined
  const badge = objectIn(notification, 'badge')
  const set = numberIn(badge, 'set_num', 0, 99)
  const add = numberIn(badge, 'add_num', 1, 99)
  if ((textIn(badge, 'class') ?? '') === '') throw new FieldError('badge.class is missing')
  return set === undefined ? { add: add ?? 1 } : { set }
}
