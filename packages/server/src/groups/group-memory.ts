import { randomUUID } from 'node:crypto'

import type { Clock } from '../clock.ts'
import type { Database, Db } from '../store/db.ts'
import {
  groupChannel,
  notifyGroupChange,
  parseGroupNotification,
  type GroupChange,
  type GroupNotification,
} from './group-changes.ts'
import { loadGroupState, type GroupState } from './group-state.ts'
import type { GroupKey } from './types.ts'

/** Members kept over all groups; beyond it the groups not asked for longest are forgotten. */
const cachedMembers = 1_000_000
/** Counts for a group beside its members, so that many small ones are bounded too. */
const membersWorthOfAGroup = 20
/** Nobody waits longer for the echo of a change; the group is read anew then. */
const longestEchoMs = 2_000

/** Changes that a transaction makes known. */
export interface ChangeNotes {
  /** Tells every node of a change of `group`, when the transaction commits. */
  note(group: GroupKey, change: GroupChange): Promise<void>
}

/**
 * Groups in memory, so that a send to any number of members reads no member rows. Changes come by
 * NOTIFY, to this node as to every other, in the order of their commits; `change` resolves when this
 * node has heard of its own. After a gap everything is forgotten and read anew.
 */
export class GroupMemory implements AsyncDisposable {
  readonly #db: Database
  readonly #clock: Clock
  readonly #states = new Map<string, Entry>()
  readonly #echoes = new Map<string, () => void>()
  #members = 0
  #unlisten: (() => Promise<void>) | undefined
  #closing: Promise<void> | undefined

  private constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  static async open(db: Database, clock: Clock): Promise<GroupMemory> {
    const memory = new GroupMemory(db, clock)
    memory.#unlisten = await db.listen(
      groupChannel,
      (payload) => memory.#onNotify(payload),
      () => memory.#onGap(),
    )
    return memory
  }

  /** A group; undefined when there is none. What is in memory answers at once. */
  async find(key: GroupKey): Promise<GroupState | undefined> {
    const text = keyText(key)
    const known = this.#states.get(text)
    if (known) {
      this.#states.delete(text)
      this.#states.set(text, known)
      return known.state ?? (await known.loading)
    }
    // Changes that come while it is read are put on top: those the reading has seen do no harm.
    const entry: Entry = { changes: [], weight: 0 }
    entry.loading = this.#load(key, text, entry)
    this.#states.set(text, entry)
    return await entry.loading
  }

  /** Runs `work` in a transaction and resolves when this node knows of the changes it noted. */
  async change<T>(work: (db: Db, notes: ChangeNotes) => Promise<T>): Promise<T> {
    const id = randomUUID()
    const changed = new Map<string, GroupKey>()
    let last: GroupNotification | undefined
    const echo = Promise.withResolvers<void>()
    this.#echoes.set(id, echo.resolve)
    try {
      const result = await this.#db.transaction(async (db) => {
        changed.clear()
        last = undefined
        return await work(db, {
          note: async (group, change) => {
            const { sdkAppID, groupID } = group
            changed.set(keyText(group), { sdkAppID, groupID })
            last = { sdkAppID, groupID, id: '', change }
            await notifyGroupChange(db, last)
          },
        }).then(async (done) => {
          // The last word of the transaction: when it is heard, so is all before it.
          if (last) await notifyGroupChange(db, { ...last, id, change: { kind: 'group' } })
          return done
        })
      })
      if (last && !(await this.#heard(echo.promise))) for (const key of changed.values()) this.forget(key)
      return result
    } finally {
      this.#echoes.delete(id)
    }
  }

  /** Forgets a group: it is read anew when it is asked for. */
  forget(key: GroupKey): void {
    const text = keyText(key)
    this.#members -= this.#states.get(text)?.weight ?? 0
    this.#states.delete(text)
  }

  async close(): Promise<void> {
    await (this.#closing ??= this.#unlisten?.() ?? Promise.resolve())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #load(key: GroupKey, text: string, entry: Entry): Promise<GroupState | undefined> {
    const drop = (): void => {
      if (this.#states.get(text) === entry) this.#states.delete(text)
    }
    try {
      const state = await loadGroupState(this.#db, key, this.#clock.now())
      if (state === undefined) {
        drop()
        return undefined
      }
      for (const change of entry.changes) state.apply(change)
      if (this.#states.get(text) === entry) {
        entry.state = state
        entry.changes = []
        entry.weight = state.memberCount + membersWorthOfAGroup
        this.#members += entry.weight
        this.#makeRoom(text)
      }
      return state
    } catch (error) {
      drop()
      throw error
    }
  }

  #makeRoom(except: string): void {
    for (const [text, entry] of this.#states) {
      if (this.#members <= cachedMembers) return
      if (text === except || entry.state === undefined) continue
      this.#members -= entry.weight
      this.#states.delete(text)
    }
  }

  #onNotify(payload: string): void {
    const notification = parseGroupNotification(payload)
    if (!notification) return
    const entry = this.#states.get(keyText(notification))
    const { change } = notification
    if (change.kind === 'reload') this.forget(notification)
    else if (entry?.state) {
      entry.state.apply(change)
      const weight = entry.state.memberCount + membersWorthOfAGroup
      this.#members += weight - entry.weight
      entry.weight = weight
    } else entry?.changes.push(change)
    this.#echoes.get(notification.id)?.()
  }

  #onGap(): void {
    this.#states.clear()
    this.#members = 0
  }

  async #heard(echo: Promise<void>): Promise<boolean> {
    const late = Promise.withResolvers<boolean>()
    const cancel = this.#clock.after(longestEchoMs, () => late.resolve(false))
    const heard = await Promise.race([echo.then(() => true), late.promise])
    cancel()
    return heard
  }
}

interface Entry {
  state?: GroupState
  loading?: Promise<GroupState | undefined>
  changes: GroupChange[]
  weight: number
}

const keyText = ({ sdkAppID, groupID }: GroupKey): string => `${sdkAppID}\n${groupID}`
