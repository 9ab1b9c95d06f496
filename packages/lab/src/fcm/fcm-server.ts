import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import type { PushDevice } from '../emulator/device.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { VendorServer, type EmulatorOptions } from '../emulator/vendor-server.ts'
import { randomHex } from '../random.ts'
import { Accounts, messagingScope } from './accounts.ts'
import { checkMessage } from './check-message.ts'
import { toDelivered } from './delivered.ts'
import * as errors from './errors.ts'
import { sendRequestType, type FcmMessage, type SendRequestBody } from './message.ts'
import { answerToken, oauthError } from './oauth.ts'
import { readProto } from './proto-json.ts'
import { Quotas } from './quotas.ts'
import { Registry, type Registration } from './registry.ts'
import type { FcmEmulator, FcmProject, FcmSettings, FcmTokenState } from './types.ts'

const tokenPaths: readonly string[] = ['/token', '/oauth2/v4/token']
const sendPath = /^\/v1\/projects\/([^/]+)\/messages:send$/
const scopesThatSend: readonly string[] = [messagingScope, 'https://www.googleapis.com/auth/cloud-platform']
const tokenShape = /^[\w-]{22}:[\w-]{100,}$/

class FcmServer extends VendorServer implements FcmEmulator {
  readonly settings: FcmSettings = {
    quotasEnforced: true,
    notificationsCollapse: false,
    malformedSchemeTaken: true,
    accessTokenSeconds: 3_599,
  }
  readonly #registry = new Registry()
  readonly #quotas = new Quotas()
  readonly #accounts = new Accounts({
    tokenURL: () => this.tokenURL,
    now: () => this.clock.now(),
    tokenSeconds: () => this.settings.accessTokenSeconds,
  })
  #sent = 0

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'fcm',
        hostNames: [
          'fcm.googleapis.com',
          'oauth2.googleapis.com',
          'www.googleapis.com',
          'accounts.google.com',
          'iid.googleapis.com',
        ],
        maxBodyBytes: 1024 * 1024,
      },
      options,
    )
  }

  override get vendor(): 'fcm' {
    return 'fcm'
  }

  get tokenURL(): string {
    return `${this.url}/token`
  }

  sendURL(projectID: string): string {
    return `${this.url}/v1/projects/${projectID}/messages:send`
  }

  createProject(options?: { projectID?: string; senderID?: string }): FcmProject {
    return this.#accounts.createProject(options)
  }

  register(device: PushDevice, app: { senderID: string; packageName: string }): string {
    return this.#registry.register(device, app.senderID, app.packageName, this.clock.now()).token
  }

  unregister(token: string): void {
    this.#registry.unregister(token)
  }

  tokenState(token: string): FcmTokenState | undefined {
    const registration = this.#registry.find(token)
    if (registration === undefined) return undefined
    this.#registry.expireIdle(registration, this.clock.now())
    return registration.registered ? 'valid' : 'unregistered'
  }

  deviceConnected(device: PushDevice): void {
    this.#registry.connected(device, this.clock.now())
  }

  deviceDisconnected(device: PushDevice): void {
    this.#registry.disconnected(device, this.clock.now())
  }

  storedCount(token: string): number {
    const nowMs = this.clock.now()
    return (this.#registry.find(token)?.stored ?? []).filter(({ expiresAtMs }) => expiresAtMs > nowMs).length
  }

  protected override mendsScheme(): boolean {
    return this.settings.malformedSchemeTaken
  }

  protected classify(_method: string, path: string): RequestKind {
    if (tokenPaths.includes(path)) return 'token'
    return sendPath.test(path) ? 'send' : 'other'
  }

  protected overloaded(status: number): EmulatorAnswer {
    return errors.unavailable(status)
  }

  protected failed(status: number, message: string): EmulatorAnswer {
    return errors.envelope(status, status === 413 ? 'INVALID_ARGUMENT' : 'INTERNAL', message)
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    const project = sendPath.exec(request.path)?.[1]
    if (request.method !== 'POST') return errors.notFound()
    if (request.kind === 'token') return this.#token(request, fault)
    return project === undefined ? errors.notFound() : this.#send(request, decodeURIComponent(project), fault)
  }

  #token(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse') return oauthError(String(fault.options.code), fault.options.message ?? '')
    if (fault?.name === 'expired-auth') return oauthError('invalid_grant', 'Invalid JWT Signature.')
    const own = tokenPaths.flatMap((path) => [`${this.url}${path}`, `https://localhost:${this.port}${path}`])
    return answerToken(request, this.#accounts, own, this.clock.now(), this.settings.accessTokenSeconds)
  }

  #send(request: EmulatorRequest, projectID: string, fault: FiredFault | undefined): EmulatorAnswer {
    const project = this.#accounts.project(projectID)
    if (fault?.name === 'expired-auth') return errors.unauthenticated()
    if (fault?.name === 'refuse') {
      const context = { projectID, senderID: project?.senderID ?? '0' }
      return errors.refusal(fault.options.code, fault.options.message, context)
    }
    const denied = this.#authorize(request, projectID, project)
    if (denied !== undefined || project === undefined) return denied ?? errors.notFound()
    const nowMs = this.clock.now()
    if (this.settings.quotasEnforced) {
      const stop = this.#quotas.takeProject(project, nowMs)
      if (stop !== undefined) return errors.quotaExceeded(stop.subject, stop.retryAfterMs)
    }
    const parsed = parseSend(request.body)
    if ('status' in parsed) return parsed
    const { message, validateOnly = false } = parsed
    if (message === undefined) return errors.invalidArgument('The message is not set.', 'message')
    const problem = checkMessage(message)
    if (problem !== undefined) return errors.invalidArgument(problem.message, problem.field)
    if (isDeadByFault(fault, message.token ?? '')) {
      return errors.unregistered()
    }
    return this.#toTarget(project, message, validateOnly, nowMs)
  }

  #authorize(
    request: EmulatorRequest,
    projectID: string,
    project: FcmProject | undefined,
  ): EmulatorAnswer | undefined {
    const value = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
    const bearer = value === undefined ? undefined : this.#accounts.bearer(value)
    if (bearer === undefined) return errors.unauthenticated()
    if (!bearer.scopes.some((scope) => scopesThatSend.includes(scope))) return errors.scopeInsufficient()
    if (project === undefined) return errors.notFound()
    if (bearer.account.project !== project || !bearer.account.mayCreateMessages) {
      return errors.permissionDenied(projectID)
    }
    return project.apiEnabled ? undefined : errors.serviceDisabled(project.senderID)
  }

  #toTarget(project: FcmProject, message: FcmMessage, validateOnly: boolean, nowMs: number): EmulatorAnswer {
    const { token, fid } = message
    // Topics are taken; nobody is subscribed to any.
    if (token === undefined && fid === undefined)
      return this.#accepted(project, validateOnly ? 'fake_message_id' : this.#nextID(nowMs))
    const registration =
      token === undefined ? this.#registry.findByInstallation(fid ?? '') : this.#registry.find(token)
    if (registration === undefined) {
      return token === undefined || tokenShape.test(token)
        ? errors.unregistered()
        : errors.invalidArgument(errors.badTokenText, 'message.token')
    }
    if (registration.senderID !== project.senderID) return errors.senderMismatch()
    this.#registry.expireIdle(registration, nowMs)
    if (!registration.registered) return errors.unregistered()
    const restricted = message.android?.restrictedPackageName
    if (restricted !== undefined && restricted !== '' && restricted !== registration.packageName) {
      return errors.invalidArgument(
        'The registration token does not match the restricted package name.',
        'message.android.restricted_package_name',
      )
    }
    if (validateOnly) return this.#accepted(project, 'fake_message_id')
    return this.#deliver(project, registration, message, nowMs)
  }

  #deliver(
    project: FcmProject,
    registration: Registration,
    message: FcmMessage,
    nowMs: number,
  ): EmulatorAnswer {
    const isNotification = message.notification !== undefined || message.android?.notification !== undefined
    const collapseKey =
      message.android?.collapseKey ??
      (isNotification && this.settings.notificationsCollapse ? registration.packageName : undefined)
    if (this.settings.quotasEnforced) {
      const { device, packageName } = registration
      const stop = this.#quotas.takeDevice(device.deviceID, packageName, collapseKey !== undefined, nowMs)
      if (stop !== undefined) return errors.quotaExceeded(stop.subject, stop.retryAfterMs)
    }
    const messageID = this.#nextID(nowMs)
    const envelope = {
      token: registration.token,
      messageID,
      senderID: project.senderID,
      sentAtMs: nowMs,
      ...(collapseKey === undefined ? {} : { collapseKey }),
    }
    this.#registry.deliver(registration, toDelivered(message, envelope), nowMs)
    return this.#accepted(project, messageID)
  }

  #accepted(project: FcmProject, messageID: string): EmulatorAnswer {
    return errors.json(200, { name: `projects/${project.projectID}/messages/${messageID}` })
  }

  #nextID(nowMs: number): string {
    this.#sent += 1
    return `0:${nowMs * 1_000 + (this.#sent % 1_000)}%${randomHex(16)}${this.#sent.toString(16).padStart(8, '0')}`
  }
}

const parseSend = (body: string): EmulatorAnswer | SendRequestBody => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return errors.envelope(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received. Unexpected token.\n^')
  }
  const read = readProto(sendRequestType, value)
  return read.ok ? (read.value as SendRequestBody) : errors.shapeError(read.violations)
}

/** Starts an emulated FCM on 127.0.0.1. */
export const startFcm = async (options: EmulatorOptions): Promise<FcmEmulator> => {
  const server = new FcmServer(options)
  await server.listen()
  return server
}
