import type { LabClock } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomDigits } from '../random.ts'
import type { AppRecord } from './apps.ts'
import { checkMessage, checkRequestID, type CheckedMessage } from './check-message.ts'
import { errorAnswer, isRefusal, okAnswer, refusal, type InvalidUser, type Refusal } from './codes.ts'
import type { Delivery } from './delivery.ts'
import type { Quotas } from './quotas.ts'
import type { Registration, Registry } from './registry.ts'
import type { VivoSettings } from './types.ts'
import { textOf, type Json } from './values.ts'

const minListTargets = 2
const maxListTargets = 1_000
const maxSaved = 1_000

/** What the send endpoints work with. */
export interface SendParts {
  clock: LabClock
  settings: VivoSettings
  registry: Registry
  quotas: Quotas
  delivery: Delivery
}

/** A request to a send endpoint. */
export interface SendCall {
  app: AppRecord
  fields: Json
  /** regIds a fault declares dead. */
  isDead: (regID: string) => boolean
}

/** `/message/send`: one message, one phone. */
export const sendOne = (parts: SendParts, call: SendCall): EmulatorAnswer => {
  const { app, fields } = call
  const regID = textOf(fields['regId'])
  if (regID === '') return errorAnswer(refusal(10050))
  const message = checkFor(parts, call, 1)
  if (isRefusal(message)) return errorAnswer(message)
  const target = targetOf(parts, call, message, regID)
  if ('status' in target) return errorAnswer(refusal(10302), { invalidUser: target })
  if (parts.settings.unreachableRefused && !target.device.notificationsAllowed)
    return errorAnswer(refusal(10311))
  const overQuota = quotaOf(parts, app, message, 1)
  if (overQuota !== undefined) return errorAnswer(overQuota)
  const taskID = randomDigits(19)
  parts.delivery.take(message, target, taskID)
  return okAnswer({ taskId: taskID })
}

/** The list form: a message is saved, then sent to up to 1000 phones, without receipts. */
export class ListSender {
  readonly #parts: SendParts
  readonly #saved = new Map<string, { app: AppRecord; message: CheckedMessage; expiresAtMs: number }>()

  constructor(parts: SendParts) {
    this.#parts = parts
  }

  /** `/message/saveListPayload`. */
  save(call: SendCall): EmulatorAnswer {
    const message = checkFor(this.#parts, call, 0)
    if (isRefusal(message)) return errorAnswer(message)
    const nowMs = this.#parts.clock.now()
    if (!this.#parts.quotas.takeSaved(call.app, nowMs)) return errorAnswer(refusal(10252))
    const taskID = randomDigits(19)
    const { receipt: _, ...withoutReceipt } = message
    const expiresAtMs = nowMs + message.timeToLiveMs
    this.#saved.set(taskID, { app: call.app, message: withoutReceipt, expiresAtMs })
    const [oldest] = this.#saved.keys()
    if (this.#saved.size > maxSaved && oldest !== undefined) this.#saved.delete(oldest)
    return okAnswer({ taskId: taskID })
  }

  /** `/message/pushToList`. */
  push(call: SendCall): EmulatorAnswer {
    const { app, fields } = call
    const wrong = checkRequestID(fields)
    if (wrong !== undefined) return errorAnswer(wrong)
    const list: readonly unknown[] = Array.isArray(fields['regIds']) ? fields['regIds'] : []
    const regIDs = [...new Set(list.map(textOf).filter(Boolean))]
    if (regIDs.length === 0) return errorAnswer(refusal(10150))
    if (regIDs.length < minListTargets || regIDs.length > maxListTargets) return errorAnswer(refusal(10153))
    const taskID = textOf(fields['taskId'])
    if (taskID === '') return errorAnswer(refusal(10151))
    const saved = this.#saved.get(taskID)
    if (saved === undefined || saved.app !== app) return errorAnswer(refusal(10152))
    if (saved.expiresAtMs <= this.#parts.clock.now()) return errorAnswer(refusal(10155))
    const { message } = saved
    const targets = regIDs.map((regID) => targetOf(this.#parts, call, message, regID))
    const invalidUsers = targets.filter((target) => 'status' in target)
    const good = targets.filter((target): target is Registration => !('status' in target))
    const overQuota = quotaOf(this.#parts, app, message, good.length)
    if (overQuota !== undefined) return errorAnswer(overQuota)
    for (const target of good) this.#parts.delivery.take(message, target, taskID)
    return okAnswer({ requestId: textOf(fields['requestId']), taskId: taskID, invalidUsers })
  }
}

/** @param targets 0 for a message that is only saved */
const checkFor = (parts: SendParts, { app, fields }: SendCall, targets: number): CheckedMessage | Refusal => {
  const message = checkMessage(fields, app, parts.settings, parts.clock.now())
  if (isRefusal(message) || targets === 0) return message
  return app.underReview && !message.testMode ? refusal(10045) : message
}

const targetOf = (
  { registry }: SendParts,
  { app, isDead }: SendCall,
  { testMode }: CheckedMessage,
  regID: string,
): Registration | InvalidUser => {
  const target = registry.target(app, regID, isDead(regID))
  const isStranger = testMode && !app.testDevices.has(regID)
  return isStranger && !('status' in target) ? { status: 4, userid: regID } : target
}

const quotaOf = (
  { quotas, registry, clock }: SendParts,
  app: AppRecord,
  message: CheckedMessage,
  targets: number,
): Refusal | undefined => quotas.check(app, message, targets, registry.countEnabled(app), clock.now())
