import type { OppoDeliveredPush } from './delivered.ts'
import { serviceCategories, type AppRecord } from './apps.ts'
import type { Refusal } from './codes.ts'
import type { OppoSettings } from './types.ts'
import { FieldReader, type Fields } from './values.ts'

const maxTitleChars = 50
const maxSubTitleChars = 10
const maxLongContentChars = 128
const maxActivityChars = 500
const maxURLChars = 2_000
const maxParameterChars = 4_000
const maxOfflineSeconds = 864_000
const defaultOfflineSeconds = 3_600
const maxInteger = 2_147_483_647

/** How messages are limited: service not at all, the others by their own quota. */
export type Limits = 'service' | 'content' | 'news'

/** A notification that may be sent. */
export interface CheckedMessage {
  /** As the phone gets it, but for what only one delivery has. */
  readonly shown: Omit<OppoDeliveredPush, 'vendor' | 'token' | 'messageID' | 'sentAtMs' | 'packageName'>
  readonly limits: Limits
  readonly appMessageID?: string
  /** 0: only while the phone is online. */
  readonly offlineMs: number
  readonly callback?: { readonly url: string; readonly param: string }
}

/** Checks one notification by the documented limits. `broadcast`: the big picture of style 3 is for it alone. */
export const checkMessage = (
  fields: Fields,
  app: AppRecord,
  settings: OppoSettings,
  broadcast: boolean,
): CheckedMessage | Refusal => {
  const reader = new FieldReader(fields)
  const texts = checkTexts(reader, app, settings, broadcast)
  const click = checkClick(reader)
  const channelID = reader.text('channel_id', 256)
  const { category, notifyLevel } = checkClass(reader, app)
  const appMessageID = reader.text('app_message_id', 256)
  const offline = reader.flag('off_line', true)
  const seconds = reader.integer('off_line_ttl', 0, Number.MAX_SAFE_INTEGER) ?? defaultOfflineSeconds
  const notifyID = reader.integer('notify_id', 0, maxInteger)
  const badgeOperation = reader.oneOf('badge_operation_type', [0, 1])
  const badgeCount = reader.integer('badge_message_count', 0, maxInteger)
  const url = reader.text('call_back_url', 200)
  const param = reader.text('call_back_parameter', 100) ?? ''
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) reader.fail(41, 'call_back_url')
  if (reader.fault !== undefined) return reader.fault
  return {
    shown: {
      ...texts,
      ...click,
      ...(channelID === undefined ? {} : { channelID }),
      ...(category === undefined ? {} : { category }),
      ...(notifyLevel === undefined ? {} : { notifyLevel }),
      ...(notifyID === undefined ? {} : { notifyID }),
      ...(badgeCount === undefined
        ? {}
        : { badge: badgeOperation === 1 ? { add: badgeCount } : { set: badgeCount } }),
    },
    limits: limitsOf(category, channelID, app),
    ...(appMessageID === undefined ? {} : { appMessageID }),
    // Longer is cut, not refused.
    offlineMs: offline ? Math.min(seconds, maxOfflineSeconds) * 1_000 : 0,
    ...(url === undefined ? {} : { callback: { url, param } }),
  }
}

const limitsOf = (category: string | undefined, channelID: string | undefined, app: AppRecord): Limits => {
  if (category === undefined) return app.privateChannels.has(channelID ?? '') ? 'service' : 'content'
  if (serviceCategories.has(category)) return 'service'
  return category === 'NEWS' ? 'news' : 'content'
}

const checkTexts = (
  reader: FieldReader,
  app: AppRecord,
  settings: OppoSettings,
  broadcast: boolean,
): Pick<OppoDeliveredPush, 'title' | 'content' | 'style' | 'subTitle'> => {
  const style = reader.oneOf('style', [1, 2, 3]) ?? 1
  for (const name of ['title', 'content']) if (!reader.has(name)) reader.fail(40, name)
  const title = reader.text('title', maxTitleChars) ?? ''
  const content = reader.text('content', style === 2 ? maxLongContentChars : settings.maxContentChars) ?? ''
  const subTitle = reader.text('sub_title', maxSubTitleChars)
  if (style === 3 && !broadcast) reader.fail(41, 'style')
  if (style === 3 && !reader.has('big_picture_id')) reader.fail(40, 'big_picture_id')
  if (app.forbiddenWords.some((words) => words.test(title) || words.test(content)))
    reader.fail(41, 'sensitive word')
  const filled = checkTemplate(reader, app)
  return { title, content, ...filled, style, ...(subTitle === undefined ? {} : { subTitle }) }
}

const checkTemplate = (reader: FieldReader, app: AppRecord): { title?: string; content?: string } => {
  const id = reader.text('private_msg_template_id', 256)
  const titleValues = reader.object('private_title_parameters', maxParameterChars, true) ?? {}
  const contentValues = reader.object('private_content_parameters', maxParameterChars, true) ?? {}
  if (id === undefined) return {}
  const template = app.templates.get(id)
  if (template === undefined) {
    reader.fail(41, 'private_msg_template_id')
    return {}
  }
  return {
    title: fill(reader, template.title, titleValues),
    content: fill(reader, template.content, contentValues),
  }
}

const fill = (reader: FieldReader, text: string, values: Fields): string =>
  text.replace(/\$\s*\{([^{}$]+)\}\s*\$/g, (_, spaced: string) => {
    const name = spaced.trim()
    const value = values[name]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    reader.fail(41, `the template's variable ${name}`)
    return ''
  })

const checkClick = (
  reader: FieldReader,
): Pick<OppoDeliveredPush, 'clickActionType' | 'clickActivity' | 'clickURL' | 'actionParameters'> => {
  const clickActionType = reader.oneOf('click_action_type', [0, 1, 2, 4, 5]) ?? 0
  const clickActivity = reader.text('click_action_activity', maxActivityChars)
  const clickURL = reader.text('click_action_url', maxURLChars)
  const wantsActivity = clickActionType === 1 || clickActionType === 4
  const wantsURL = clickActionType === 2 || clickActionType === 5
  if (wantsActivity && clickActivity === undefined) reader.fail(40, 'click_action_activity')
  if (wantsURL && clickURL === undefined) reader.fail(40, 'click_action_url')
  if (wantsURL && clickURL !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(clickURL))
    reader.fail(41, 'click_action_url')
  // An object as text: double encoding inside `message`.
  const parameters = reader.object('action_parameters', maxParameterChars, false)
  return {
    clickActionType,
    ...(wantsActivity && clickActivity !== undefined ? { clickActivity } : {}),
    ...(wantsURL && clickURL !== undefined ? { clickURL } : {}),
    actionParameters: parameters ?? {},
  }
}

const checkClass = (reader: FieldReader, app: AppRecord): { category?: string; notifyLevel?: number } => {
  const category = reader.text('category', 64)
  const notifyLevel = reader.oneOf('notify_level', [1, 2, 16])
  const granted: ReadonlySet<string> = app.categories
  if (category !== undefined && !granted.has(category)) reader.fail(67, 'category')
  if (notifyLevel !== undefined && category === undefined) reader.fail(67, 'notify_level without category')
  if (notifyLevel === 16 && !app.bannerApproved) reader.fail(67, 'notify_level 16')
  if (category === 'IM' && app.templateRequired && !reader.has('private_msg_template_id'))
    reader.fail(54, category)
  return {
    ...(category === undefined ? {} : { category }),
    ...(notifyLevel === undefined ? {} : { notifyLevel }),
  }
}
