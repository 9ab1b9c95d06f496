import { choiceIn, FieldError, numberIn, objectIn, textIn, type Fields } from '../push-kit/fields.ts'
import type { PushKitClick, PushKitNotification } from '../push-kit/types.ts'
import { categories, maxNotifyID } from './check-message.ts'

const harmonyCategories = [...categories, 'MISS_CALL'] as const
const maxTTLSeconds = 1_296_000

/** A v3 message that may be sent. */
export interface CheckedHarmonyMessage {
  readonly ttlMs: number
  readonly biTag: string
  readonly isTest: boolean
  readonly collapseKey?: number
  /** push-type 6: what the app in front gets. */
  readonly data?: string
  /** push-type 0. Its class follows from the rights of each token's app. */
  readonly notification?: Omit<PushKitNotification, 'messageClass'> & { readonly category: string }
  /** Drops what comes with the same within a day. */
  readonly appMessageID?: string
}

/** Checks the body of a v3 send, but for its tokens. @throws FieldError */
export const checkHarmonyMessage = (root: Fields, pushType: '0' | '6'): CheckedHarmonyMessage => {
  const payload = objectIn(root, 'payload')
  const options = objectIn(root, 'pushOptions')
  const biTag = textIn(options, 'biTag') ?? ''
  if (Buffer.byteLength(biTag) > 64) throw new FieldError('biTag has more than 64 bytes')
  textIn(options, 'receiptId')
  numberIn(options, 'backgroundMode', 0, 1)
  const collapseKey = numberIn(options, 'collapseKey', -1, 100)
  const common = {
    ttlMs: (numberIn(options, 'ttl', 0, maxTTLSeconds) ?? 86_400) * 1_000,
    biTag,
    isTest: flagIn(options, 'testMessage', false),
    ...(collapseKey === undefined || collapseKey === -1 ? {} : { collapseKey }),
  }
  if (pushType === '6') {
    const data = textIn(payload, 'extraData')
    if (data === undefined) throw new FieldError('payload.extraData is missing')
    return { ...common, data }
  }
  if (payload['notification'] === undefined) throw new FieldError('payload.notification is missing')
  const own = objectIn(payload, 'notification')
  const { click, data } = clickOf(own)
  const appMessageID = textIn(own, 'appMessageId')
  if (appMessageID !== undefined && !/^[\w+/=\- ]{1,64}$/.test(appMessageID))
    throw new FieldError('appMessageId must be 1 to 64 letters, digits and +/=-_')
  return {
    ...common,
    data,
    notification: notificationOf(own, click),
    ...(appMessageID === undefined ? {} : { appMessageID }),
  }
}

const notificationOf = (
  own: Fields,
  click: PushKitClick,
): NonNullable<CheckedHarmonyMessage['notification']> => {
  const category = choiceIn(own, 'category', harmonyCategories)
  if (category === undefined) throw new FieldError('category is missing')
  const [title = '', body = ''] = [textIn(own, 'title'), textIn(own, 'body')]
  if (title === '') throw new FieldError('title is missing')
  if (body === '') throw new FieldError('body is missing')
  const image = textIn(own, 'image')
  if (image !== undefined && URL.parse(image)?.protocol !== 'https:')
    throw new FieldError('image must be an https URL')
  checkStyle(own)
  const notifyID = numberIn(own, 'notifyId', -1, maxNotifyID)
  const sound = textIn(own, 'sound')
  numberIn(own, 'soundDuration', 1, 60)
  const badge = badgeOf(own)
  return {
    category,
    title,
    body,
    click,
    foregroundShow: flagIn(own, 'foregroundShow', true),
    ...(image === undefined ? {} : { image }),
    ...(sound === undefined ? {} : { sound }),
    ...(notifyID === undefined || notifyID === -1 ? {} : { notifyID }),
    ...(badge === undefined ? {} : { badge }),
  }
}

const checkStyle = (own: Fields): void => {
  const style = numberIn(own, 'style', 0, 3) ?? 0
  if (style === 2) throw new FieldError('style must be 0, 1 or 3')
  const { inboxContent } = own
  if (style === 3 && (!Array.isArray(inboxContent) || inboxContent.length === 0 || inboxContent.length > 3))
    throw new FieldError('inboxContent must be a list of 1 to 3 lines')
  if ((textIn(own, 'profileId') ?? '').length > 64)
    throw new FieldError('profileId has more than 64 characters')
}

/** The click action every notification must have; its data reach the opened ability. */
const clickOf = (own: Fields): { click: PushKitClick; data: string } => {
  if (own['clickAction'] === undefined) throw new FieldError('clickAction is missing')
  const action = objectIn(own, 'clickAction')
  const data = JSON.stringify(objectIn(action, 'data'))
  const type = numberIn(action, 'actionType', 0, 1)
  if (type === undefined) throw new FieldError('actionType is missing')
  if (type === 0) return { click: { type: 3 }, data }
  const [name = '', uri = ''] = [textIn(action, 'action'), textIn(action, 'uri')]
  if (name !== '') return { click: { type: 1, action: name }, data }
  if (uri === '') throw new FieldError('action or uri is missing')
  return { click: { type: 1, uri }, data }
}

const badgeOf = (own: Fields): PushKitNotification['badge'] => {
  if (own['badge'] === undefined) return undefined
  const badge = objectIn(own, 'badge')
  const set = numberIn(badge, 'setNum', 0, 99)
  const add = numberIn(badge, 'addNum', 1, 99)
  if (set === undefined && add === undefined) throw new FieldError('badge needs addNum or setNum')
  return set === undefined ? { add: add ?? 1 } : { set }
}

const flagIn = (fields: Fields, name: string, otherwise: boolean): boolean => {
  const value = fields[name] ?? otherwise
  if (typeof value !== 'boolean') throw new FieldError(`${name} must be true or false`)
  return value
}
