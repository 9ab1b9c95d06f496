import type { Clock } from '../../clock.ts'
import type { CommittedMessage } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import { deviceKeyText, loadProgress, type DeviceProgress } from '../journal/progress.ts'
import { claimDue, endLeasesOf, type ClaimedRow } from './claim.ts'
import { expireLeases, releaseLeases } from './lease.ts'
import { acknowledgedCopies, loadMessages } from './load.ts'

/** A claimed row with its message and what was done about it before. */
export interface ClaimedMessage {
  message: CommittedMessage
  /** Its lease ran out: whoever held it ended without letting go. */
  wasLeft: boolean
  progress: ReadonlyMap<string, DeviceProgress>
  /** Devices that acknowledged it meanwhile, as `deviceKeyText`. */
  acknowledged: readonly string[]
}

/** What a poller is made from. */
export interface PollerParts {
  db: Db
  clock: Clock
  leaseOwner: string
  leaseMs: number
  rowsPerClaim: number
  pollMs: number
  random: () => number
  takesOverLeasesOf?: string
  /** How many more messages may be opened now. */
  room(): number
  /** Whether the recipients of what was opened leave room for those of more. */
  isSpacious(): boolean
  /** Whether the message of a row is worked on here already. */
  isOpen(msgID: string): boolean
  open(claimed: ClaimedMessage, leaseUntilMs: number): void
  /** The row's message does not exist any more. */
  gone(row: ClaimedRow): void
  fault(error: unknown): void
}

/** Looks into the outbox at the start, regularly, and when told that there is something. */
export interface Poller {
  start(): void
  /** Looks soon: something became due, or there is room again. */
  wake(): void
  stop(): Promise<void>
}

/** Messages loaded with one query, each with as many recipients as it has. */
const rowsPerLoad = 50

export const createPoller = (parts: PollerParts): Poller => {
  const { db, clock, leaseOwner, leaseMs, random } = parts
  let isStopped = false
  let running: Promise<void> | undefined
  let isWoken = false
  let cancel: (() => void) | undefined
  let isFirst = true

  /** Answers whether there may be more. */
  const look = async (): Promise<boolean> => {
    if (isFirst && parts.takesOverLeasesOf !== undefined)
      await endLeasesOf(db, { prefix: parts.takesOverLeasesOf, except: leaseOwner, nowMs: clock.now() })
    isFirst = false
    const limit = Math.min(parts.rowsPerClaim, parts.room())
    if (limit <= 0) return false
    const nowMs = clock.now()
    const leaseUntilMs = nowMs + leaseMs
    const rows = await claimDue(db, { leaseOwner, nowMs, leaseUntilMs, limit })
    const fresh = rows.filter((row) => !parts.isOpen(row.msgID))
    for (let start = 0; start < fresh.length; start += rowsPerLoad) {
      if (start > 0 && !parts.isSpacious()) {
        await letGo(fresh.slice(start))
        return false
      }
      await openRows(fresh.slice(start, start + rowsPerLoad), leaseUntilMs)
    }
    return rows.length === limit
  }

  /** What was claimed turned out to be to more recipients than there is room for. */
  const letGo = async (rows: readonly ClaimedRow[]): Promise<void> => {
    const idsOf = (wasHeld: boolean): string[] =>
      rows.filter((row) => (row.previousOwner !== null) === wasHeld).map((row) => row.msgID)
    // Whoever takes it next must still see that somebody ended without letting go.
    await expireLeases(db, { msgIDs: idsOf(true), leaseOwner, nowMs: clock.now() })
    await releaseLeases(db, { msgIDs: idsOf(false), leaseOwner })
  }

  const openRows = async (rows: readonly ClaimedRow[], leaseUntilMs: number): Promise<void> => {
    const msgIDs = rows.map((row) => row.msgID)
    const [messages, progress] = await Promise.all([loadMessages(db, rows), loadProgress(db, msgIDs)])
    const wanted = rows.flatMap((row) =>
      (messages.get(row.msgID)?.recipients ?? []).map((userID) => ({ row, userID })),
    )
    const acknowledged = wanted.length > 0 ? await acknowledgedCopies(db, wanted) : []
    for (const row of rows) {
      const message = messages.get(row.msgID)
      if (isStopped) return
      if (!message) parts.gone(row)
      else
        parts.open(
          {
            message,
            wasLeft: row.previousOwner !== null,
            progress: progress.get(row.msgID) ?? new Map<string, DeviceProgress>(),
            acknowledged: acknowledged
              .filter((copy) => copy.msgID === row.msgID)
              .map((copy) => deviceKeyText(copy.userID, copy.deviceID)),
          },
          leaseUntilMs,
        )
    }
  }

  const run = async (): Promise<void> => {
    try {
      let mayBeMore = true
      while (mayBeMore) {
        isWoken = false
        mayBeMore = (await look()) && !isStopped
      }
    } catch (error) {
      parts.fault(error)
    }
  }

  const lookNow = (): void => {
    cancel?.()
    cancel = undefined
    if (isStopped || running) return
    running = run().finally(() => {
      running = undefined
      if (isStopped) return
      const delayMs = isWoken ? 0 : parts.pollMs * (0.75 + random() / 2)
      cancel = clock.after(delayMs, lookNow)
    })
  }

  return {
    start: lookNow,
    wake() {
      isWoken = true
      lookNow()
    },
    async stop() {
      isStopped = true
      cancel?.()
      await running
    },
  }
}
