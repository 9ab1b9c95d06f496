import {
  CloseCode,
  ErrorCode,
  hasLoneSurrogate,
  limits,
  utf8Bytes,
  type LoginParams,
  type LoginResult,
  type Method,
  type MethodMap,
} from '@carillon/protocol'

import { authenticate, type LoginLimiter } from '../accounts/index.ts'
import type { Clock } from '../clock.ts'
import type { ServerConfig } from '../config/index.ts'
import type { ServerEvents } from '../events.ts'
import type { Messaging } from '../messaging/index.ts'
import { catchUp, type Bookkeeping, type Logins, type Session, type SessionLink } from '../presence/index.ts'
import { bindToken, clearToken } from '../push/tokens.ts'
import type { Database } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'

/** What the gateway hands requests to. */
export interface GatewayParts {
  config: Pick<ServerConfig, 'gateway'>
  database: Database
  tenants: Tenants
  logins: Logins
  bookkeeping: Bookkeeping
  limiter: LoginLimiter
  messaging: Messaging
  events: ServerEvents
  clock: Clock
}

/** The answer to a request. */
export type MethodAnswer<M extends Method = Method> =
  | { ok: true; data: MethodMap[M]['result']; afterwards?: () => void }
  | { ok: false; code: number; desc: string }

const done = <M extends Method>(data: MethodMap[M]['result'], afterwards?: () => void): MethodAnswer<M> =>
  afterwards ? { ok: true, data, afterwards } : { ok: true, data }

const refused = (code: number, desc: string): { ok: false; code: number; desc: string } => ({
  ok: false,
  code,
  desc,
})

/** Logs a connection in. `onSession` is called as soon as there is a session; catching up begins after the answer. */
export const login = async (
  parts: GatewayParts,
  params: LoginParams,
  connection: { link: SessionLink; remoteAddress: string; onSession: (session: Session) => boolean },
): Promise<MethodAnswer<'login'>> => {
  const { bookkeeping, clock, config, database, events, logins, tenants } = parts
  const { sdkAppID, userID, deviceID, platform, isReconnect } = params
  const refuse = (code: number, desc: string): MethodAnswer<'login'> => {
    events.loginRefused({ sdkAppID, userID, code, desc })
    return refused(code, desc)
  }
  const result = await authenticate(
    { db: database, tenants, limiter: parts.limiter },
    { sdkAppID, userID, userSig: params.userSig, remoteAddress: connection.remoteAddress },
    clock.now(),
  )
  if (!result.ok) return refuse(result.code, result.desc)
  // Before there is a session: from then on nothing may come between it and the answer.
  const app = await tenants.app(sdkAppID)
  const outcome = await logins.login(withStorableName(params), connection.link)
  if (!outcome.ok) return refuse(outcome.code, outcome.desc)
  const { session } = outcome
  if (!connection.onSession(session)) {
    logins.disconnected(session)
    return refused(ErrorCode.NET_DISCONNECT, 'The connection closed during login.')
  }
  events.login({ sdkAppID, userID, deviceID, platform, isReconnect })
  const data: LoginResult = {
    serverTimeMs: clock.now(),
    heartbeatIntervalMs: config.gateway.heartbeatIntervalMs,
    frameBytes: limits.frameBytes,
    ...(result.user.nickName === null ? {} : { nickName: result.user.nickName }),
    ...(result.user.faceUrl === null ? {} : { faceUrl: result.user.faceUrl }),
  }
  return done<'login'>(data, () => {
    catchUp({
      db: database,
      bookkeeping,
      clock,
      session,
      cursors: params.cursors ?? {},
      windowMs: app?.settings.messaging.syncWindowMs ?? 0,
    }).catch((error: unknown) => {
      events.fault({ where: 'gateway.catchUp', error })
      // Half caught up is worse than not connected: the client comes back and begins anew.
      session.end(CloseCode.InternalError, 'catching up failed')
    })
  })
}

type Handler<M extends Method> = (
  parts: GatewayParts,
  session: Session,
  params: MethodMap[M]['params'],
) => Promise<MethodAnswer<M>>

/** What a logged-in client can ask for. */
export const handlers: { [M in Exclude<Method, 'login'>]: Handler<M> } = {
  async logout({ logins }, session) {
    await logins.logout(session)
    return done<'logout'>({}, () => session.end(CloseCode.LoggedOut, 'logged out'))
  },

  async 'message.send'({ messaging, events, clock }, session, params) {
    const startedMs = clock.now()
    const { sdkAppID, userID, deviceID } = session.login
    const outcome = await messaging.send({ sdkAppID, sender: userID, senderDeviceID: deviceID, params })
    if (!outcome.ok) return outcome
    const { msgID, seq, timestampMs } = outcome.record
    return done<'message.send'>({ msgID, seq, timestampMs }, () => {
      session.noteOwnMessage(msgID)
      events.sendAnswered({ sdkAppID, msgID, durationMs: clock.now() - startedMs })
    })
  },

  async 'push.setConfig'({ database, clock }, session, { certificateID, token }) {
    const owner = session.login
    if (token === '') {
      await clearToken(database, { ...owner, nowMs: clock.now() })
      return done<'push.setConfig'>({})
    }
    if (!isToken(token))
      return refused(
        ErrorCode.TOKEN_INVALID,
        `token: expected 1 to ${limits.pushTokenBytes} bytes of printable text without spaces, as the vendor's SDK gave it`,
      )
    const bound = await bindToken(database, { ...owner, certificateID, token, nowMs: clock.now() })
    return bound.ok
      ? done<'push.setConfig'>({})
      : refused(
          bound.code,
          `businessID: app ${owner.sdkAppID} has no certificate ${certificateID}. List them with: carillon cert list.`,
        )
  },

  async 'presence.background'({ logins }, session, { unreadCount }) {
    await logins.background(session, unreadCount)
    return done<'presence.background'>({})
  },

  async 'presence.foreground'({ logins }, session) {
    await logins.foreground(session)
    return done<'presence.foreground'>({})
  },

  async 'server.time'({ clock }) {
    return await Promise.resolve(done<'server.time'>({ serverTimeMs: clock.now() }))
  },
}

/** The database takes no U+0000, and no screen a control character. */
const withStorableName = (params: LoginParams): LoginParams =>
  params.deviceName === undefined
    ? params
    : { ...params, deviceName: params.deviceName.replaceAll(/\p{Cc}/gu, '').toWellFormed() }

const isToken = (token: string): boolean =>
  /^[^\p{Cc}\s]+$/u.test(token) && !hasLoneSurrogate(token) && utf8Bytes(token) <= limits.pushTokenBytes
