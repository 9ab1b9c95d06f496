import type { PushDevice } from '../emulator/device.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenRegistry } from '../emulator/token-registry.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { DAY, MINUTE } from '../clock.ts'
import { randomHex } from '../random.ts'
import { createAppRecord, type AppRecord } from './apps.ts'
import { Auth } from './auth.ts'
import { Broadcasts } from './broadcast.ts'
import { errorAnswer, isRefusal, okAnswer, refusal } from './codes.ts'
import { Delivery } from './delivery.ts'
import { Quotas } from './quotas.ts'
import { Receipts } from './receipts.ts'
import { appForPhone } from './registry.ts'
import { sendBatch, sendUnicast, type SendCall, type SendParts } from './send.ts'
import type { OppoApp, OppoAppOptions, OppoEmulator, OppoReceipt, OppoSettings } from './types.ts'

const authPath = '/server/v1/auth'
const sendPath =
  /^\/server\/v1\/message\/notification\/(unicast|unicast_batch|broadcast|save_message_content)$/

class OppoServer extends TokenServer<OppoReceipt> implements OppoEmulator {
  readonly settings: OppoSettings = {
    quotasEnforced: true,
    messagesPerSecond: 30_000,
    rateCode: -2,
    contentDailyFloor: 100_000,
    contentPerDevice: 2,
    newsPerDevice: 5,
    authTokenLifeMs: DAY,
    timestampToleranceMs: 10 * MINUTE,
    maxContentChars: 50,
    duplicateCode: 32,
    deadTokensAccepted: false,
    registrationPrefix: 'CN_',
    receiptDelayMs: 0,
    receiptAttempts: 3,
  }
  /** By AppKey. */
  readonly #apps = new Map<string, AppRecord>()
  protected readonly registry = new TokenRegistry<AppRecord>()
  readonly #broadcasts = new Broadcasts()
  readonly #auth: Auth
  protected readonly posted: Receipts
  readonly #parts: SendParts

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'oppo',
        hostNames: [
          'api.push.oppomobile.com',
          'api-push-cn.heytapmobi.com',
          'api-intl.push.oppomobile.com',
          'feedback.push.oppomobile.com',
          'api-media.push.heytapmobi.com',
        ],
        maxBodyBytes: 32 * 1024 * 1024,
      },
      options,
    )
    const { clock, settings } = this
    const registry = this.registry
    const quotas = new Quotas(settings)
    this.#auth = new Auth(clock, settings)
    this.posted = new Receipts(clock, settings)
    const delivery = new Delivery({ clock, registry, quotas, receipts: this.posted })
    this.#parts = { clock, settings, registry, quotas, delivery }
  }

  override get vendor(): 'oppo' {
    return 'oppo'
  }

  createApp(options: OppoAppOptions): OppoApp {
    const app = createAppRecord(options)
    this.#apps.set(app.appKey, app)
    return app
  }

  createAuthToken({ appKey }: OppoApp): string {
    const app = this.#apps.get(appKey)
    if (app === undefined) throw new Error(`This emulator has no app with the AppKey "${appKey}"`)
    return this.#auth.issue(app).auth_token
  }

  expireAuthTokens(): void {
    this.#auth.forgetAll()
  }

  register(
    device: PushDevice,
    app: { appKey: string; appSecret: string; packageName: string; installationID: string },
  ): string {
    const { registrationPrefix } = this.settings
    const owner = appForPhone(this.#apps, app)
    return this.registry.register(
      device,
      owner,
      app.installationID,
      () => `${registrationPrefix}${randomHex(32)}`,
    )
  }

  protected classify(method: string, path: string): RequestKind {
    if (method !== 'POST') return 'other'
    if (path === authPath) return 'token'
    return sendPath.test(path) && !path.endsWith('/save_message_content') ? 'send' : 'other'
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse') {
      const code = Number(fault.options.code)
      if (!Number.isInteger(code))
        throw new RangeError(`Fault refuse: OPPO's codes are numbers, got "${fault.options.code}"`)
      return errorAnswer({ code, message: fault.options.message ?? refusal(code).message })
    }
    const { method, path, headers, body } = request
    const endpoint = sendPath.exec(path)?.[1]
    if (path !== authPath && endpoint === undefined) return pageAnswer(404, 'Not Found')
    if (method !== 'POST') return errorAnswer(refusal(12))
    const charset = /charset=["']?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1]
    if (charset !== undefined && !/^utf-?8$/i.test(charset)) return errorAnswer(refusal(25, charset))
    const form = new URLSearchParams(body)
    if (endpoint === undefined) {
      const token = fault?.name === 'expired-auth' ? refusal(16) : this.#auth.authorize(form, this.#apps)
      return isRefusal(token) ? errorAnswer(token) : okAnswer(token)
    }
    // Some clients send it as a header of the same name.
    const authToken = form.get('auth_token') ?? headers['auth_token']
    const app = fault?.name === 'expired-auth' ? refusal(11) : this.#auth.appOf(authToken)
    if (isRefusal(app)) return errorAnswer(app)
    const isDead = (registrationID: string): boolean => isDeadByFault(fault, registrationID)
    return this.#send(endpoint, { app, form, isDead })
  }

  #send(endpoint: string, call: SendCall): EmulatorAnswer {
    switch (endpoint) {
      case 'unicast':
        return sendUnicast(this.#parts, call)
      case 'unicast_batch':
        return sendBatch(this.#parts, call)
      case 'save_message_content':
        return this.#broadcasts.save(this.#parts, call)
      default:
        return this.#broadcasts.send(this.#parts, call)
    }
  }
}

/** Starts an emulated OPPO Push on 127.0.0.1. */
export const startOppo = async (options: EmulatorOptions): Promise<OppoEmulator> => {
  const server = new OppoServer(options)
  await server.listen()
  return server
}
