import { CloseCode, ErrorCode, type LoginParams } from '@carillon/protocol'

import type { StateCallbacks } from '../callbacks/types.ts'
import type { Clock } from '../clock.ts'
import { clearToken } from '../push/tokens.ts'
import type { PushEngine } from '../push/types.ts'
import type { Database, Db } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import type { Bookkeeping } from './bookkeeping.ts'
import { inheritCursors } from './cursor-queries.ts'
import {
  displaceOtherUsers,
  kickPlatforms,
  kickUser,
  lockLogin,
  lockUser,
  loginStateOf,
  noteLogin,
  noteLogout,
  noteUnreadCount,
  type DeviceLogin,
} from './device-queries.ts'
import { KeyedLock } from './keyed-lock.ts'
import type { LiveConnections } from './live-connections.ts'
import { Session, type SessionLink } from './session.ts'
import { rivalPlatforms } from './login-policy.ts'
import type { UserKey } from './types.ts'

/** A login that was checked by its UserSig, as far as presence is concerned. */
export type LoginRequest = Pick<
  LoginParams,
  | 'sdkAppID'
  | 'userID'
  | 'deviceID'
  | 'platform'
  | 'deviceName'
  | 'language'
  | 'appVersion'
  | 'isReconnect'
  | 'background'
>

/** The new session, or why the device may not come back by itself. */
export type LoginOutcome = { ok: true; session: Session } | { ok: false; code: number; desc: string }

const deadlockDetected = '40P01'
const maxTries = 5

/** Logs users in and out on devices: one user a device, and of a user's devices those the app's login policy lets stay. */
export class Logins {
  readonly #database: Database
  readonly #connections: LiveConnections
  readonly #bookkeeping: Bookkeeping
  readonly #clock: Clock
  readonly #tenants: Pick<Tenants, 'app'>
  readonly #callbacks: StateCallbacks
  readonly #push: Pick<PushEngine, 'departed'>
  readonly #lock = new KeyedLock()

  constructor(parts: {
    database: Database
    connections: LiveConnections
    bookkeeping: Bookkeeping
    clock: Clock
    tenants: Pick<Tenants, 'app'>
    callbacks: StateCallbacks
    push: Pick<PushEngine, 'departed'>
  }) {
    this.#database = parts.database
    this.#connections = parts.connections
    this.#bookkeeping = parts.bookkeeping
    this.#clock = parts.clock
    this.#tenants = parts.tenants
    this.#callbacks = parts.callbacks
    this.#push = parts.push
  }

