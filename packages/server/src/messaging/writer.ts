import { ErrorCode } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { Database } from '../store/db.ts'
import { storeBatch } from './batch.ts'
import { refusedSend, type Send, type SendOutcome } from './types.ts'

/** Sends stored in one transaction. */
const batchSends = 256
/** Sends that may wait; further ones are answered "busy". */
const maxQueued = 20_000
/** Conversations whose numbers are remembered. */
const knownConversations = 100_000

interface Waiting {
  send: Send
  duplicateWindowMs: number
  done: (outcome: SendOutcome) => void
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
  readonly #conversations = new Map<string, number>()
  #running: Promise<void> | undefined

  constructor(parts: MessageWriterParts) {
    this.#parts = parts
  }

  /** Stores a message. Outcomes are handed out in the order of storing. */
  async store(send: Send, duplicateWindowMs: number): Promise<SendOutcome> {
    if (this.#queue.length >= maxQueued)
      return refusedSend(ErrorCode.SERVER_BUSY, 'The server is overloaded. Send again in a moment.')
    return await new Promise((resolve) => {
      this.#queue.push({ send, duplicateWindowMs, done: resolve })
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
    while (this.#queue.length > 0) await this.#storeAll(this.#queue.splice(0, batchSends))
    this.#running = undefined
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

  async #storeBatch(batch: readonly Waiting[]): Promise<SendOutcome[]> {
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

const failed = refusedSend(
  ErrorCode.INTERNAL_ERROR,
  'The message could not be stored. Send it again with the same random.',
)
