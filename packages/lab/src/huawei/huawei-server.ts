import type { PushDevice } from '../emulator/device.ts'
import type { FiredFault } from '../emulator/faults.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { VendorServer, type EmulatorOptions } from '../emulator/vendor-server.ts'
import { AccessTokens, jsonAnswer, pageAnswer } from '../push-kit/access-tokens.ts'
import { DayCounts } from '../push-kit/day-counts.ts'
import { Delivery, type DeliveryEvent } from '../push-kit/delivery.ts'
import { FieldError, objectIn, parsedObject, tokensIn } from '../push-kit/fields.ts'
import { StatusReceipts, type ReceiptTarget } from '../push-kit/receipts.ts'
import { Registry, type Registration } from '../push-kit/registry.ts'
import type { PushKitReceipt } from '../push-kit/types.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex } from '../random.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { codeAnswer, requestIDOf } from './codes.ts'
import { clientOfForm } from './oauth.ts'
import { receiptTargetOf } from './receipt-target.ts'
import type {
  HuaweiApp,
  HuaweiAppOptions,
  HuaweiEmulator,
  HuaweiReceiptTarget,
  HuaweiSettings,
} from './types.ts'

const tokenPath = /^\/oauth2\/v[23]\/token$/
const sendPath = /^\/v([12])\/(\d+)\/messages:send$/
const maxTokens = 1_000
const maxMessageBytes = 4_096

/** Receipt results (V1) by what happened; there is none for a tap. */
const resultOf: Readonly<Record<DeliveryEvent, number | undefined>> = {
  delivered: 0,
  'data-delivered': 0,
  disabled: 6,
  filtered: 14,
  replaced: 15,
  'data-cached': 27,
  'over-quota': 102,
  clicked: undefined,
}

