import { ErrorCode } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { Database } from '../store/db.ts'
import { storeBatch } from './batch.ts'
import { refusedSend, type Send, type StoreOutcome } from './types.ts'

/** Sends stored in one transaction. */
const batchSends = 256
/** Sends that may wait; further ones are answered "busy". */
const maxQueued = 20_000
/** Conversations whose numbers are remembered. */
const knownConversations = 100_000

/** Changes that may wait; further ones are refused. */
const maxChanges = 2000
/** Changes made between two batches of sends. */
const changesAtOnce = 32

interface WaitingChange {
  conversationID: number
  run: () => Promise<void>
}

interface Waiting {
  send: Send
  duplicateWindowMs: number
  done: (outcome: StoreOutcome) => void
}

/** What a writer is made from. */
export interface MessageWriterParts {
  database: Database
  clock: Clock
  events: ServerEvents
  lease: { owner: string; ms: number }
}

/**
 * Stores messages, those that wait at the same time together: one commit for many. One batch is under
 * way at a time, so messages are handed on in the order of their seq.
 */
export class MessageWriter {
  readonly #parts: MessageWriterParts
  readonly #queue: Waiting[] = []
  readonly #changes: WaitingChange[] = []
  readonly #conversations = new Map<string, number>()
  #running: Promise<void> | undefined

  constructor(parts: MessageWriterParts) {
    this.#parts = parts
  }

  /** Stores a message. Outcomes are handed out in the order of storing. */
  async store(send: Send, duplicateWindowMs: number): Promise<StoreOutcome> {
    if (this.#queue.length >= maxQueued) return busy
    return await new Promise((resolve) => {
      this.#queue.push({ send, duplicateWindowMs, done: resolve })
      this.#running ??= this.#run()
    })
  }

  /**
   * Runs `work`, which adds an entry to a conversation's log by itself, between sends: what is added is
   * handed on in the order of its place. Rejects with what `work` rejects with.
   */
  async change<T>(
    conversationID: number,
    work: () => Promise<T>,
  ): Promise<T | Extract<StoreOutcome, { ok: false }>> {
    if (this.#changes.length >= maxChanges) return busy
    return await new Promise<T>((resolve, reject) => {
      const run = async (): Promise<void> => {
        try {
          resolve(await work())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      this.#changes.push({ conversationID, run })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // What arrives in this turn of the event loop still comes along.
    await Promise.resolve()
    while (this.#queue.length > 0 || this.#changes.length > 0) {
      if (this.#queue.length > 0) await this.#storeAll(this.#queue.splice(0, batchSends))
      if (this.#changes.length > 0) await this.#runChanges(this.#changes.splice(0, changesAtOnce))
    }
    this.#running = undefined
  }

  /** Those of one conversation one after the other, the conversations beside each other. */
  async #runChanges(changes: readonly WaitingChange[]): Promise<void> {
    const byConversation = Map.groupBy(changes, ({ conversationID }) => conversationID)
    await Promise.all(
      [...byConversation.values()].map(async (ofOne) => {
        for (const { run } of ofOne) await run()
      }),
    )
  }

  async #storeAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#storeBatch(batch)
      batch.forEach((waiting, index) => waiting.done(outcomes[index] ?? failed))
    } catch (error) {
      // A database that does not answer would be waited for once a message.
      if (batch.length === 1 || isOfTheDatabase(error)) {
        this.#parts.events.fault({ where: 'messaging.store', error })
        for (const waiting of batch) waiting.done(failed)
        return
      }
      // One bad message must not take its neighbours along.
      for (const waiting of batch) await this.#storeAll([waiting])
    }
  }

  async #storeBatch(batch: readonly Waiting[]): Promise<StoreOutcome[]> {
    const { database, clock, lease } = this.#parts
    const nowMs = clock.now()
    if (this.#conversations.size > knownConversations) this.#conversations.clear()
    const windows = new Map(batch.map(({ send, duplicateWindowMs }) => [send.sdkAppID, duplicateWindowMs]))
    return await storeBatch(
      batch.map(({ send }) => send),
      {
        database,
        nowMs,
        lease: { owner: lease.owner, untilMs: nowMs + lease.ms },
        duplicateWindowMs: (sdkAppID) => windows.get(sdkAppID) ?? 0,
        conversations: this.#conversations,
      },
    )
  }
}

/** Connection lost or refused, no connection in time, shutting down, out of room: none of them lies in a message. */
const isOfTheDatabase = (error: unknown): boolean => {
  const { code, message = '' } = error as { code?: unknown; message?: string }
  if (typeof code !== 'string') return /^Connection terminated|timeout/i.test(message)
  return /^E[A-Z]+$|^CRL_|^(?:08|53|57|58)/.test(code)
}

const busy = refusedSend(ErrorCode.SERVER_BUSY, 'The server is overloaded. Try again in a moment.')

const failed = refusedSend(
  ErrorCode.INTERNAL_ERROR,
  'The message could not be stored. Send it again with the same random.',
)
