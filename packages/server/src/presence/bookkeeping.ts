import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { Db } from '../store/db.ts'
import { saveCursors, type Cursor } from './cursor-queries.ts'
import { noteSeen, type DeviceLogin } from './device-queries.ts'
import type { Session } from './session.ts'
import type { UserKey } from './types.ts'

/** How long cursors and times gather before they are written: one statement for many devices. */
const gatherMs = 1000

/**
 * Writes down, many at a time, how far devices have acknowledged and when they were last connected. What
 * a crash loses of it, at most a second's worth, is delivered again and dropped by message ID.
 */
export class Bookkeeping {
  readonly #db: Db
  readonly #clock: Clock
  readonly #events: ServerEvents
  #cursors = new Map<string, Cursor>()
  #seen = new Map<string, DeviceLogin & { atMs: number }>()
  /** Users of whose devices there are cursors that are not stored yet. */
  #users = new Set<string>()
  #cancelTimer: (() => void) | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(parts: { db: Db; clock: Clock; events: ServerEvents }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#events = parts.events
  }

  cursorMoved(session: Session, conversationID: number, seq: number): void {
    const key = `${loginKey(session.login)}\n${conversationID}`
    const known = this.#cursors.get(key)
    if (known && known.seq >= seq) return
    this.#cursors.set(key, { ...session.login, conversationID, seq })
    this.#users.add(userKey(session.login))
    this.#schedule()
  }

  /** The device was connected at this moment. */
  seen(login: DeviceLogin): void {
    this.#seen.set(loginKey(login), { ...login, atMs: this.#clock.now() })
    this.#schedule()
  }

  /** Waits until the cursors of all devices of a user are stored as far as they are known. */
  async settle(user: UserKey): Promise<void> {
    if (this.#users.has(userKey(user))) await this.flush()
    // One that has been handed over may still be on its way.
    else await this.#writing
  }

  /** Writes what has gathered and waits until it is stored. */
  async flush(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const cursors = [...this.#cursors.values()]
    const seen = [...this.#seen.values()]
    this.#cursors = new Map()
    this.#seen = new Map()
    this.#users = new Set()
    // One write after the other: two that cross would wait for each other's rows.
    this.#writing = this.#writing.then(async () => await this.#write(cursors, seen))
    await this.#writing
  }

  async #write(cursors: readonly Cursor[], seen: readonly (DeviceLogin & { atMs: number })[]): Promise<void> {
    try {
      if (cursors.length > 0) await saveCursors(this.#db, cursors)
      if (seen.length > 0) await noteSeen(this.#db, seen)
    } catch (error) {
      // Lost cursors only mean that messages come once more.
      this.#events.fault({ where: 'presence.bookkeeping', error })
    }
  }

  #schedule(): void {
    this.#cancelTimer ??= this.#clock.after(gatherMs, () => {
      this.#cancelTimer = undefined
      void this.flush()
    })
  }
}

const loginKey = ({ sdkAppID, deviceID, userID }: DeviceLogin): string =>
  `${sdkAppID}\n${deviceID}\n${userID}`

const userKey = ({ sdkAppID, userID }: UserKey): string => `${sdkAppID}\n${userID}`
