import { limits, type PushReport } from '@carillon/protocol'

import { loggedInUser, type PushChat } from '../chat.ts'
import type { Timer } from '../timer.ts'

/** Reports that wait; beyond, the oldest are let go: they would only have told more of the past. */
const maxWaiting = 256
const rememberedReports = 512
/** What comes within this time goes with one request. */
const gatherMs = 50
const firstRetryMs = 1000
const longestRetryMs = 60_000

/**
 * Tells the server which pushes were shown and tapped, each once. What cannot be told now (nobody is
 * logged in, no network) is told later, with backoff; a report the server does not take is let go after
 * some attempts, for it must not hold up others.
 */
export class PushReporter {
  readonly #chat: PushChat
  readonly #timer: Timer
  readonly #now: () => number
  readonly #told = new Set<string>()
  #waiting: PushReport[] = []
  #failures = 0
  #cancel: (() => void) | undefined
  #isTelling = false
  #closed = false

  constructor(chat: PushChat, timer: Timer, now: () => number = Date.now) {
    this.#chat = chat
    this.#timer = timer
    this.#now = now
  }

  /** Takes a report; a second one of the same push and matter is nothing new. */
  report(what: PushReport['what'], msgID: string | undefined): void {
    if (this.#closed || msgID === undefined || msgID === '' || msgID.length > 128) return
    const key = `${what} ${msgID}`
    if (this.#told.has(key)) return
    this.#remember(key)
    this.#waiting.push({ msgID, what, atMs: this.#now() })
    if (this.#waiting.length > maxWaiting) this.#waiting.shift()
    this.#later(gatherMs)
  }

  /** Somebody may have logged in, or the network come back: tells now what waits. */
  refresh(): void {
    if (this.#waiting.length === 0) return
    this.#cancel?.()
    this.#cancel = undefined
    this.#start()
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
  }

  #later(delayMs: number): void {
    if (this.#closed) return
    this.#cancel ??= this.#timer.after(delayMs, () => {
      this.#cancel = undefined
      this.#start()
    })
  }

  #start(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    void this.#tell()
      .catch(() => false)
      .then((isTold) => {
        this.#isTelling = false
        if (this.#waiting.length === 0) return
        if (isTold) return this.#later(0)
        this.#failures += 1
        const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10))
        this.#later(ceilingMs * (0.5 + this.#timer.random() / 2))
      })
  }

  /** Tells one request's worth. Answers whether the next may follow at once. */
  async #tell(): Promise<boolean> {
    const manager = this.#chat.getOfflinePushManager()
    if (this.#closed || manager.reportPushes === undefined) {
      this.#waiting = []
      return true
    }
    if ((await loggedInUser(this.#chat)) === undefined) return false
    const batch = this.#waiting.slice(0, limits.pushReports)
    const { code } = await manager.reportPushes(batch)
    if (code !== 0 && this.#failures < 20) return false
    this.#failures = 0
    const done = new Set(batch)
    this.#waiting = this.#waiting.filter((report) => !done.has(report))
    return true
  }

  #remember(key: string): void {
    this.#told.add(key)
    if (this.#told.size <= rememberedReports) return
    for (const oldest of this.#told) {
      this.#told.delete(oldest)
      break
    }
  }
}
