import type { LabClock } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomDigits, randomHex } from '../random.ts'
import type { Registration, Registry } from './apps.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { errorAnswer, isRefusal, okAnswer, refusal } from './codes.ts'
import type { Quotas } from './quotas.ts'
import type { createReceipts } from './receipts.ts'
import type { MeizuApp, MeizuSettings } from './types.ts'

const maxTasks = 1_000

/** What the send endpoints work with. */
export interface SendParts {
  clock: LabClock
  settings: MeizuSettings
  registry: Registry
  quotas: Quotas
  receipts: ReturnType<typeof createReceipts>
}

/** A signed call. */
export interface Call {
  app: MeizuApp
  fields: Readonly<Record<string, string>>
  /** pushIds a fault declares dead. */
  isDead: (pushID: string) => boolean
}

/** Direct sends and tasks. */
export class Sender {
  readonly #parts: SendParts
  readonly #tasks = new Map<string, { app: MeizuApp; message: CheckedMessage }>()

  constructor(parts: SendParts) {
    this.#parts = parts
  }

  /** `varnished/pushByPushId`. */
  direct({ app, fields, isDead }: Call): EmulatorAnswer {
    const message = checkMessage(fields['messageJson'], app)
    if (isRefusal(message)) return errorAnswer(message)
    const packages = fields['restrictedPackageNames']?.split(',')
    if (packages !== undefined && !packages.includes(app.packageName)) return errorAnswer(refusal(110031))
    const messageID = randomHex(32)
    return this.#send({ app, fields, isDead }, message, messageID, { msgId: messageID })
  }

  /** `varnished/pushByAlias`: this emulator's phones subscribe none. */
  toAliases({ app, fields }: Call): EmulatorAnswer {
    const message = checkMessage(fields['messageJson'], app)
    if (isRefusal(message)) return errorAnswer(message)
    const aliases = [...new Set((fields['alias'] ?? '').split(',').filter(Boolean))]
    if (aliases.length === 0) return errorAnswer(refusal(110004, 'alias'))
    if (aliases.length > this.#parts.settings.tokensPerRequest) return errorAnswer(refusal(1005, 'alias'))
    return okAnswer({ 110005: aliases }, { msgId: randomHex(32) })
  }

  /** `pushTask/getTaskId`. Receipts are not for tasks. */
  createTask({ app, fields }: Call): EmulatorAnswer {
    if (fields['pushType'] === '1') return errorAnswer(refusal(110053))
    const message = checkMessage(fields['messageJson'], app)
    if (isRefusal(message)) return errorAnswer(message)
    const taskID = randomDigits(8)
    const { receipt: _, ...withoutReceipt } = message
    this.#tasks.set(taskID, { app, message: withoutReceipt })
    const [oldest] = this.#tasks.keys()
    if (this.#tasks.size > maxTasks && oldest !== undefined) this.#tasks.delete(oldest)
    return okAnswer({ taskId: Number(taskID), pushType: 0, appId: Number(app.appID) })
  }

  /** `task/varnished/pushByPushId`. */
  task(call: Call): EmulatorAnswer {
    const taskID = call.fields['taskId'] ?? ''
    const task = this.#tasks.get(taskID)
    return task?.app === call.app ? this.#send(call, task.message, taskID) : errorAnswer(refusal(110032))
  }

  #send(
    { app, fields, isDead }: Call,
    message: CheckedMessage,
    messageID: string,
    rest: Record<string, unknown> = {},
  ): EmulatorAnswer {
    const { settings, quotas, clock } = this.#parts
    const pushIDs = (fields['pushIds'] ?? '').split(',').filter(Boolean)
    if (pushIDs.length === 0) return errorAnswer(refusal(110004, 'pushIds'))
    // The code for too many is not documented.
    if (pushIDs.length > settings.tokensPerRequest) return errorAnswer(refusal(1005, 'pushIds'))
    if (!quotas.takeRequest(app, clock.now())) return errorAnswer(refusal(110010))
    if (!quotas.takeApp(app, pushIDs.length, clock.now())) return errorAnswer(refusal(110019))
    const bad = new Map<number, string[]>()
    for (const pushID of new Set(pushIDs)) {
      const code = this.#sendTo(app, message, messageID, pushID, isDead(pushID))
      if (code !== undefined) bad.set(code, [...(bad.get(code) ?? []), pushID])
    }
    return okAnswer(Object.fromEntries(bad), rest)
  }

  /** @returns why the phone does not get it */
  #sendTo(
    app: MeizuApp,
    message: CheckedMessage,
    messageID: string,
    pushID: string,
    isDead: boolean,
  ): number | undefined {
    const { registry, quotas, clock, settings } = this.#parts
    const registration = registry.find(pushID)
    if (registration === undefined) return 110003
    if (isDead || !registration.alive || registration.app !== app) return 110002
    if (message.noticeMsgType === 1 && !settings.privateGranted) return 201
    const { device } = registration
    if (!device.notificationsAllowed) return 110010
    const overShare = quotas.takeDevice(device.deviceID, app, message, clock.now())
    if (overShare !== undefined) return overShare
    const deliver = (): void => this.#deliver(message, registration, messageID)
    if (device.online) deliver()
    else if (message.timeToLiveMs > 0)
      registry.store(registration, { expiresAtMs: clock.now() + message.timeToLiveMs, deliver })
    return undefined
  }

  #deliver(message: CheckedMessage, registration: Registration, messageID: string): void {
    const { app, token, device } = registration
    const { receipt, timeToLiveMs: _, ...shown } = message
    const report = (type: 1 | 2): void => {
      if (receipt === undefined || (receipt.type & type) === 0) return
      const { url, param } = receipt
      this.#parts.receipts.add({
        url,
        param,
        accessToken: app.receiptToken,
        messageID,
        target: token,
        type,
      })
    }
    const verdict = device.receive({
      ...shown,
      vendor: 'meizu',
      token,
      messageID,
      sentAtMs: this.#parts.clock.now(),
      packageName: app.packageName,
      reportClick: () => report(2),
    })
    if (verdict === 'delivered') report(1)
  }
}
