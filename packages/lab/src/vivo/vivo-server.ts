import { DAY, MINUTE } from '../clock.ts'
import type { PushDevice } from '../emulator/device.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { appForPhone, createAppRecord, type AppRecord } from './apps.ts'
import { AuthTokens } from './auth.ts'
import { errorAnswer, refusal } from './codes.ts'
import { Delivery } from './delivery.ts'
import { Quotas } from './quotas.ts'
import { createReceipts } from './receipts.ts'
import { newRegID, Registry } from './registry.ts'
import { ListSender, sendOne, type SendCall, type SendParts } from './send.ts'
import type { VivoApp, VivoAppOptions, VivoEmulator, VivoReceipt, VivoSettings } from './types.ts'
import { integerOf, parseJson } from './values.ts'

const sendPaths: readonly string[] = ['/message/send', '/message/pushToList']

class VivoServer extends TokenServer<VivoReceipt> implements VivoEmulator {
  readonly settings: VivoSettings = {
    quotasEnforced: true,
    systemPerEnabledDevice: 20,
    operationalPerEnabledDevice: 2,
    operationalDailyFloor: 10_000,
    operationalPerDevice: 2,
    savedMessagesPerDay: 10_000,
    messagesPerSecond: 3_000,
    authPerSecond: 10,
    authTokenMs: DAY,
    clockToleranceMs: 10 * MINUTE,
    nightEnforced: true,
    placeholdersRefused: false,
    unreachableRefused: true,
    maxTimeToLiveSeconds: 86_400,
    defaultClassification: 0,
    receiptDelayMs: 0,
    receiptAttempts: 1,
    oldReceipts: false,
  }
  readonly #apps = new Map<number, AppRecord>()
  protected readonly registry = new Registry()
  protected readonly posted: ReturnType<typeof createReceipts>
  readonly #tokens: AuthTokens
  readonly #parts: SendParts
  readonly #lists: ListSender

  constructor(options: EmulatorOptions) {
    super({ vendor: 'vivo', hostNames: ['api-push.vivo.com.cn'], maxBodyBytes: 1024 * 1024 }, options)
    const { clock, settings } = this
    const registry = this.registry
    const quotas = new Quotas(settings)
    this.posted = createReceipts(clock, settings)
    this.#tokens = new AuthTokens(clock, settings)
    const delivery = new Delivery({ clock, registry, quotas, receipts: this.posted })
    this.#parts = { clock, settings, registry, quotas, delivery }
    this.#lists = new ListSender(this.#parts)
  }

  override get vendor(): 'vivo' {
    return 'vivo'
  }

  createApp(options: VivoAppOptions): VivoApp {
    const app = createAppRecord(options)
    this.#apps.set(app.appID, app)
    return app
  }

  expireAuthTokens(): void {
    this.#tokens.expireAll()
  }

  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string {
    const owner = appForPhone([...this.#apps.values()], app)
    return this.registry.register(device, owner, app.installationID, newRegID)
  }

  protected classify(method: string, path: string): RequestKind {
    if (method !== 'POST') return 'other'
    if (path === '/message/auth') return 'token'
    return sendPaths.includes(path) ? 'send' : 'other'
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse') {
      const result = Number(fault.options.code)
      if (!Number.isInteger(result))
        throw new RangeError(`Fault refuse: vivo's codes are numbers, got "${fault.options.code}"`)
      return errorAnswer({ result, desc: fault.options.message ?? refusal(result).desc })
    }
    if (request.method !== 'POST') return pageAnswer(404, 'Not Found')
    if (request.path === '/message/auth')
      return fault?.name === 'expired-auth'
        ? errorAnswer(refusal(10206))
        : this.#tokens.answer(request.body, this.#apps)
    const isAuthExpired = fault?.name === 'expired-auth'
    const app = isAuthExpired ? undefined : this.#tokens.appOf(request.headers['authtoken'])
    if (app === undefined) return errorAnswer(refusal(10000))
    return this.#send(request, app, fault)
  }

  #send({ path, body }: EmulatorRequest, app: AppRecord, fault: FiredFault | undefined): EmulatorAnswer {
    const fields = parseJson(body)
    if (fields === undefined) return pageAnswer(400, 'Bad Request')
    // Older clients leave the appId out.
    if (![undefined, app.appID].includes(integerOf(fields['appId']))) return errorAnswer(refusal(10094))
    if (app.closed) return errorAnswer(refusal(10043))
    const call: SendCall = {
      app,
      fields,
      isDead: (regID) => isDeadByFault(fault, regID),
    }
    if (path === '/message/saveListPayload') return this.#lists.save(call)
    if (!sendPaths.includes(path)) return pageAnswer(404, 'Not Found')
    const tooFast = this.#parts.quotas.takeRequest(app, this.clock.now())
    if (tooFast !== undefined) return errorAnswer(tooFast)
    return path === '/message/send' ? sendOne(this.#parts, call) : this.#lists.push(call)
  }
}

/** Starts an emulated vivo push on 127.0.0.1. */
export const startVivo = async (options: EmulatorOptions): Promise<VivoEmulator> => {
  const server = new VivoServer(options)
  await server.listen()
  return server
}
