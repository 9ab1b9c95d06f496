import { ErrorCode, type Method, type MethodMap, type ResponseFrame } from '@carillon/protocol'

import type { Clock } from '../platform/clock.ts'
import type { Connection } from './connection.ts'

/** The answer to a request: the server's, or a local code for one that never got there. */
export interface Answer {
  code: number
  desc: string
  data?: unknown
  /** It went out more than once: the first may have been done, and its answer lost. */
  isRepeated?: boolean
}

/** How a request is treated. */
export interface RequestOptions {
  /** How long it is tried, over as many connections as it takes. */
  timeoutMs: number
  /** Of several with the same key that wait for a connection only the newest is sent; the others share its answer. */
  key?: string
}

/** Requests that may wait at a time (original: 1000). More are refused with 9507. */
const capacity = 1000

interface Waiting {
  method: Method
  params: MethodMap[Method]['params']
  key: string | undefined
  /** It went out on some connection: the server may have it. */
  wasSent: boolean
  /** It went out on the present connection. */
  isInFlight: boolean
  settle: (answer: Answer) => void
  cancelTimer: () => void
}

/**
 * Requests with patience: each waits for a connection, is sent again in its old order on the next one
 * when the connection drops before its answer, and fails at its deadline with 9520 (sent, not
 * answered) or 9508 (never sent). Only requests that do no harm when they arrive twice belong here.
 */
export class RequestQueue {
  readonly #clock: Clock
  readonly #waiting = new Set<Waiting>()
  #connection: Connection | undefined
  readonly #onData: (data: unknown) => void
  #closed: Answer | undefined

  /** @param onData is given what the server answers, before those who asked */
  constructor(clock: Clock, onData: (data: unknown) => void = () => undefined) {
    this.#clock = clock
    this.#onData = onData
  }

  /** Whether requests wait for an answer. */
  get hasWaiting(): boolean {
    return this.#waiting.size > 0
  }

  request<M extends Method>(
    method: M,
    params: MethodMap[M]['params'],
    options: RequestOptions,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      if (this.#closed !== undefined) {
        resolve(this.#closed)
        return
      }
      if (this.#waiting.size >= capacity) {
        resolve({
          code: ErrorCode.NET_REQ_COUNT_LIMIT,
          desc: `${capacity} requests wait already; send fewer at a time`,
        })
        return
      }
      const entry: Waiting = {
        method,
        params,
        key: options.key,
        wasSent: false,
        isInFlight: false,
        settle: (answer) => {
          entry.cancelTimer()
          this.#waiting.delete(entry)
          resolve(answer)
        },
        cancelTimer: this.#clock.after(options.timeoutMs, () =>
          entry.settle(timeoutAnswer(entry, options.timeoutMs)),
        ),
      }
      this.#waiting.add(entry)
      if (this.#connection === undefined) this.#dropSuperseded()
      else this.#send(entry, this.#connection)
    })
  }

  /** A connection is there: everything that waits goes out, oldest first. */
  attach(connection: Connection): void {
    this.#connection = connection
    this.#dropSuperseded()
    for (const entry of this.#waiting) {
      if (this.#connection !== connection) return
      this.#send(entry, connection)
    }
  }

  /** The connection is gone: what has no answer waits for the next. */
  detach(): void {
    this.#connection = undefined
    for (const entry of this.#waiting) entry.isInFlight = false
  }

  /** Answers all waiting requests with `key`. */
  settle(key: string, answer: Answer): void {
    for (const entry of this.#waiting) if (entry.key === key) entry.settle(answer)
  }

  /** Answers everything, now and from now on, with `answer`. */
  close(answer: Answer): void {
    this.#closed = answer
    this.#connection = undefined
    for (const entry of this.#waiting) entry.settle(answer)
  }

  #send(entry: Waiting, connection: Connection): void {
    entry.isInFlight = true
    const wasSent = entry.wasSent
    entry.wasSent = true
    const fits = connection.request(entry.method, entry.params, (response) => {
      // Undefined: the connection ended first. It is sent again on the next.
      if (response === undefined) return
      const answer = toAnswer(response)
      if (answer.data !== undefined) this.#onData(answer.data)
      entry.settle({ ...answer, ...(wasSent && { isRepeated: true }) })
    })
    if (fits) return
    entry.wasSent = wasSent
    entry.settle({ code: ErrorCode.PACKET_SIZE_LIMIT, desc: 'the request is larger than the server takes' })
  }

  #dropSuperseded(): void {
    const newest = new Map<string, Waiting>()
    for (const entry of [...this.#waiting].reverse()) {
      if (entry.key === undefined || entry.isInFlight) continue
      const newer = newest.get(entry.key)
      if (newer === undefined) newest.set(entry.key, entry)
      else this.#follow(entry, newer)
    }
  }

  #follow(older: Waiting, newer: Waiting): void {
    older.cancelTimer()
    this.#waiting.delete(older)
    const settleNewer = newer.settle
    newer.settle = (answer) => {
      settleNewer(answer)
      older.settle(answer)
    }
  }
}

const toAnswer = (response: ResponseFrame): Answer => ({
  code: response.code,
  desc: response.desc ?? (response.code === ErrorCode.OK ? 'ok' : ''),
  data: response.data,
})

const timeoutAnswer = (entry: Waiting, timeoutMs: number): Answer =>
  entry.wasSent
    ? { code: ErrorCode.NET_WAIT_ACK_TIMEOUT, desc: `sent, but not answered within ${timeoutMs} ms` }
    : { code: ErrorCode.NET_DISCONNECT, desc: `no connection within ${timeoutMs} ms` }
