import { CloseCode, ErrorCode, limits, type LoginParams, type LoginResult } from '@carillon/protocol'

import { authenticate } from '../../accounts/index.ts'
import { catchUp, type Session, type SessionLink } from '../../presence/index.ts'
import { done, refused, type GatewayParts, type MethodAnswer } from './handler.ts'

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
  if (!isReconnect) await leaveLiveGroups(parts, { sdkAppID, userID, deviceID })
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
      stateVersion: params.stateVersion,
      windowMs: app?.settings.messaging.syncWindowMs ?? 0,
    }).catch((error: unknown) => {
      events.fault({ where: 'gateway.catchUp', error })
      // Half caught up is worse than not connected: the client comes back and begins anew.
      session.end(CloseCode.InternalError, 'catching up failed')
    })
  })
}

/** An AVChatRoom is joined anew by each start of an app; a user who is still there with another device stays. */
const leaveLiveGroups = async (
  { groups, logins, events }: GatewayParts,
  who: Session['login'],
): Promise<void> => {
  if (logins.isElsewhere(who)) return
  await groups
    .leaveLiveGroups(who)
    .catch((error: unknown) => events.fault({ where: 'gateway.leaveLiveGroups', error }))
}

/** The database takes no U+0000, and no screen a control character. */
const withStorableName = (params: LoginParams): LoginParams =>
  params.deviceName === undefined
    ? params
    : { ...params, deviceName: params.deviceName.replaceAll(/\p{Cc}/gu, '').toWellFormed() }
