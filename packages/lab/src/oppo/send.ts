import type { LabClock } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomHex } from '../random.ts'
import type { AppRecord } from './apps.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { errorAnswer, isRefusal, okAnswer, refusal, type Refusal } from './codes.ts'
import type { Delivery } from './delivery.ts'
import type { Quotas } from './quotas.ts'
import type { Registration, Registry } from './registry.ts'
import type { OppoSettings } from './types.ts'
import { isFields, parsedJson } from './values.ts'

const maxTargets = 1_000
/** As the vendor's SDK checks it. */
const registrationIDForm = /^((([0-9A-Za-z]{2,10})_)?([A-Z]{2}|EUEX)_)?[0-9a-fA-F]{32}$/

/** What the send endpoints work with. */
export interface SendParts {
  clock: LabClock
  settings: OppoSettings
  registry: Registry
  quotas: Quotas
  delivery: Delivery
}

/** A request to a send endpoint. */
export interface SendCall {
  app: AppRecord
  form: URLSearchParams
  /** Ids a fault declares dead. */
  isDead: (registrationID: string) => boolean
}

/** `/unicast`: one message for one phone. */
export const sendUnicast = (parts: SendParts, call: SendCall): EmulatorAnswer => {
  const text = call.form.get('message') ?? ''
  if (text === '') return errorAnswer(refusal(40, 'message'))
  const item = checkItem(parts, call, parsedJson(text))
  if (isRefusal(item)) return errorAnswer(item)
  if (!parts.quotas.takeRate(call.app, 1, parts.clock.now()))
    return errorAnswer(refusal(parts.settings.rateCode))
  const messageID = messageIDOf(call.app)
  const failed = sendOne(parts, call, item, messageID)
  return failed === undefined
    ? okAnswer({ messageId: messageID, status: 'call_success' })
    : errorAnswer(failed)
}

/** `/unicast_batch`: up to 1000 messages, each with its own fate. A message that is wrong in itself refuses all. */
export const sendBatch = (parts: SendParts, call: SendCall): EmulatorAnswer => {
  const text = call.form.get('messages') ?? ''
  if (text === '') return errorAnswer(refusal(40, 'messages'))
  const list = parsedJson(text)
  if (!Array.isArray(list) || list.length === 0) return errorAnswer(refusal(41, 'messages'))
  if (list.length > maxTargets)
    return errorAnswer(refusal(41, `${list.length} messages, at most ${maxTargets}`))
  const items: Item[] = []
  for (const value of list as unknown[]) {
    const item = checkItem(parts, call, value)
    if (isRefusal(item)) return errorAnswer(item)
    items.push(item)
  }
  if (!parts.quotas.takeRate(call.app, items.length, parts.clock.now()))
    return errorAnswer(refusal(parts.settings.rateCode))
  return okAnswer(
    items.map((item) => {
      const messageId = messageIDOf(call.app)
      const failed = sendOne(parts, call, item, messageId)
      const named = { messageId, registrationId: item.registrationID }
      return failed === undefined ? named : { ...named, errorCode: failed.code, errorMessage: failed.message }
    }),
  )
}

/** The registration a message may go to, or why not. */
export const targetOf = (
  parts: SendParts,
  { app, isDead }: Pick<SendCall, 'app' | 'isDead'>,
  registrationID: string,
): Registration | Refusal => {
  const registration = parts.registry.find(registrationID)
  if (registration === undefined || registration.app !== app || isDead(registrationID)) return refusal(10000)
  return registration.alive || parts.settings.deadTokensAccepted ? registration : refusal(10000)
}

/** Counts and hands over what may go to the phone. @returns why it may not */
export const handOver = (
  parts: SendParts,
  app: AppRecord,
  message: CheckedMessage,
  registration: Registration,
  ids: { messageID: string; taskID: string },
): Refusal | undefined => {
  const { registry, quotas, clock, settings } = parts
  const users = message.limits === 'service' ? 0 : registry.of(app).length
  if (message.appMessageID !== undefined && registration.had.has(message.appMessageID))
    return settings.duplicateCode === 0 ? undefined : refusal(settings.duplicateCode)
  if (!quotas.takeApp(app, message.limits, users, clock.now())) return refusal(33)
  if (message.appMessageID !== undefined) registry.isFirst(registration, message.appMessageID)
  parts.delivery.take(message, registration, ids)
  return undefined
}

interface Item {
  registrationID: string
  message: CheckedMessage
}

const checkItem = (parts: SendParts, { app }: SendCall, value: unknown): Item | Refusal => {
  if (!isFields(value)) return refusal(41, 'message')
  const { target_type: type, target_value: target, notification } = value
  if (type === undefined || target === undefined || target === '') return refusal(40, 'target')
  // 5 is an alias; this emulator's phones set none.
  if (Number(type) !== 2) return refusal(41, 'target_type')
  if (typeof target !== 'string' || !registrationIDForm.test(target)) return refusal(41, 'registration_id')
  if (!isFields(notification)) return refusal(40, 'notification')
  const message = checkMessage(notification, app, parts.settings, false)
  return isRefusal(message) ? message : { registrationID: target, message }
}

const sendOne = (
  parts: SendParts,
  call: SendCall,
  { registrationID, message }: Item,
  messageID: string,
): Refusal | undefined => {
  const registration = targetOf(parts, call, registrationID)
  if (isRefusal(registration)) return registration
  return handOver(parts, call.app, message, registration, { messageID, taskID: messageID })
}

const messageIDOf = ({ appID }: AppRecord): string => `${appID}-1-1-${randomHex(24)}`
