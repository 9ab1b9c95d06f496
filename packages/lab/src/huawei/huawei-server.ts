import type { PushDevice } from '../emulator/device.ts'
import type { FiredFault } from '../emulator/faults.ts'
import { jsonAnswer, pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { AccessTokens } from '../push-kit/access-tokens.ts'
import { DayCounts } from '../push-kit/day-counts.ts'
import { Delivery } from '../push-kit/delivery.ts'
import { FieldError } from '../push-kit/fields.ts'
import { newToken, Registry } from '../push-kit/registry.ts'
import type { PushKitReceipt } from '../push-kit/types.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex } from '../random.ts'
import { Accounts } from './accounts.ts'
import { codeAnswer } from './codes.ts'
import { Copies } from './copies.ts'
import { Images } from './images.ts'
import { clientOfForm } from './oauth.ts'
import type { HuaweiParts } from './parts.ts'
import { Reports } from './reports.ts'
import { revoke } from './revoke.ts'
import { sendHarmony } from './send-harmony.ts'
import { sendHms } from './send-hms.ts'
import type {
  HuaweiApp,
  HuaweiAppOptions,
  HuaweiEmulator,
  HuaweiServiceAccount,
  HuaweiServiceAccountKey,
  HuaweiSettings,
} from './types.ts'

const tokenPath = /^\/oauth2\/v[23]\/token$/
const sendPath = /^\/v([123])\/(\d+)\/messages:send$/
const revokePath = /^\/v1\/(\d+)\/messages:revoke$/
const imagesPath = /^\/v([12])\/(\d+)\/images:verify$/

/** How the tokens of phones begin. */
const hmsTokens = 'IQAAAACy'
const harmonyTokens = 'MAMzL'

/** Whom a request's access token stands for. */
type Caller =
  | { kind: 'app'; app: HuaweiApp }
  /** A service account. */
  | { kind: 'project'; projectID: string }
  | { kind: 'refused'; code: string }

class HuaweiServer extends TokenServer<PushKitReceipt> implements HuaweiEmulator {
  readonly settings: HuaweiSettings = {
    tokenSeconds: 3_600,
    codedStatus: 'by-kind',
    servicePerDevice: 3_000,
    marketingPerDevice: 2,
    testPerDay: 500,
    harmonyTestPerDay: 1_000,
    verifiedImagesOnly: true,
    sensitiveWords: [],
    receiptDelayMs: 0,
    receiptAttempts: 3,
  }
  readonly #apps = new Map<string, HuaweiApp>()
  readonly #accounts = new Accounts()
  protected readonly registry = new Registry<HuaweiApp>()
  protected readonly posted: Reports
  readonly #accessTokens = new AccessTokens()
  readonly #parts: HuaweiParts

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'huawei',
        hostNames: ['push-api.cloud.huawei.com', 'oauth-login.cloud.huawei.com'],
        maxBodyBytes: 4 * 1024 * 1024,
      },
      options,
    )
    const { clock, settings } = this
    const counts = new DayCounts()
    this.posted = new Reports(clock, settings)
    this.#parts = {
      clock,
      settings,
      apps: this.#apps,
      registry: this.registry,
      counts,
      delivery: new Delivery(clock, this.registry, counts),
      reports: this.posted,
      images: new Images(clock),
      copies: new Copies(),
      coded: (code, msg) => this.#coded(code, msg),
    }
  }

  override get vendor(): 'huawei' {
    return 'huawei'
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

  createServiceAccount({
    projectID,
    key,
  }: {
    projectID: string
    key?: HuaweiServiceAccountKey
  }): Promise<HuaweiServiceAccount> {
    return this.#accounts.create(projectID, key)
  }

  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string {
    const known = this.#apps.get(app.appID)
    if (known?.packageName !== app.packageName)
      throw new PushServiceError(
        '907135702',
        `AppGallery Connect knows no app ${app.appID} of ${app.packageName}`,
      )
    const prefix = device.isHarmonyOS === true ? harmonyTokens : hmsTokens
    return this.registry.register(device, known, app.installationID, () => newToken(prefix))
  }

  expireAccessTokens(): void {
    this.#accessTokens.expireAll()
    this.#accounts.expireAll()
  }

  protected classify(method: string, path: string): RequestKind {
    if (method !== 'POST') return 'other'
    if (tokenPath.test(path)) return 'token'
    return sendPath.test(path) || revokePath.test(path) ? 'send' : 'other'
  }

  protected override failed(status: number, message: string): EmulatorAnswer {
    return status === 413 ? this.#coded('80300008') : super.failed(status, message)
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
    const caller = this.#callerOf(request)
    if (fault?.name === 'expired-auth')
      return this.#coded(caller.kind === 'project' ? '80200005' : '80200003')
    try {
      return this.#call(request, caller, fault)
    } catch (error) {
      if (error instanceof FieldError) return this.#coded('80100003', error.message)
      throw error
    }
  }

  #callerOf({ headers }: EmulatorRequest): Caller {
    const { authorization } = headers
    const nowMs = this.clock.now()
    const judged = this.#accounts.judge(authorization, [this.tokenURL], nowMs)
    if (judged !== undefined)
      return 'code' in judged ? { kind: 'refused', ...judged } : { kind: 'project', ...judged }
    const client = this.#accessTokens.clientOf(authorization, nowMs)
    if (client === 'expired') return { kind: 'refused', code: '80200003' }
    const app = client === undefined ? undefined : this.#apps.get(client.clientID)
    return app === undefined ? { kind: 'refused', code: '80200001' } : { kind: 'app', app }
  }

  #call(request: EmulatorRequest, caller: Caller, fault: FiredFault | undefined): EmulatorAnswer {
    const [, version, id = ''] = sendPath.exec(request.path) ?? []
    const [, clientID] = revokePath.exec(request.path) ?? []
    const [, imagesVersion, imagesID] = imagesPath.exec(request.path) ?? []
    if (version === undefined && clientID === undefined && imagesVersion === undefined)
      return pageAnswer(404, 'Not Found')
    if (caller.kind === 'refused') return this.#coded(caller.code)
    const projectID = caller.kind === 'app' ? caller.app.projectID : caller.projectID
    const ofProject = [...this.#apps.values()].filter((app) => app.projectID === projectID)
    const app = caller.kind === 'app' ? caller.app : ofProject[0]
    if (app === undefined) return this.#coded('80200001')
    const mayAsk = (kind: 'client' | 'project', asked: string | undefined): boolean =>
      kind === 'project' ? asked === projectID : ofProject.some(({ appID }) => appID === asked)
    if (imagesVersion !== undefined)
      return mayAsk(imagesVersion === '1' ? 'client' : 'project', imagesID)
        ? this.#parts.images.verify(request.body)
        : this.#coded('80200001')
    const isEnabled =
      caller.kind === 'app' ? app.pushEnabled : ofProject.some(({ pushEnabled }) => pushEnabled)
    if (!isEnabled) return this.#coded('80300002')
    if (clientID !== undefined)
      return caller.kind === 'project'
        ? revoke(this.#parts, { projectID, clientID }, request, fault)
        : this.#coded('80200001')
    // v3 takes no OAuth token, v1 no service account's.
    const isFor = version === '1' ? caller.kind === 'app' && app.appID === id : id === projectID
    if (!isFor || (version === '3' && caller.kind === 'app')) return this.#coded('80200001')
    return version === '3'
      ? sendHarmony(this.#parts, projectID, request, fault)
      : sendHms(this.#parts, app, request.body, fault)
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
