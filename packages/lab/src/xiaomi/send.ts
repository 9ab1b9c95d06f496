import type { LabClock } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomText } from '../random.ts'
import type { AppRecord } from './apps.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { errorAnswer, isRefusal, okAnswer, refusal, type Refusal } from './codes.ts'
import type { Delivery } from './delivery.ts'
import { fieldsOfForm, fieldsOfJson, type MessageFields } from './fields.ts'
import type { Quotas } from './quotas.ts'
import type { Registration, Registry } from './registry.ts'
import type { XiaomiSettings } from './types.ts'

const maxTargets = 1_000

/** What the send endpoints work with. */
export interface SendParts {
  clock: LabClock
  settings: XiaomiSettings
  registry: Registry
  quotas: Quotas
  delivery: Delivery
}

/** A request to a send endpoint. */
export interface SendCall {
  app: AppRecord
  body: string
  /** v3 and v4 take a list of package names, v2 one. */
  takesPackageList: boolean
  /** regIds a fault declares dead. */
  isDead: (regID: string) => boolean
}

/** `/v2|v3|v4/message/regid`: one message, up to 1000 phones. */
export const sendToRegIDs = (parts: SendParts, call: SendCall): EmulatorAnswer => {
  const fields = fieldsOfForm(call.body)
  const message = check(parts, call, fields)
  if (isRefusal(message)) return errorAnswer(message)
  const list = fields.plain['registration_id']
  if (list === undefined) return errorAnswer(refusal(10016, 'registration_id'))
  const regIDs = list.split(',').filter(Boolean)
  if (regIDs.length > maxTargets) {
    return errorAnswer(refusal(10017, `${regIDs.length} registration ids, at most ${maxTargets}`))
  }
  const { good, bad } = sortTargets(parts.registry, call, regIDs)
  if (!hasQuota(parts, call.app, message, good.length)) return errorAnswer(refusal(200001))
  if (message.timeToSendMs !== undefined && !parts.delivery.hasRoom) return errorAnswer(refusal(10002))
  const id = messageIDOf()
  for (const regID of bad) parts.delivery.reportBad(message, regID, id)
  if (good.length === 0) return errorAnswer(refusal(20301))
  parts.delivery.take(message, good, id)
  return okAnswer(
    { id, ...badRegIDs(bad), ...quotaOf(parts, call.app, message) },
    `Received push messages for ${good.length} REGID`,
  )
}

/** `/v2/multi_messages/regids`: a message each. What is over a channel's quota is dropped and counted. */
export const sendMulti = (parts: SendParts, call: SendCall): EmulatorAnswer => {
  const { plain } = fieldsOfForm(call.body)
  const items = parseMulti(plain['messages'])
  if (isRefusal(items)) return errorAnswer(items)
  const checked: { message: CheckedMessage; target: string }[] = []
  for (const { target, fields } of items) {
    const sendAt = plain['time_to_send']
    const withTime =
      sendAt === undefined ? fields : { ...fields, plain: { ...fields.plain, time_to_send: sendAt } }
    const message = check(parts, call, withTime)
    if (isRefusal(message)) return errorAnswer(message)
    checked.push({ message, target })
  }
  const id = messageIDOf()
  const bad: string[] = []
  const exceeded = new Map<string, number>()
  for (const { message, target } of checked) {
    const { good } = sortTargets(parts.registry, call, [target])
    const channelID = message.channel?.channelID ?? 'no_channel'
    if (good.length === 0) {
      bad.push(target)
      parts.delivery.reportBad(message, target, id)
    } else if (hasQuota(parts, call.app, message, 1)) parts.delivery.take(message, good, id)
    else exceeded.set(channelID, (exceeded.get(channelID) ?? 0) + 1)
  }
  if (bad.length === checked.length) return errorAnswer(refusal(20301))
  const counts = [...exceeded].map(([channelID, count]) => `${channelID}:${count}`).join(' ')
  return okAnswer({ id, ...badRegIDs(bad), ...(counts === '' ? {} : { channel_exceed_quota: counts }) })
}

/** Sorts the regIds of a request into those of living installations of the app and the rest. */
export const sortTargets = (
  registry: Registry,
  { app, isDead }: Pick<SendCall, 'app' | 'isDead'>,
  regIDs: readonly string[],
): { good: Registration[]; bad: string[] } => {
  const good: Registration[] = []
  const bad: string[] = []
  for (const regID of new Set(regIDs)) {
    const registration = registry.find(regID)
    if (registration?.alive === true && registration.app === app && !isDead(regID)) good.push(registration)
    else bad.push(regID)
  }
  return { good, bad }
}

/** `data.bad_regids`: a text with commas, absent when all are good. */
export const badRegIDs = (bad: readonly string[]): { bad_regids?: string } =>
  bad.length === 0 ? {} : { bad_regids: bad.join(',') }

/** Whether the package names of a request are the app's. */
export const checkPackage = (
  app: AppRecord,
  restricted: string | undefined,
  takesList: boolean,
): Refusal | undefined => {
  if (restricted === undefined) return refusal(10016, 'restricted_package_name')
  const given = takesList ? restricted.split(',') : [restricted]
  return given.includes(app.packageName) ? undefined : refusal(22022)
}

const check = (parts: SendParts, call: SendCall, fields: MessageFields): CheckedMessage | Refusal =>
  checkPackage(call.app, fields.plain['restricted_package_name'], call.takesPackageList) ??
  checkMessage(fields, call.app, parts.settings, parts.clock.now())

const parseMulti = (text: string | undefined): { target: string; fields: MessageFields }[] | Refusal => {
  if (text === undefined) return refusal(10016, 'messages')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refusal(10017, 'messages is not JSON')
  }
  if (!Array.isArray(value) || value.length === 0) return refusal(10017, 'messages must be a list')
  if (value.length > maxTargets) return refusal(10017, `${value.length} messages, at most ${maxTargets}`)
  const items: { target: string; fields: MessageFields }[] = []
  for (const item of value as unknown[]) {
    const { target, message } = (item ?? {}) as { target?: unknown; message?: unknown }
    if (typeof target !== 'string' || target === '') return refusal(10016, 'target')
    if (typeof message !== 'object' || message === null) return refusal(10016, 'message')
    items.push({ target, fields: fieldsOfJson(message as Record<string, unknown>) })
  }
  return items
}

const hasQuota = (parts: SendParts, app: AppRecord, message: CheckedMessage, targets: number): boolean => {
  if (!parts.settings.quotasEnforced || message.channel?.messageClass === 'private') return true
  const delivered = parts.quotas.deliveredToday(app, parts.clock.now())
  return delivered + targets <= parts.quotas.dayQuota(parts.registry.count(app))
}

const quotaOf = (parts: SendParts, app: AppRecord, message: CheckedMessage): Record<string, string> =>
  message.channel?.messageClass === 'private'
    ? {}
    : {
        day_quota: String(parts.quotas.dayQuota(parts.registry.count(app))),
        day_acked: String(parts.quotas.deliveredToday(app, parts.clock.now())),
      }

const messageIDOf = (): string => `slm${randomText(21)}`
