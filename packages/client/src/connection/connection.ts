import {
  limits,
  subprotocol,
  utf8Bytes,
  type ClientFrame,
  type Method,
  type MethodMap,
  type ResponseFrame,
} from '@carillon/protocol'

import type { Clock } from '../platform/clock.ts'
import type { WebSocketConstructor, WebSocketLike } from '../platform/globals.ts'
import { Acknowledger } from './acknowledger.ts'
import { Heartbeat } from './heartbeat.ts'
import { parseFrame, type RawEvent } from './wire.ts'

/** How a connection ended: the close code of the server, 1006 for a broken network, or one of `LocalEnd`. */
export interface ConnectionEnd {
  code: number
  reason: string
}

/** Ends found on this side. In the range that sockets leave to applications, and all of them may reconnect. */
export const LocalEnd = {
  NoPong: 4000,
  ConnectTimeout: 4001,
  NotOurProtocol: 4002,
  SendFailed: 4003,
  GivenUp: 4004,
} as const

/** What the owner of a connection hears of it. Nothing more once `ended` was called or `end` was. */
export interface ConnectionHandlers {
  opened(): void
  /** An event. It is acknowledged when this returns true: it has reached the app, or the app has no use for it. */
  event(event: RawEvent): boolean
  ended(end: ConnectionEnd): void
}

/** Gets the answer to a request, or undefined when the connection ended first. */
export type AnswerListener = (response: ResponseFrame | undefined) => void

/** What a connection is made of. */
export interface ConnectionParts {
  url: string
  webSocket: WebSocketConstructor
  clock: Clock
}

/** One WebSocket from its opening to its end: frames in and out, answers to requests, heartbeat, acknowledgements. */
export class Connection {
  readonly #parts: ConnectionParts
  readonly #handlers: ConnectionHandlers
  readonly #socket: WebSocketLike
  readonly #awaited = new Map<number, AnswerListener>()
  readonly #acknowledger: Acknowledger
  #heartbeat: Heartbeat | undefined
  #frameBytes: number = limits.frameBytes
  #lastRequestID = 0
  #errorText = ''
  #over = false

  constructor(parts: ConnectionParts, handlers: ConnectionHandlers) {
    this.#parts = parts
    this.#handlers = handlers
    this.#acknowledger = new Acknowledger(parts.clock, (eventID) =>
      this.#send({ type: 'acknowledge', eventID }, false),
    )
    const socket = new parts.webSocket(parts.url, subprotocol)
    socket.onopen = () => {
      if (!this.#over) this.#handlers.opened()
    }
    socket.onmessage = (event: { data: unknown }) => this.#socketOnMessage(event.data)
    socket.onerror = (event: { message?: unknown }) => {
      // Browsers say nothing here; React Native and Node name the cause, and the close that follows does not.
      if (typeof event?.message === 'string') this.#errorText = event.message
    }
    socket.onclose = (event: { code?: number; reason?: string }) =>
      this.#fail({ code: event.code ?? 1006, reason: event.reason || this.#errorText })
    this.#socket = socket
  }

  /**
   * Sends a request; `onAnswer` is called once. False, and no call, when the frame would be larger
   * than the server takes.
   */
  request<M extends Method>(method: M, params: MethodMap[M]['params'], onAnswer: AnswerListener): boolean {
    if (this.#over) {
      onAnswer(undefined)
      return true
    }
    const id = this.#lastRequestID + 1
    const frame = JSON.stringify({ type: 'request', id, method, params })
    if (utf8Bytes(frame) > this.#frameBytes) return false
    this.#lastRequestID = id
    this.#awaited.set(id, onAnswer)
    this.#sendText(frame, true)
    return true
  }

  /** The login succeeded: from now on the connection is watched. */
  watch(heartbeatIntervalMs: number, frameBytes: number): void {
    if (this.#over) return
    this.#frameBytes = frameBytes
    this.#heartbeat = new Heartbeat(this.#parts.clock, heartbeatIntervalMs, {
      ping: () => this.#send({ type: 'ping' }, false),
      dead: () => this.fail(LocalEnd.NoPong, 'the server does not answer'),
    })
  }

  /** Asks whether the server is still there; the connection fails when nothing comes within `withinMs`. */
  probe(withinMs: number): void {
    if (!this.#over) this.#heartbeat?.probe(withinMs)
  }

  /** Ends it from this side and tells the owner, as if the network had. */
  fail(code: number, reason: string): void {
    this.#fail({ code, reason })
  }

  /** Ends it from this side without a word to the owner. */
  end(): void {
    if (this.#over) return
    this.#over = true
    this.#release()
  }

  #socketOnMessage(data: unknown): void {
    if (this.#over) return
    this.#heartbeat?.received()
    const frame = parseFrame(data)
    switch (frame?.type) {
      case undefined:
        this.fail(LocalEnd.NotOurProtocol, 'the server sent something that is not a frame')
        return
      case 'response': {
        const onAnswer = this.#awaited.get(frame.id)
        this.#awaited.delete(frame.id)
        onAnswer?.(frame)
        return
      }
      case 'event':
        // The listener may have ended the connection.
        if (this.#handlers.event(frame) && !this.#over) this.#acknowledger.delivered(frame.eventID)
        return
      case 'pong':
      case 'unknown':
        return
      default:
        frame satisfies never
    }
  }

  #send(frame: ClientFrame, expectsAnswer: boolean): void {
    this.#sendText(JSON.stringify(frame), expectsAnswer)
  }

  #sendText(text: string, expectsAnswer: boolean): void {
    if (this.#over) return
    try {
      this.#socket.send(text)
    } catch (error) {
      this.fail(LocalEnd.SendFailed, String(error))
      return
    }
    this.#heartbeat?.sent(expectsAnswer)
  }

  #fail(end: ConnectionEnd): void {
    if (this.#over) return
    this.#over = true
    this.#release()
    this.#handlers.ended(end)
  }

  #release(): void {
    this.#heartbeat?.stop()
    this.#acknowledger.stop()
    const socket = this.#socket
    socket.onopen = null
    socket.onmessage = null
    socket.onclose = null
    // Stays: closing a socket that is still connecting is an error to some, and an unheard one is thrown.
    socket.onerror = () => undefined
    try {
      socket.close(1000)
    } catch {
      // Closed already.
    }
    const awaited = [...this.#awaited.values()]
    this.#awaited.clear()
    for (const onAnswer of awaited) onAnswer(undefined)
  }
}
