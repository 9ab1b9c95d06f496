import { MINUTE } from '../clock.ts'
import type { PushDevice } from '../emulator/device.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { jsonAnswer, pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { AccessTokens } from '../push-kit/access-tokens.ts'
import { DayCounts } from '../push-kit/day-counts.ts'
import { Delivery, type DeliveryEvent } from '../push-kit/delivery.ts'
import { FieldError, parsedObject, tokensIn } from '../push-kit/fields.ts'
import { StatusReceipts, type ReceiptTarget } from '../push-kit/receipts.ts'
import { newToken, Registry, type Registration } from '../push-kit/registry.ts'
import type { PushKitReceipt } from '../push-kit/types.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex, randomText } from '../random.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import type { HonorApp, HonorAppOptions, HonorEmulator, HonorSettings } from './types.ts'

const tokenPaths = ['/auth/token', '/auth/realms/developer/protocol/openid-connect/token']
const sendPath = /^\/api\/v1\/(\d+)\/sendMessage$/
const maxTokens = 1_000
const testPerDay = 1_000
const timestampToleranceMs = 15 * MINUTE

/** Receipt statuses by what happened; known from two clients in use. */
const statusOf: Readonly<Record<DeliveryEvent, number>> = {
  'data-delivered': 40000001,
  delivered: 40000002,
  'token-gone': 40000003,
  disabled: 40000005,
  clicked: 40000007,
  'over-quota': 40000009,
  replaced: 40000009,
  filtered: 40000015,
  'data-cached': 50000003,
}

