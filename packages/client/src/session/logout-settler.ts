import { ErrorCode } from '@carillon/protocol'

import { LocalEnd, type Connection } from '../connection/connection.ts'
import { Link } from '../connection/link.ts'
import { verdictOnRefusal } from '../connection/verdicts.ts'
import { asRecord } from '../connection/wire.ts'
import type { SafeStorage } from '../platform/storage.ts'
import { loginParamsOf, type AccountContext, type Credentials } from './account-context.ts'

/** How long `pause` waits for a logout that is on its way. */
const pauseTimeoutMs = 5000

/**
 * Settles a logout the server did not confirm. Until it is settled the server pushes the former
 * user's messages to this phone, so it outlives the process: user and UserSig are stored, and removed
 * as soon as the server knows, or when someone logs in here, which unbinds the former user as well.
 *
 * It connects as the former user with `isReconnect`, which a device that is logged out or kicked
 * meanwhile is refused, so it never brings a login back.
 */
export class LogoutSettler {
  readonly #context: AccountContext
  readonly #storage: SafeStorage
  readonly #key: string
  #pending: Credentials | undefined
  #link: Link | undefined
  #logoutSent: Promise<void> | undefined

  constructor(context: AccountContext, storage: SafeStorage) {
    this.#context = context
    this.#storage = storage
    this.#key = pendingLogoutKey(context.sdkAppID)
  }

  /** Takes up what an earlier run of the app left. */
  async load(): Promise<void> {
    this.#pending = toCredentials(await this.#storage.get(this.#key))
  }

  /** Stores a logout before it is known whether the server hears of it. */
  async remember(who: Credentials): Promise<void> {
    this.#pending = who
    await this.#storage.set(this.#key, JSON.stringify(who))
  }

  /** The server knows. */
  async forget(): Promise<void> {
    this.#stopLink()
    if (this.#pending === undefined) return
    this.#pending = undefined
    await this.#storage.remove(this.#key)
  }

  /** Begins to settle what is pending, if anything is. */
  start(): void {
    const who = this.#pending
    if (who === undefined || this.#link !== undefined) return
    const { settings, log } = this.#context
    log.info('settling a logout the server has not confirmed')
    const link = new Link(
      { ...settings, log },
      {
        loginParams: () => ({ ...loginParamsOf(this.#context, who), isReconnect: true }),
        connecting: () => undefined,
        online: (_, connection) => this.#logOut(connection),
        failed: () => undefined,
        refused: (code) => this.#linkOnRefused(code),
        closed: () => void this.forget(),
        // Not acknowledged: these are for a user who has left.
        event: () => false,
        isUrgent: () => false,
      },
    )
    this.#link = link
    link.start()
  }

  /** Stops settling, after a logout that is on its way has been answered: it must not overtake a login. */
  async pause(): Promise<void> {
    await this.#logoutSent
    this.#stopLink()
  }

  /** Stops at once. What is pending stays stored. */
  stop(): void {
    this.#stopLink()
  }

  #logOut(connection: Connection): void {
    this.#logoutSent = new Promise((resolve) => {
      const cancel = this.#context.settings.clock.after(pauseTimeoutMs, resolve)
      connection.request('logout', {}, (response) => {
        cancel()
        resolve()
        this.#logoutSent = undefined
        if (response === undefined) return
        if (response.code === ErrorCode.OK || response.code === ErrorCode.SDK_NOT_LOGGED_IN)
          void this.forget()
        else connection.fail(LocalEnd.GivenUp, `logout refused: ${response.code} ${response.desc ?? ''}`)
      })
    })
  }

  #linkOnRefused(code: number): boolean {
    const verdict = verdictOnRefusal(code)
    if (verdict === 'retry') return true
    this.#link = undefined
    // Refused as kicked: the server has this device for logged out. With a UserSig that is not taken
    // any more nothing can be done from here; the next login on this device unbinds the former user.
    if (verdict === 'kicked') void this.forget()
    return false
  }

  #stopLink(): void {
    this.#link?.stop()
    this.#link = undefined
  }
}

/** Where a logout that is not settled is kept. */
const pendingLogoutKey = (sdkAppID: number): string => `carillon.pendingLogout.${sdkAppID}`

const toCredentials = (text: string | undefined): Credentials | undefined => {
  try {
    const kept = asRecord(JSON.parse(text ?? 'null'))
    return typeof kept?.userID === 'string' && typeof kept.userSig === 'string'
      ? { userID: kept.userID, userSig: kept.userSig }
      : undefined
  } catch {
    return undefined
  }
}
