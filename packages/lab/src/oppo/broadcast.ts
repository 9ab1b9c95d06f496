import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomHex } from '../random.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { errorAnswer, isRefusal, okAnswer, refusal } from './codes.ts'
import type { AppRecord } from './apps.ts'
import { handOver, targetOf, type SendCall, type SendParts } from './send.ts'

const maxTargets = 1_000
const maxSaved = 1_000

/** Contents saved for broadcasts, and the broadcasts. Of more than 1000 the oldest is forgotten. */
export class Broadcasts {
  readonly #saved = new Map<string, { app: AppRecord; message: CheckedMessage; byAppMessageID: string }>()

  /** `save_message_content`: the fields of a notification, flat in the form. One app_message_id is saved once. */
  save({ settings }: SendParts, { app, form }: SendCall): EmulatorAnswer {
    const message = checkMessage(Object.fromEntries(form), app, settings, true)
    if (isRefusal(message)) return errorAnswer(message)
    const byAppMessageID = message.appMessageID ?? ''
    const before = [...this.#saved].find(
      ([, saved]) => byAppMessageID !== '' && saved.app === app && saved.byAppMessageID === byAppMessageID,
    )
    const messageID = before?.[0] ?? randomHex(24)
    this.#saved.set(messageID, before?.[1] ?? { app, message, byAppMessageID })
    const [oldest] = this.#saved.keys()
    if (this.#saved.size > maxSaved && oldest !== undefined) this.#saved.delete(oldest)
    return okAnswer({ message_id: messageID })
  }

  /** `broadcast` to all of the app (1) or to registration ids joined by ";" (2). Failed ids stand under their codes. */
  send(parts: SendParts, call: SendCall): EmulatorAnswer {
    const { app, form } = call
    const messageID = form.get('message_id') ?? ''
    if (messageID === '') return errorAnswer(refusal(40, 'message_id'))
    const saved = this.#saved.get(messageID)
    if (saved === undefined || saved.app !== app) return errorAnswer(refusal(31))
    const targets = this.#targets(parts, call)
    if (targets === undefined) return errorAnswer(refusal(41, 'target_type'))
    if (targets.length === 0) return errorAnswer(refusal(40, 'target_value'))
    if (targets.length > maxTargets && form.get('target_type') !== '1')
      return errorAnswer(refusal(41, `${targets.length} targets, at most ${maxTargets}`))
    if (!parts.quotas.takeRate(app, targets.length, parts.clock.now()))
      return errorAnswer(refusal(parts.settings.rateCode))
    const ids = { messageID, taskID: randomHex(24) }
    const failed: Record<string, string[]> = {}
    for (const target of targets) {
      const registration = targetOf(parts, call, target)
      const fault = isRefusal(registration)
        ? registration
        : handOver(parts, app, saved.message, registration, ids)
      if (fault !== undefined) (failed[fault.code] ??= []).push(target)
    }
    return okAnswer({ message_id: messageID, task_id: ids.taskID, ...failed })
  }

  #targets({ registry }: SendParts, { app, form }: SendCall): string[] | undefined {
    const type = form.get('target_type')
    if (type === '1') return registry.of(app).flatMap(({ alive, token }) => (alive ? [token] : []))
    if (type !== '2') return undefined
    return [...new Set((form.get('target_value') ?? '').split(';').filter(Boolean))]
  }
}