class HonorServer extends TokenServer<PushKitReceipt> implements HonorEmulator {
  readonly settings: HonorSettings = {
    tokenSeconds: 3_600,
    strictTimestamp: true,
    maxMessageBytes: 4_096,
    marketingPerDevice: 2,
    errorStatus: 200,
    partialCode: 80100000,
    parameterCode: 80100001,
    tooLargeCode: 80300008,
    receiptDelayMs: 0,
    receiptAttempts: 3,
  }
  readonly #apps = new Map<string, HonorApp>()
  readonly #targets = new Map<string, ReceiptTarget>()
  readonly #accessTokens = new AccessTokens()
  protected readonly registry = new Registry<HonorApp>()
  readonly #counts = new DayCounts()
  protected readonly posted: StatusReceipts
  readonly #delivery: Delivery<HonorApp>

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'honor',
        hostNames: [
          'push-api.cloud.honor.com',
          'iam.developer.honor.com',
          'push-api.cloud.hihonor.com',
          'iam.developer.hihonor.com',
        ],
        maxBodyBytes: 4 * 1024 * 1024,
      },
      options,
    )
    this.posted = new StatusReceipts(this.clock, this.settings)
    this.#delivery = new Delivery(this.clock, this.registry, this.#counts)
  }

  override get vendor(): 'honor' {
    return 'honor'
  }

  get tokenURL(): string {
    return `${this.url}/auth/token`
  }

  createApp({ packageName, appID, clientID, clientSecret }: HonorAppOptions): HonorApp {
    const app: HonorApp = {
      packageName,
      appID: appID ?? randomDigits(9),
      clientID: clientID ?? randomHex(32),
      clientSecret: clientSecret ?? `${randomText(40)}+/=`,
      classified: true,
    }
    this.#apps.set(app.appID, app)
    return app
  }

  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string {
    const known = this.#apps.get(app.appID)
    if (known?.packageName !== app.packageName)
      throw new PushServiceError('8001003', `Honor knows no app ${app.appID} with package ${app.packageName}`)
    return this.registry.register(device, known, app.installationID, () => newToken('BAEAAH'))
  }

  expireAccessTokens(): void {
    this.#accessTokens.expireAll()
  }

  protected classify(method: string, path: string): RequestKind {
    if (method !== 'POST') return 'other'
    if (tokenPaths.includes(path)) return 'token'
    return sendPath.test(path) ? 'send' : 'other'
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse' && request.kind === 'token')
      return jsonAnswer(400, { error: String(fault.options.code), error_description: fault.options.message })
    if (fault?.name === 'refuse') return this.#refused(Number(fault.options.code), fault.options.message)
    if (request.method === 'POST' && tokenPaths.includes(request.path)) return this.#token(request, fault)
    const appID = sendPath.exec(request.path)?.[1]
    if (request.method !== 'POST' || appID === undefined) return pageAnswer(404, 'Not Found')
    return this.#send(request, appID, fault)
  }

  #token({ headers, body }: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    const form = new URLSearchParams(body)
    const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    if (!isForm || form.get('grant_type') !== 'client_credentials')
      return jsonAnswer(400, { error: 'unsupported_grant_type', error_description: 'Unsupported grant_type' })
    const app = [...this.#apps.values()].find(({ clientID }) => clientID === form.get('client_id'))
    if (fault?.name === 'expired-auth' || app === undefined || app.clientSecret !== form.get('client_secret'))
      return jsonAnswer(401, {
        error: 'unauthorized_client',
        error_description: 'Invalid client or Invalid client credentials',
      })
    const { tokenSeconds } = this.settings
    return jsonAnswer(200, {
      access_token: this.#accessTokens.issue(app.clientID, tokenSeconds, this.clock.now()),
      expires_in: tokenSeconds,
      token_type: 'Bearer',
    })
  }

  #send({ headers, body }: EmulatorRequest, appID: string, fault: FiredFault | undefined): EmulatorAnswer {
    const client = this.#accessTokens.clientOf(headers['authorization'], this.clock.now())
    if (client === undefined || client === 'expired' || fault?.name === 'expired-auth')
      return jsonAnswer(401, { code: 401, message: 'Unauthorized', data: null })
    const app = this.#apps.get(appID)
    if (app === undefined) return this.#refused(404, 'app not found')
    if (app.clientID !== client.clientID) return this.#refused(80300002, 'no permission to send for this app')
    const stamp = headers['timestamp'] ?? ''
    if (!this.#isTimely(stamp)) return this.#refused(this.settings.parameterCode, 'timestamp is not valid')
    if (!(headers['content-type'] ?? '').toLowerCase().startsWith('application/json'))
      return this.#refused(this.settings.parameterCode, 'Content-Type must be application/json')
    try {
      const root = parsedObject(body)
      const tokens = tokensIn(root)
      if (tokens.length === 0 || tokens.length > maxTokens)
        throw new FieldError(`${tokens.length} tokens, 1 to ${maxTokens} are allowed`)
      const { token: _, ...message } = root
      if (Buffer.byteLength(JSON.stringify(message)) > this.settings.maxMessageBytes)
        return this.#refused(this.settings.tooLargeCode, 'the message body size exceeds the limit')
      return this.#deliver(app, checkMessage(root, app.classified), tokens, fault)
    } catch (error) {
      if (error instanceof FieldError) return this.#refused(this.settings.parameterCode, error.message)
      throw error
    }
  }

  #deliver(
    app: HonorApp,
    message: CheckedMessage,
    tokens: readonly string[],
    fault: FiredFault | undefined,
  ): EmulatorAnswer {
    const isDead = (token: string): boolean => isDeadByFault(fault, token)
    const requestId = randomHex(32)
    const good: Registration<HonorApp>[] = []
    const [expireTokens, failTokens]: [string[], string[]] = [[], []]
    for (const token of tokens) {
      const registration = this.registry.find(token)
      if (isDead(token) || registration?.alive === false) expireTokens.push(token)
      else if (registration?.app === app) good.push(registration)
      else failTokens.push(token)
    }
    const data = { sendResult: good.length > 0, requestId, failTokens, expireTokens }
    for (const registration of good) this.#take(message, registration, requestId)
    if (good.length === 0 || failTokens.length > 0)
      return jsonAnswer(200, { code: this.settings.partialCode, message: 'partial failure', data })
    return jsonAnswer(200, { code: 200, message: 'success', data })
  }

  #take(message: CheckedMessage, registration: Registration<HonorApp>, requestID: string): void {
    const { isTest, biTag, ...rest } = message
    const isMarketing = message.notification?.messageClass === 'marketing' && !isTest
    const report = (to: Registration<HonorApp>, event: DeliveryEvent): void => {
      const { app, token } = to
      const target = this.#targetOf(app)
      if (target === undefined) return
      const timestamp = this.clock.now()
      const status = {
        token,
        biTag,
        status: statusOf[event],
        timestamp,
        appid: app.appID,
        requestId: requestID,
      }
      this.posted.add({ target, status })
    }
    if (isTest && !this.#counts.take(`${registration.app.appID} test`, testPerDay, this.clock.now()))
      return report(registration, 'over-quota')
    return this.#delivery.take(
      {
        ...rest,
        vendor: 'honor',
        requestID,
        perDevice: isMarketing ? this.settings.marketingPerDevice : Number.POSITIVE_INFINITY,
        report,
      },
      registration,
    )
  }

  #targetOf({ receiptURL }: HonorApp): ReceiptTarget | undefined {
    if (receiptURL === undefined) return undefined
    const target = this.#targets.get(receiptURL) ?? { url: receiptURL }
    this.#targets.set(receiptURL, target)
    return target
  }

  #isTimely(stamp: string): boolean {
    if (!/^\d{9,16}$/.test(stamp)) return false
    return (
      !this.settings.strictTimestamp || Math.abs(Number(stamp) - this.clock.now()) <= timestampToleranceMs
    )
  }

  #refused(code: number, message = 'refused'): EmulatorAnswer {
    if (!Number.isInteger(code)) throw new RangeError(`Fault refuse: Honor's codes are numbers, got ${code}`)
    return jsonAnswer(this.settings.errorStatus, { code, message, data: null })
  }
}

/** Starts an emulated Honor Push on 127.0.0.1. */
export const startHonor = async (options: EmulatorOptions): Promise<HonorEmulator> => {
  const server = new HonorServer(options)
  await server.listen()
  return server
}
