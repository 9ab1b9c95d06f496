import type { PushDevice } from '../emulator/device.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { createAppRecord, type AppRecord } from './apps.ts'
import { errorAnswer, okAnswer, refusal } from './codes.ts'
import { Delivery } from './delivery.ts'
import { fieldsOfForm } from './fields.ts'
import { Quotas } from './quotas.ts'
import { Receipts } from './receipts.ts'
import { appForPhone, newRegID, Registry } from './registry.ts'
import { badRegIDs, checkPackage, sendMulti, sendToRegIDs, sortTargets, type SendCall } from './send.ts'
import type { XiaomiApp, XiaomiAppOptions, XiaomiEmulator, XiaomiReceipt, XiaomiSettings } from './types.ts'

const sendPath = /^\/v([234])\/message\/regid$/
const multiPath = '/v2/multi_messages/regids'
const revokePath = /^\/v([13])\/message\/regid\/revoke$/
const quotaIntervalMs = 1_000

class XiaomiServer extends TokenServer<XiaomiReceipt> implements XiaomiEmulator {
  readonly settings: XiaomiSettings = {
    channelRequired: true,
    templatesEnforced: false,
    quotasEnforced: true,
    requestsPerSecond: 500,
    publicDailyFloor: 10_000,
    publicPerDevice: 5,
    strictNotifyID: true,
    passThroughAllowed: false,
    revokeV1: false,
    receiptDelayMs: 0,
    receiptAttempts: 3,
    authFailureStatus: 200,
    feedbackIntervalMs: 0,
    templateErrorCode: 10017,
  }
  readonly #apps = new Map<string, AppRecord>()
  protected readonly registry = new Registry()
  readonly #quotas = new Quotas(this.settings)
  protected readonly posted: Receipts
  readonly #delivery: Delivery
  /** When polling endpoints were called last, by app and path. */
  readonly #polledAtMs = new Map<string, number>()

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'xiaomi',
        hostNames: [
          'api.xmpush.xiaomi.com',
          'feedback.xmpush.xiaomi.com',
          'api.xmpush.global.xiaomi.com',
          'ru-api.xmpush.global.xiaomi.com',
          'idmb-api.xmpush.global.xiaomi.com',
          'fr-api.xmpush.global.xiaomi.com',
          'sgp-api.xmpush.global.xiaomi.com',
        ],
        maxBodyBytes: 4 * 1024 * 1024,
      },
      options,
    )
    const { clock, settings } = this
    this.posted = new Receipts(clock, settings)
    this.#delivery = new Delivery({
      clock,
      settings,
      registry: this.registry,
      quotas: this.#quotas,
      receipts: this.posted,
    })
  }

  override get vendor(): 'xiaomi' {
    return 'xiaomi'
  }

  createApp(options: XiaomiAppOptions): XiaomiApp {
    const app = createAppRecord(options)
    this.#apps.set(app.appSecret, app)
    return app
  }

  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string {
    const owner = appForPhone([...this.#apps.values()], app)
    return this.registry.register(device, owner, app.installationID, newRegID)
  }

  override async close(): Promise<void> {
    this.#delivery.close()
    await super.close()
  }

  protected classify(method: string, path: string): RequestKind {
    return method === 'POST' && (sendPath.test(path) || path === multiPath) ? 'send' : 'other'
  }

  protected override failed(status: number, message: string): EmulatorAnswer {
    return status === 413 ? errorAnswer(refusal(10018)) : super.failed(status, message)
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse') {
      const code = Number(fault.options.code)
      if (!Number.isInteger(code))
        throw new RangeError(`Fault refuse: Mi Push codes are numbers, got "${fault.options.code}"`)
      return errorAnswer({ code, reason: fault.options.message ?? refusal(code).reason })
    }
    const app = this.#authorize(request, fault)
    if (app === undefined) return errorAnswer(refusal(21301), this.settings.authFailureStatus)
    if (app.blacklisted) return errorAnswer(refusal(10026))
    const route = this.#route(request, app, fault)
    if (route === undefined) return pageAnswer(404, 'Not Found')
    if (this.settings.quotasEnforced && !this.#quotas.takeRequest(app, this.clock.now())) {
      return errorAnswer(refusal(200002))
    }
    return route()
  }

  #authorize(request: EmulatorRequest, fault: FiredFault | undefined): AppRecord | undefined {
    // `key` in lower case, as the documents insist.
    const secret = /^key=(.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
    return secret === undefined || fault?.name === 'expired-auth' ? undefined : this.#apps.get(secret)
  }

  #route(
    { method, path, body }: EmulatorRequest,
    app: AppRecord,
    fault: FiredFault | undefined,
  ): (() => EmulatorAnswer) | undefined {
    const { clock, settings } = this
    const isDead = (regID: string): boolean => isDeadByFault(fault, regID)
    const parts = {
      clock,
      settings,
      registry: this.registry,
      quotas: this.#quotas,
      delivery: this.#delivery,
    }
    const version = sendPath.exec(path)?.[1]
    if (method === 'POST') {
      const call: SendCall = { app, body, takesPackageList: version !== undefined && version !== '2', isDead }
      if (version !== undefined) return () => sendToRegIDs(parts, call)
      if (path === multiPath) return () => sendMulti(parts, call)
      const revoke = revokePath.exec(path)?.[1]
      if (revoke === '3' || (revoke === '1' && settings.revokeV1)) return () => this.#revoke(call)
      return undefined
    }
    if (method !== 'GET') return undefined
    if (path === '/v1/feedback/fetch_invalid_regids') return () => this.#feedback(app)
    return path === '/v1/trace/quota/get' ? () => this.#quota(app) : undefined
  }

  #revoke(call: SendCall): EmulatorAnswer {
    const { plain } = fieldsOfForm(call.body)
    const { registration_ids: list, restricted_package_name: restricted, notify_id: slot } = plain
    const wrongPackage = checkPackage(call.app, restricted, true)
    if (wrongPackage !== undefined) return errorAnswer(wrongPackage)
    if (list === undefined) return errorAnswer(refusal(10016, 'registration_ids'))
    if (slot === undefined) return errorAnswer(refusal(10016, 'notify_id'))
    if (!/^\d{1,16}$/.test(slot)) return errorAnswer(refusal(10017, 'notify_id'))
    const { good, bad } = sortTargets(this.registry, call, list.split(',').filter(Boolean))
    if (good.length === 0) return errorAnswer(refusal(20301))
    const notifyID = Number(slot)
    for (const registration of good) {
      registration.stored = registration.stored.filter((pending) => pending.notifyID !== notifyID)
      registration.device.revoke?.(registration.token, notifyID)
    }
    return okAnswer(badRegIDs(bad))
  }

  #feedback(app: AppRecord): EmulatorAnswer {
    if (!this.#mayPoll(`feedback ${app.appID}`, this.settings.feedbackIntervalMs)) {
      return errorAnswer(refusal(10030))
    }
    return okAnswer({ list: this.registry.drainInvalid(app) })
  }

  #quota(app: AppRecord): EmulatorAnswer {
    const intervalMs = this.settings.quotasEnforced ? quotaIntervalMs : 0
    if (!this.#mayPoll(`quota ${app.appID}`, intervalMs)) return errorAnswer(refusal(10032))
    return okAnswer({
      day_quota: String(this.#quotas.dayQuota(this.registry.count(app))),
      day_acked: String(this.#quotas.deliveredToday(app, this.clock.now())),
    })
  }

  #mayPoll(key: string, intervalMs: number): boolean {
    const nowMs = this.clock.now()
    const lastMs = this.#polledAtMs.get(key)
    if (lastMs !== undefined && nowMs - lastMs < intervalMs) return false
    this.#polledAtMs.set(key, nowMs)
    return true
  }
}

/** Starts an emulated Mi Push on 127.0.0.1. */
export const startXiaomi = async (options: EmulatorOptions): Promise<XiaomiEmulator> => {
  const server = new XiaomiServer(options)
  await server.listen()
  return server
}
