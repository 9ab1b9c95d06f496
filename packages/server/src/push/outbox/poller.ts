import type { Clock } from '../../clock.ts'
import type { CommittedMessage } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import { deviceKeyText, loadProgress, type DeviceProgress } from '../journal/progress.ts'
import { claimDue, endLeasesOf, type ClaimedRow } from './claim.ts'
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
    if (fresh.length > 0) await openRows(fresh, leaseUntilMs)
    return rows.length === limit
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
