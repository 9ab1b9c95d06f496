import { randomUUID } from 'node:crypto'
import { DAY, MINUTE } from '../clock.ts'
import type { PushDevice } from '../emulator/device.ts'
import type { ApnsDeliveredPush } from './delivered.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { VendorServer, type EmulatorOptions } from '../emulator/vendor-server.ts'
import { isUUID, readHeaders, readPayload, type SendHeaders } from './check-request.ts'
import { Connections } from './connections.ts'
import { reasonNamed, reasonStatus, type Reason } from './reasons.ts'
import { Registry, type Registration } from './registry.ts'
import { Teams } from './teams.ts'
import type { ApnsApp, ApnsEmulator, ApnsEnvironment, ApnsSettings, ApnsTokenState } from './types.ts'

const devicePath = /^\/3\/device(?:\/([^/]*))?$/
/** Stored no longer than this, whatever the expiration says. */
const maxStoredMs = 30 * DAY

class ApnsServer extends VendorServer implements ApnsEmulator {
  readonly settings: ApnsSettings = {
    environment: 'production',
    tokenUpdatesLimited: true,
    perTokenPerMinute: Number.POSITIVE_INFINITY,
  }
  readonly #registry = new Registry()
  readonly #teams: Teams
  readonly #connections = new Connections()
  readonly #buckets = new Map<string, { perMinute: number; bucket: TokenBucket }>()

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'apns',
        hostNames: ['api.push.apple.com', 'api.sandbox.push.apple.com', 'api.development.push.apple.com'],
        maxBodyBytes: 1024 * 1024,
        isApple: true,
      },
      options,
    )
    this.#teams = new Teams(options.authority)
  }

  override get vendor(): 'apns' {
    return 'apns'
  }

  sendURL(token: string): string {
    return `${this.url}/3/device/${token}`
  }

  createApp(options?: { bundleID?: string; teamID?: string }): ApnsApp {
    return this.#teams.createApp(options)
  }

  register(
    device: PushDevice,
    app: { bundleID: string; environment?: ApnsEnvironment; isVoIP?: boolean },
  ): string {
    const topic = app.isVoIP === true ? `${app.bundleID}.voip` : app.bundleID
    return this.#registry.register(device, topic, app.environment ?? 'production').token
  }

  unregister(token: string): void {
    this.#registry.unregister(token, this.clock.now())
  }

  tokenState(token: string): ApnsTokenState | undefined {
    const registration = this.#registry.find(token)
    if (registration === undefined) return undefined
    return registration.unregisteredAtMs === undefined ? 'valid' : 'unregistered'
  }

  deviceConnected(device: PushDevice): void {
    this.#registry.connected(device, this.clock.now())
  }

  storedCount(token: string): number {
    const stored = this.#registry.find(token)?.stored
    return stored !== undefined && stored.expiresAtMs > this.clock.now() ? 1 : 0
  }

  protected classify(_method: string, path: string): RequestKind {
    return devicePath.test(path) ? 'send' : 'other'
  }

  protected overloaded(status: number, request: EmulatorRequest): EmulatorAnswer {
    if (status === 429) return this.#refuse(request, 'TooManyRequests')
    if (status === 500) return this.#refuse(request, 'InternalServerError')
    // Apple documents no 502 and 504: they come from what stands in between.
    return status === 503 ? this.#refuse(request, 'ServiceUnavailable') : { status }
  }

  protected failed(status: number, _message: string, request: EmulatorRequest): EmulatorAnswer {
    return this.#refuse(request, status === 413 ? 'PayloadTooLarge' : 'InternalServerError')
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'expired-auth') return this.#refuse(request, 'ExpiredProviderToken')
    if (fault?.name === 'refuse') return this.#refuse(request, reasonNamed(fault.options.code))
    const token = devicePath.exec(request.path)?.[1]
    const headers = readHeaders(request)
    if (headers === 'BadMessageId') return this.#refuse(request, headers)
    if (request.method !== 'POST') return this.#refuse(request, 'MethodNotAllowed')
    if (typeof headers === 'string') return this.#refuse(request, headers)
    if (!devicePath.test(request.path)) return this.#refuse(request, 'BadPath')
    if (token === undefined || token === '') return this.#refuse(request, 'MissingDeviceToken')
    // Before the token: a made-up one proves that a credential works.
    const allowed = this.#authorize(request, headers)
    if (typeof allowed === 'string') return this.#refuse(request, allowed)
    const read = readPayload(request.body, headers.pushType)
    if (typeof read === 'string') return this.#refuse(request, read)
    if (isDeadByFault(fault, token)) return this.#refuse(request, 'Unregistered', this.clock.now())
    return this.#toDevice(request, token, { ...headers, ...read, ...allowed })
  }

  /** The topic the sender may send to, or why there is none. */
  #authorize(request: EmulatorRequest, { topic }: SendHeaders): { topic: string } | Reason {
    const { environment, tokenUpdatesLimited } = this.settings
    const authorization = request.headers['authorization']
    if (authorization === undefined && request.clientFingerprint !== undefined) {
      const certificate = this.#teams.judgeCertificate(request.clientFingerprint, environment)
      if (typeof certificate === 'string') return certificate
      const wanted = topic ?? certificate.bundleID
      return bundleOf(wanted) === certificate.bundleID ? { topic: wanted } : 'TopicDisallowed'
    }
    if (topic === undefined || topic === '') return 'MissingTopic'
    const jwt = /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
    if (jwt === undefined)
      return authorization === undefined ? 'MissingProviderToken' : 'InvalidProviderToken'
    const nowMs = this.clock.now()
    const judged = this.#teams.judgeToken(jwt, bundleOf(topic), environment, nowMs)
    if (typeof judged === 'string') return judged
    const refused = this.#connections.take(
      request.connectionID,
      { jwt, teamID: judged.teamID },
      nowMs,
      tokenUpdatesLimited,
    )
    return refused ?? { topic }
  }

  #toDevice(
    request: EmulatorRequest,
    token: string,
    send: SendHeaders & { topic: string; payload: ApnsDeliveredPush['payload'] },
  ): EmulatorAnswer {
    const registration = this.#registry.find(token)
    if (registration === undefined || registration.environment !== this.settings.environment)
      return this.#refuse(request, 'BadDeviceToken')
    if (registration.topic !== send.topic) return this.#refuse(request, 'DeviceTokenNotForTopic')
    if (registration.unregisteredAtMs !== undefined)
      return this.#refuse(request, 'Unregistered', registration.unregisteredAtMs)
    const nowMs = this.clock.now()
    if (!this.#mayReceive(registration, nowMs)) return this.#refuse(request, 'TooManyRequests')
    const messageID = idOf(request)
    const uniqueID = randomUUID()
    const { expirationSeconds } = send
    const endMs = expirationSeconds === undefined ? nowMs + maxStoredMs : expirationSeconds * 1_000
    this.#registry.deliver(registration, {
      vendor: 'apns',
      token: registration.token,
      messageID,
      uniqueID,
      sentAtMs: nowMs,
      topic: send.topic,
      pushType: send.pushType,
      priority: send.priority,
      ...(send.collapseID === undefined ? {} : { collapseID: send.collapseID }),
      expiresAtMs: Math.min(endMs, nowMs + maxStoredMs),
      payload: send.payload,
    })
    const isSandbox = this.settings.environment === 'sandbox'
    return {
      status: 200,
      headers: { 'apns-id': messageID, ...(isSandbox ? { 'apns-unique-id': uniqueID } : {}) },
    }
  }

  #mayReceive({ token }: Registration, nowMs: number): boolean {
    const { perTokenPerMinute: perMinute } = this.settings
    if (perMinute === Number.POSITIVE_INFINITY) return true
    const known = this.#buckets.get(token)
    const entry =
      known?.perMinute === perMinute
        ? known
        : { perMinute, bucket: new TokenBucket(perMinute, MINUTE / perMinute, nowMs) }
    this.#buckets.set(token, entry)
    return entry.bucket.take(nowMs) === 0
  }

  #refuse(request: EmulatorRequest, reason: Reason, timestampMs?: number): EmulatorAnswer {
    const status = reasonStatus[reason]
    // Milliseconds here, while apns-expiration is in seconds.
    const timestamp = status === 410 ? { timestamp: timestampMs ?? this.clock.now() } : {}
    return {
      status,
      headers: { 'apns-id': idOf(request) },
      body: JSON.stringify({ reason, ...timestamp }),
    }
  }
}

/** The sender's id, or one that APNs makes up. */
const idOf = ({ headers }: EmulatorRequest): string => {
  const id = headers['apns-id']
  return id !== undefined && isUUID(id) ? id : randomUUID().toUpperCase()
}

const bundleOf = (topic: string): string => topic.replace(/\.voip$/, '')

/** Starts an emulated APNs on 127.0.0.1. */
export const startApns = async (options: EmulatorOptions): Promise<ApnsEmulator> => {
  const server = new ApnsServer(options)
  await server.listen()
  return server
}