  /**
   * Logs a user in on a device and makes its session, which is catching up. Kicks those of the
   * user's other devices that the app's login policy lets not stay, and ends other users' logins on this device.
   */
  async login(request: LoginRequest, link: SessionLink): Promise<LoginOutcome> {
    // The same user and the same device, one after the other: stored state and sessions stay in step.
    const { sdkAppID, userID, deviceID } = request
    return await this.#lock.run(
      `${sdkAppID}\ndevice\n${deviceID}`,
      async () =>
        await this.#lock.run(`${sdkAppID}\nuser\n${userID}`, async () => await this.#login(request, link)),
    )
  }

  async #login(request: LoginRequest, link: SessionLink): Promise<LoginOutcome> {
    const { sdkAppID, userID, deviceID, platform, deviceName, language, appVersion, background } = request
    const login: DeviceLogin = { sdkAppID, userID, deviceID }
    const app = await this.#tenants.app(sdkAppID)
    if (!app)
      return {
        ok: false,
        code: ErrorCode.SDKAPPID_NOT_FOUND,
        desc: `There is no app ${sdkAppID} any more.`,
      }
    const rivals = rivalPlatforms(app.settings.logins.policy, platform)
    await this.#bookkeeping.settle(login)
    const change = await this.#transaction(async (db) => {
      await lockLogin(db, login)
      const nowMs = this.#clock.now()
      const state = await loginStateOf(db, login)
      if (request.isReconnect && state !== 'logged-in') return undefined
      const displaced = await displaceOtherUsers(db, login, nowMs)
      const kicked = await kickPlatforms(db, login, rivals)
      await noteLogin(db, login, { platform, deviceName, language, appVersion, nowMs })
      // What was bound before a logout or a kick is void; the app reports its token anew.
      if (state !== 'logged-in') await clearToken(db, { ...login, nowMs })
      if (state === undefined) await inheritCursors(db, login)
      if (background) await noteUnreadCount(db, login, { unreadCount: background.unreadCount, nowMs })
      return { displaced, kicked }
    })
    if (!change)
      return {
        ok: false,
        code: ErrorCode.LOGIN_KICKED_OFF_BY_OTHER,
        desc: 'This device has been logged out or kicked meanwhile. Call login again.',
      }
    this.#push.departed([
      ...change.displaced.map((other) => ({ sdkAppID, userID: other, deviceID })),
      ...change.kicked.map((other) => ({ sdkAppID, userID, deviceID: other.deviceID })),
    ])
    for (const other of change.displaced)
      this.#end(
        this.#connections.find({ sdkAppID, userID: other }, deviceID),
        CloseCode.Superseded,
        'another user logged in on this device',
      )
    for (const other of change.kicked) this.#kick({ sdkAppID, userID, deviceID: other.deviceID }, request)
    const session = new Session(link, this.#connections, {
      login,
      platform,
      deviceName,
      background: background !== undefined,
    })
    this.#connections.add(session)?.end(CloseCode.Superseded, 'the device opened a newer connection')
    this.#callbacks.stateChanged({
      user: login,
      platform,
      action: 'Login',
      reason: 'Register',
      kicked: change.kicked.map((other) => other.platform),
    })
    return { ok: true, session }
  }

  #kick(victim: DeviceLogin, by: LoginRequest): void {
    const session = this.#connections.find(victim, victim.deviceID)
    session?.send('session.kicked', {
      reason: 'other-login',
      byPlatform: by.platform,
      ...(by.deviceName === undefined ? {} : { byDeviceName: by.deviceName }),
    })
    this.#end(session, CloseCode.KickedByOtherLogin, 'the user logged in on another device')
  }

  /**
   * Ends a user's login on a device, or on all: the apps are told, and nothing of this user reaches the
   * devices until the next login. Answers which they were.
   */
  async kick({ sdkAppID, userID }: UserKey, deviceID?: string): Promise<string[]> {
    const user = { sdkAppID, userID }
    return await this.#lock.run(`${sdkAppID}\nuser\n${userID}`, async () => {
      const kicked = await this.#transaction(async (db) => {
        await lockUser(db, user)
        return await kickUser(db, user, deviceID)
      })
      this.#push.departed(kicked.map((each) => ({ ...user, deviceID: each.deviceID })))
      for (const { deviceID: each, platform } of kicked) {
        const session = this.#connections.find(user, each)
        session?.send('session.kicked', { reason: 'admin' })
        this.#end(session, CloseCode.KickedByAdmin, 'this login was ended by the app')
        this.#callbacks.stateChanged({ user, platform, action: 'Logout', reason: 'Unregister' })
      }
      return kicked.map((each) => each.deviceID)
    })
  }

  #end(session: Session | undefined, code: CloseCode, reason: string): void {
    if (!session) return
    session.end(code, reason)
    // At once, not when the socket is closed: from here on the device counts as not connected.
    this.#connections.remove(session)
  }

  /** Logs the session's user out on its device: nothing of this user reaches it any more. */
  async logout(session: Session): Promise<void> {
    const { login } = session
    await this.#lock.run(`${login.sdkAppID}\nuser\n${login.userID}`, async () => {
      // The device has connected anew since it asked: it is that connection's to log out.
      const current = this.#connections.find(login, login.deviceID)
      if (current !== undefined && current !== session) return
      const nowMs = this.#clock.now()
      await this.#transaction(async (db) => {
        await lockLogin(db, login)
        await noteLogout(db, login, nowMs)
        await clearToken(db, { ...login, nowMs })
      })
      this.#push.departed([login])
      this.#connections.remove(session)
      this.#callbacks.stateChanged({
        user: login,
        platform: session.platform,
        action: 'Logout',
        reason: 'Unregister',
      })
    })
  }

  /** Whether the user is connected with another device. */
  isElsewhere(login: DeviceLogin): boolean {
    return this.#connections.of(login).some((connection) => connection.deviceID !== login.deviceID)
  }

  /** The app went to the background, with this many unread messages. */
  async background(session: Session, unreadCount: number): Promise<void> {
    session.setBackground(true)
    await noteUnreadCount(this.#database, session.login, { unreadCount, nowMs: this.#clock.now() })
  }

  /** The app is in front again. */
  async foreground(session: Session): Promise<void> {
    session.setBackground(false)
    await noteUnreadCount(this.#database, session.login, { unreadCount: 0, nowMs: this.#clock.now() })
  }

  /** Rows that change hands while they are waited for can still cross another login's path; then it goes again. */
  async #transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#database.transaction(work)
      } catch (error) {
        if (tries >= maxTries || (error as { code?: unknown }).code !== deadlockDetected) throw error
      }
    }
  }

  /**
   * The session's connection has ended, whatever the reason.
   * @param isTimeOut nothing was heard of it for too long
   */
  disconnected(session: Session, isTimeOut = false): void {
    const { login, platform } = session
    const isNews = this.#connections.find(login, login.deviceID) === session
    this.#connections.remove(session)
    this.#bookkeeping.seen(login)
    if (isNews)
      this.#callbacks.stateChanged({
        user: login,
        platform,
        action: 'Disconnect',
        reason: isTimeOut ? 'TimeOut' : 'LinkClose',
      })
  }
}
