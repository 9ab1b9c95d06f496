import { setTimeout as sleep } from 'node:timers/promises'

import { waitUntil, type TestPhone, type TestUser } from '@carillon/testkit'

import type { Chance } from './chance.ts'

/** One user's time on a phone. What is not known yet is absent. */
interface Stay {
  readonly userID: string
  /** The login was begun. */
  readonly beganMs: number
  /** It was answered, and the token reported. */
  sinceMs?: number
  /** The user, or the app, began to leave. */
  leavingMs?: number
  /** The server knows that the user has left. */
  goneMs?: number | undefined
}

/** Whether a user was on a phone during a span of time; `changing`: for part of it, or nobody can tell. */
export type Presence = 'steady' | 'away' | 'changing'

/** Answers whether the server counts a user as logged in on a phone; undefined when it cannot be asked. */
export type LoginCheck = (userID: string, deviceName: string) => Promise<boolean | undefined>

/** How long a test waits for the server to learn of a logout: it may be dead for a while. */
const noticeLimitMs = 3_000

/** A phone whose screen is watched, and whose users come and go. */
export class Handset {
  readonly phone: TestPhone
  /** Users who share it; the first is its owner. */
  readonly users: readonly TestUser[]
  /** Bodies of notifications that stood twice on its screen at the same time. */
  readonly doubles = new Set<string>()
  readonly #isLoggedIn: LoginCheck
  readonly #stays: Stay[]
  /** What is done with it now: two people do not hold it at once. */
  #inUse: Promise<unknown> | undefined

  /** @param beganMs when its owner, who is logged in, began to log in */
  constructor(phone: TestPhone, users: readonly TestUser[], isLoggedIn: LoginCheck, beganMs: number) {
    this.phone = phone
    this.users = users
    this.#isLoggedIn = isLoggedIn
    this.#stays = [{ userID: users[0]?.userID ?? '', beganMs, sinceMs: Date.now() }]
    // Two copies at once are one too many; one that comes after the other has left the tray, which some
    // makers keep short, replaces what nobody sees any more.
    phone.device.onChange((event) => {
      if (event.type !== 'notification-shown') return
      const { body } = event.notification
      if (phone.notifications.filter((shown) => shown.body === body).length > 1) this.doubles.add(body)
    })
  }

  /** Who is logged in for sure. */
  get userID(): string | undefined {
    const stay = this.#stays.at(-1)
    return stay?.sinceMs !== undefined && stay.leavingMs === undefined ? stay.userID : undefined
  }

  /** Does something with it, unless somebody else is doing something. */
  async use(work: () => Promise<void> | void): Promise<void> {
    if (this.#inUse !== undefined) return
    const using = (async () => await work())()
    this.#inUse = using
    try {
      await using
    } finally {
      this.#inUse = undefined
    }
  }

  /** Whether a user was on it from `fromMs` to `untilMs`. */
  presenceOf(userID: string, fromMs: number, untilMs: number): Presence {
    const stays = this.#stays.filter((stay) => stay.userID === userID)
    if (stays.some((stay) => (stay.sinceMs ?? Infinity) < fromMs && (stay.leavingMs ?? Infinity) > untilMs))
      return 'steady'
    const isAway = stays.every((stay) => stay.beganMs > untilMs || (stay.goneMs ?? Infinity) < fromMs)
    return isAway ? 'away' : 'changing'
  }

  /** A user logs in, in place of who is there. */
  async logIn(user: TestUser): Promise<void> {
    const before = this.#leave()
    const stay: Stay = { userID: user.userID, beganMs: Date.now() }
    this.#stays.push(stay)
    await this.#open()
    await waitUntil(
      `the login of ${user.userID}`,
      async () => {
        const { running } = this.phone.app
        const { code } = await running.logIn(user)
        return code === 0 && running.initAnswer?.code === 0
      },
      { timeoutMs: 60_000 },
    )
    stay.sinceMs = Date.now()
    // One device, one user: whoever was here before on this installation is not any more.
    for (const earlier of before) earlier.goneMs ??= stay.sinceMs
  }

  /** Whoever is there logs out; `away`: while there is no network, of which the server learns later. */
  async logOut({ away, chance }: { away: boolean; chance: Chance }): Promise<void> {
    const { device, app, vendor } = this.phone
    await this.#open()
    const [stay] = this.#leave().slice(-1)
    // Apple keeps one notification, the newest, for a phone that is away: it is not to be away.
    if (away && vendor === 'apns') device.network.freeze()
    else if (away) device.network.goOffline()
    await app.running.logOut()
    if (away) {
      await sleep(chance.between(50, 800))
      if (chance.next() < 0.5) await device.kill()
      device.network.thaw()
      device.network.goOnline()
      await this.#open()
    }
    if (stay === undefined) return
    stay.goneMs ??= await this.#noticed(stay, noticeLimitMs).catch(() => undefined)
  }

  /** The app is uninstalled and installed again; somebody logs in. Nobody tells the server of the first. */
  async reinstall(user: TestUser): Promise<void> {
    this.#leave()
    // Later logins come from another device, as the server sees it.
    this.#installedMs = Date.now()
    await this.phone.device.reinstall()
    // Some makers switch notifications off with every install.
    this.phone.device.setSwitches({ notificationsAllowed: true })
    await this.logIn(user)
  }

  /** Sees to it that the server learns who has left, if nobody has come since. @throws WaitTimeoutError */
  async settle(timeoutMs: number): Promise<void> {
    const stay = this.#stays.at(-1)
    if (stay?.leavingMs === undefined || stay.goneMs !== undefined) return
    await this.#open()
    stay.goneMs = await this.#noticed(stay, timeoutMs)
  }

  #installedMs = 0

  /** Ends the stay under way; answers all that were on this installation. */
  #leave(): Stay[] {
    const stay = this.#stays.at(-1)
    if (stay !== undefined) stay.leavingMs ??= Date.now()
    return this.#stays.filter(({ beganMs }) => beganMs >= this.#installedMs)
  }

  async #open(): Promise<void> {
    await this.phone.device.launch()
    await this.phone.app.started.catch(() => undefined)
  }

  /** When the server was seen to know that a user has left. */
  async #noticed({ userID }: Stay, timeoutMs: number): Promise<number> {
    await waitUntil(
      `the server to know that ${userID} has left ${this.phone.name}`,
      async () => {
        await sleep(50)
        return (await this.#isLoggedIn(userID, this.phone.name)) === false
      },
      { timeoutMs },
    )
    return Date.now()
  }
}
