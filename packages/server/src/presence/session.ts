import { CloseCode, type EventMap, type EventName, type LogEntry, type Platform } from '@carillon/protocol'

import { placeOf, type MessagePlace } from '../message-id.ts'
import type { DeviceLogin } from './device-queries.ts'

/** The connection a session speaks through; a door provides it. */
export interface SessionLink {
  /** Sends an event frame. */
  sendEvent<E extends EventName>(eventID: number, name: E, data: EventMap[E]): void
  /** So much waits to be read that what can wait should; `Session.linkDrained` is called when it is over. */
  readonly isCongested: boolean
  close(code: CloseCode, reason: string): void
}

/** Told what a session's app has acknowledged. */
export interface SessionListener {
  sessionOnAcknowledged(session: Session, msgID: string): void
  sessionOnCursor(session: Session, conversationID: number, seq: number): void
}

/** Events that may wait for acknowledgement; a client beyond it is not there any more. */
const maxUnacknowledged = 10_000

interface SentEntry {
  eventID: number
  /** Undefined for a change of messages, of whose arrival nobody is told. */
  msgID: string | undefined
  /** Undefined for a message that is not stored. */
  place: MessagePlace | undefined
}

/**
 * One device's live connection after login.
 *
 * CATCHING_UP → LIVE → ENDED; CATCHING_UP → ENDED. While CATCHING_UP, entries of logs (messages that are
 * stored, and changes of them) are not sent as they come: they are found in the database in their order.
 * Only `#state` tells; `goLive` and `end` change it.
 */
export class Session {
  readonly login: DeviceLogin
  readonly platform: Platform
  readonly deviceName: string | undefined
  readonly #link: SessionLink
  readonly #listener: SessionListener
  #state: 'catching-up' | 'live' | 'ended' = 'catching-up'
  #background: boolean
  #responsive = true
  #lastEventID = 0
  #unacknowledged: SentEntry[] = []
  /** Highest seq the catch-up has sent, by conversation: live copies up to it are late. */
  readonly #caughtUpSeqs = new Map<number, number>()
  #missedWhileCatchingUp = false
  #onRoom: (() => void) | undefined

  constructor(
    link: SessionLink,
    listener: SessionListener,
    device: { login: DeviceLogin; platform: Platform; deviceName: string | undefined; background: boolean },
  ) {
    this.#link = link
    this.#listener = listener
    this.login = device.login
    this.platform = device.platform
    this.deviceName = device.deviceName
    this.#background = device.background
  }

  /** The app reported doBackground. */
  get background(): boolean {
    return this.#background
  }

  setBackground(background: boolean): void {
    this.#background = background
  }

  /** False from `markUnresponsive` until the client is heard from. */
  get responsive(): boolean {
    return this.#responsive
  }

  markUnresponsive(): void {
    this.#responsive = false
  }

  /** Anything at all came from the client. */
  heard(): void {
    this.#responsive = true
  }

  get isEnded(): boolean {
    return this.#state === 'ended'
  }

  get unacknowledgedCount(): number {
    return this.#unacknowledged.length
  }

  /** Sends an event; a stored message waits for its turn while the session catches up. */
  send<E extends EventName>(name: E, data: EventMap[E]): void {
    if (this.#state === 'ended') return
    if (name !== 'message.new' && name !== 'message.changed') return this.#emit(name, data)
    const entry = data as LogEntry
    const place = placeOf(entryID(entry))
    if (place && this.#state === 'catching-up') {
      this.#missedWhileCatchingUp = true
      return
    }
    if (place && place.seq <= (this.#caughtUpSeqs.get(place.conversationID) ?? 0)) return
    this.#sendEntry(entry, place)
  }

  /** Sends an entry of a log that the catch-up found. */
  sendMissed(entry: LogEntry): void {
    if (this.#state === 'ended') return
    const place = placeOf(entryID(entry))
    if (place) this.#caughtUpSeqs.set(place.conversationID, place.seq)
    this.#sendEntry(entry, place)
  }

  /** Whether messages came since the last call that only the database can give in their order. */
  takeMissedWhileCatchingUp(): boolean {
    const missed = this.#missedWhileCatchingUp
    this.#missedWhileCatchingUp = false
    return missed
  }

  goLive(): void {
    if (this.#state === 'catching-up') this.#state = 'live'
  }

  /** Resolves when fewer than `count` messages wait for acknowledgement and the link takes more, or the session ended. */
  async roomFor(count: number): Promise<void> {
    while (this.#state !== 'ended' && (this.#unacknowledged.length >= count || this.#link.isCongested))
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve
      })
  }

  /** The link takes more again. */
  linkDrained(): void {
    this.#wake()
  }

  /** The client says that all events up to `eventID` have reached the app. */
  acknowledge(eventID: number): void {
    const reached = this.#unacknowledged.findIndex((sent) => sent.eventID > eventID)
    const acknowledged =
      reached === -1 ? this.#unacknowledged.splice(0) : this.#unacknowledged.splice(0, reached)
    const cursors = new Map<number, number>()
    for (const { msgID, place } of acknowledged) {
      if (place)
        cursors.set(place.conversationID, Math.max(place.seq, cursors.get(place.conversationID) ?? 0))
      if (msgID !== undefined) this.#listener.sessionOnAcknowledged(this, msgID)
    }
    for (const [conversationID, seq] of cursors) this.#listener.sessionOnCursor(this, conversationID, seq)
    this.#wake()
  }

  /** The device itself stored a message: it has that one, and all before it that are acknowledged. */
  noteOwnMessage(msgID: string): void {
    const place = placeOf(msgID)
    if (!place || this.#state !== 'live') return
    const isWaiting = this.#unacknowledged.some((sent) => sent.place?.conversationID === place.conversationID)
    if (!isWaiting) this.#listener.sessionOnCursor(this, place.conversationID, place.seq)
  }

  /** Ends the session; its connection is closed with `code`. */
  end(code: CloseCode, reason: string): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#wake()
    this.#link.close(code, reason)
  }

  #sendEntry(entry: LogEntry, place: MessagePlace | undefined): void {
    if (this.#unacknowledged.length >= maxUnacknowledged) {
      this.end(CloseCode.Unresponsive, 'too many events were not acknowledged')
      return
    }
    const msgID = 'message' in entry ? entry.message.msgID : undefined
    this.#unacknowledged.push({ eventID: this.#lastEventID + 1, msgID, place })
    if ('message' in entry) this.#emit('message.new', entry)
    else this.#emit('message.changed', entry)
  }

  #emit<E extends EventName>(name: E, data: EventMap[E]): void {
    this.#lastEventID += 1
    this.#link.sendEvent(this.#lastEventID, name, data)
  }

  #wake(): void {
    const resolve = this.#onRoom
    this.#onRoom = undefined
    resolve?.()
  }
}

const entryID = (entry: LogEntry): string =>
  'message' in entry ? entry.message.msgID : entry.change.changeID