class HuaweiServer extends VendorServer implements HuaweiEmulator {
  readonly settings: HuaweiSettings = {
    tokenSeconds: 3_600,
    codedStatus: 'by-kind',
    servicePerDevice: 3_000,
    marketingPerDevice: 2,
    testPerDay: 500,
    sensitiveWords: [],
    receiptDelayMs: 0,
    receiptAttempts: 3,
  }
  readonly #apps = new Map<string, HuaweiApp>()
  readonly #targets = new WeakMap<HuaweiReceiptTarget, ReceiptTarget>()
  readonly #accessTokens = new AccessTokens()
  readonly #registry = new Registry<HuaweiApp>('IQAAAACy')
  readonly #counts = new DayCounts()
  readonly #receipts: StatusReceipts
  readonly #delivery: Delivery<HuaweiApp>

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'huawei',
        hostNames: ['push-api.cloud.huawei.com', 'oauth-login.cloud.huawei.com'],
        maxBodyBytes: 4 * 1024 * 1024,
      },
      options,
    )
    this.#receipts = new StatusReceipts(this.clock, this.settings)
    this.#delivery = new Delivery(this.clock, this.#registry, this.#counts)
  }

  override get vendor(): 'huawei' {
    return 'huawei'
  }

  get receipts(): readonly PushKitReceipt[] {
    return this.#receipts.log
  }

  get tokenURL(): string {
    return `${this.url}/oauth2/v3/token`
  }

  createApp({ packageName, projectID, appID, clientSecret }: HuaweiAppOptions): HuaweiApp {
    const app: HuaweiApp = {
      packageName,
      appID: appID ?? randomDigits(9),
      projectID: projectID ?? randomDigits(18),
      clientSecret: clientSecret ?? randomHex(64),
      categories: new Set(['IM']),
      pushEnabled: true,
      highPriorityAllowed: false,
    }
    this.#apps.set(app.appID, app)
    return app
  }

  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string {
    const known = this.#apps.get(app.appID)
    if (known?.packageName !== app.packageName)
      throw new PushServiceError(
        '907135702',
        `AppGallery Connect knows no app ${app.appID} of ${app.packageName}`,
      )
    return this.#registry.register(device, known, app.installationID)
  }

  unregister(token: string): void {
    this.#registry.unregister(token)
  }

  tokenState(token: string): 'valid' | 'dead' | undefined {
    const registration = this.#registry.find(token)
    if (registration === undefined) return undefined
    return registration.alive ? 'valid' : 'dead'
  }

  deviceConnected(device: PushDevice): void {
    this.#registry.connected(device, this.clock.now())
  }

  storedCount(token: string): number {
    const nowMs = this.clock.now()
    return (this.#registry.find(token)?.stored ?? []).filter(({ expiresAtMs }) => expiresAtMs > nowMs).length
  }

  expireAccessTokens(): void {
    this.#accessTokens.expireAll()
  }

  receiptsSettled(): Promise<void> {
    return this.#receipts.settled()
  }

  override async close(): Promise<void> {
    await this.#receipts.close()
    await super.close()
  }

  protected classify(method: string, path: string): RequestKind {
    if (method !== 'POST') return 'other'
    if (tokenPath.test(path)) return 'token'
    return sendPath.test(path) ? 'send' : 'other'
  }

  protected overloaded(status: number): EmulatorAnswer {
    return pageAnswer(status, status === 429 ? 'Too Many Requests' : 'Service Unavailable')
  }

  protected failed(status: number, message: string): EmulatorAnswer {
    return status === 413 ? this.#coded('80300008') : pageAnswer(status, message)
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse' && request.kind === 'token')
      return jsonAnswer(400, {
        error: 1101,
        sub_error: fault.options.code,
        error_description: fault.options.message,
      })
    if (fault?.name === 'refuse') return this.#coded(String(fault.options.code), fault.options.message)
    if (request.method !== 'POST') return pageAnswer(404, 'Not Found')
    if (tokenPath.test(request.path)) return this.#token(request.body, fault)
    const [, version, id] = sendPath.exec(request.path) ?? []
    if (version === undefined || id === undefined) return pageAnswer(404, 'Not Found')
    const client = this.#accessTokens.clientOf(request.headers['authorization'], this.clock.now())
    if (client === 'expired' || fault?.name === 'expired-auth') return this.#coded('80200003')
    const app = client === undefined ? undefined : this.#apps.get(client.clientID)
    if (app === undefined || (version === '1' ? app.appID : app.projectID) !== id)
      return this.#coded('80200001')
    if (!app.pushEnabled) return this.#coded('80300002')
    try {
      return this.#send(request.body, app, fault)
    } catch (error) {
      if (error instanceof FieldError) return this.#coded('80100003', error.message)
      throw error
    }
  }

  #token(body: string, fault: FiredFault | undefined): EmulatorAnswer {
    const app = clientOfForm(body, (clientID) =>
      fault?.name === 'expired-auth' ? undefined : this.#apps.get(clientID),
    )
    if ('status' in app) return app
    const { tokenSeconds } = this.settings
    const token = this.#accessTokens.issue(app.appID, tokenSeconds, this.clock.now())
    return jsonAnswer(200, { access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' })
  }

  #send(body: string, app: HuaweiApp, fault: FiredFault | undefined): EmulatorAnswer {
    const root = parsedObject(body)
    const message = objectIn(root, 'message')
    const tokens = tokensIn(message)
    if (tokens.length === 0 || tokens.length > maxTokens) return this.#coded('80300010')
    if (new Set(tokens).size < tokens.length) throw new FieldError('token names one twice')
    const withoutTokens = JSON.stringify({ ...root, message: { ...message, token: [] } })
    if (Buffer.byteLength(withoutTokens) > maxMessageBytes) return this.#coded('80300008')
    const checked = checkMessage(message, app.categories)
    const { title = '', body: text = '' } = checked.notification ?? {}
    if (this.settings.sensitiveWords.some((word) => title.search(word) >= 0 || text.search(word) >= 0))
      return this.#coded('80100016')
    if (checked.isHighPriority && !app.highPriorityAllowed) return this.#coded('80300011')
    if (root['validate_only'] === true) return this.#coded('80000000')
    const { testPerDay } = this.settings
    if (checked.isTest && !this.#counts.take(`${app.appID} test`, testPerDay, this.clock.now()))
      return this.#coded('80300029')
    return this.#deliver(app, checked, tokens, fault)
  }

  #deliver(
    app: HuaweiApp,
    message: CheckedMessage,
    tokens: readonly string[],
    fault: FiredFault | undefined,
  ): EmulatorAnswer {
    const isDead = (token: string): boolean =>
      fault?.name === 'dead-token' && fault.options.tokens?.includes(token) !== false
    const good: Registration<HuaweiApp>[] = []
    const illegal: string[] = []
    for (const token of tokens) {
      const registration = this.#registry.find(token)
      if (registration?.alive === true && !isDead(token) && this.#reaches(app, registration.app))
        good.push(registration)
      else illegal.push(token)
    }
    if (good.length === 0) return this.#coded('80300007')
    const requestId = requestIDOf()
    for (const registration of good) this.#take(message, registration, requestId)
    const msg =
      illegal.length === 0
        ? undefined
        : JSON.stringify({ success: good.length, failure: illegal.length, illegal_tokens: illegal })
    return jsonAnswer(200, {
      code: msg === undefined ? '80000000' : '80100000',
      msg: msg ?? 'Success',
      requestId,
    })
  }

  /** Apps of one project reach each other's phones over v2. */
  #reaches(sender: HuaweiApp, app: HuaweiApp): boolean {
    return sender === app || sender.projectID === app.projectID
  }

  #take(message: CheckedMessage, registration: Registration<HuaweiApp>, requestID: string): void {
    const { isTest, isHighPriority: _, biTag, ...rest } = message
    const { marketingPerDevice, servicePerDevice } = this.settings
    const isMarketing = message.notification?.messageClass === 'marketing'
    this.#delivery.take(
      {
        ...rest,
        vendor: 'huawei',
        requestID,
        perDevice: isTest ? Number.POSITIVE_INFINITY : isMarketing ? marketingPerDevice : servicePerDevice,
        report: ({ app, token }, event) => {
          // Marketing over its share is "send controlled", service "frequency dropped".
          const status = event === 'over-quota' && isMarketing ? 201 : resultOf[event]
          if (status === undefined || app.receipt === undefined) return
          this.#receipts.add(this.#targetOf(app.receipt), {
            token,
            biTag,
            status,
            timestamp: this.clock.now(),
            clientId: app.appID,
            requestId: requestID,
          })
        },
      },
      registration,
    )
  }

  #targetOf(receipt: HuaweiReceiptTarget): ReceiptTarget {
    const target = this.#targets.get(receipt) ?? receiptTargetOf(receipt, () => this.clock.now())
    this.#targets.set(receipt, target)
    return target
  }

  #coded(code: string, msg?: string): EmulatorAnswer {
    return codeAnswer(code, this.settings.codedStatus, msg)
  }
}

/** Starts an emulated Push Kit on 127.0.0.1. */
export const startHuawei = async (options: EmulatorOptions): Promise<HuaweiEmulator> => {
  const server = new HuaweiServer(options)
  await server.listen()
  return server
}
