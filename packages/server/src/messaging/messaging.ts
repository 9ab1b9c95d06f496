import { ErrorCode, type MessageRecord } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import { makeUnstoredMsgID } from '../message-id.ts'
import { c2cRecipients } from '../presence/recipients.ts'
import type { CommittedMessage, Connections } from '../presence/types.ts'
import type { PushEngine } from '../push/types.ts'
import type { Database } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import { checkContent } from './check-content.ts'
import { forgetRandoms } from './queries.ts'
import { profilesOf, toRecord, userKey } from './record.ts'
import { refusedSend, type Send, type SendOutcome, type SendRequest } from './types.ts'
import { MessageWriter } from './writer.ts'

/** What messaging is made from. */
export interface MessagingParts {
  database: Database
  tenants: Pick<Tenants, 'app'>
  connections: Connections
  push: PushEngine
  events: ServerEvents
  clock: Clock
}

const HOUR_MS = 3_600_000
/** Longest `messaging.duplicateWindowMs` an app can set. */
const longestDuplicateWindowMs = 30 * 24 * HOUR_MS

/** Takes messages, stores them, hands them to those who are connected, and to the push engine. */
export class Messaging {
  readonly #parts: MessagingParts
  readonly #writer: MessageWriter
  #cancelForgetting: () => void
  #forgetting: Promise<void> = Promise.resolve()

  constructor(parts: MessagingParts) {
    this.#parts = parts
    const { database, clock, events, push } = parts
    this.#writer = new MessageWriter({
      database,
      clock,
      events,
      lease: { owner: push.leaseOwner, ms: push.leaseMs },
    })
    this.#cancelForgetting = clock.after(HOUR_MS, () => this.#forget())
  }

  /**
   * Sends a message. Resolves when it is committed (or refused); live copies and the push engine have
   * it by then. The same (sender, random) again answers the first message and does nothing more.
   */
  async send(request: SendRequest): Promise<SendOutcome> {
    const { sdkAppID, sender, params } = request
    const problem = checkContent(params)
    if (problem) return refusedSend(problem.code, problem.desc)
    if (params.groupID !== undefined)
      return refusedSend(ErrorCode.INTERFACE_NOT_SUPPORTED, 'Group messages are not supported yet.')
    const send: Send = { ...request, params }
    const app = await this.#parts.tenants.app(sdkAppID)
    if (!app) return refusedSend(ErrorCode.SDKAPPID_NOT_FOUND, `There is no app ${sdkAppID} any more.`)
    this.#parts.events.sendReceived({ sdkAppID, sender, receiver: params.receiver, random: params.random })
    if (params.isOnlineOnly === true) return await this.#sendOnlineOnly(send)
    const outcome = await this.#writer.store(send, app.settings.messaging.duplicateWindowMs)
    if (!outcome.ok) return outcome
    const { record, isDuplicate } = outcome
    this.#parts.events.messageCommitted({ sdkAppID, msgID: record.msgID, duplicate: isDuplicate })
    if (!isDuplicate) this.#handOn(record, send.senderDeviceID)
    return outcome
  }

  /** Waits until what was taken is stored. */
  async stop(): Promise<void> {
    this.#cancelForgetting()
    await this.#writer.idle()
    await this.#forgetting
  }

  #handOn(record: MessageRecord, senderDeviceID: string): void {
    const message = committed(record, senderDeviceID)
    this.#fanOut(message)
    this.#parts.push.dispatch(message)
  }

  async #sendOnlineOnly(send: Send): Promise<SendOutcome> {
    const { sdkAppID, senderDeviceID, params } = send
    const profiles = await profilesOf([send], this.#parts.database)
    if (!profiles.has(userKey(sdkAppID, params.receiver)))
      return refusedSend(ErrorCode.MSG_INVALID_ID, `There is no account ${JSON.stringify(params.receiver)}.`)
    const place = { msgID: makeUnstoredMsgID(), seq: 0, sentAtMs: this.#parts.clock.now() }
    const record = toRecord(send, place, profiles)
    const message = committed(record, senderDeviceID)
    const reached = this.#fanOut(message)
    this.#parts.push.dispatchOnlineOnly(message, reached)
    return { ok: true, record, isDuplicate: false }
  }

  /** Answers which of the recipients' devices it went to. */
  #fanOut({ record, recipients, senderDeviceID }: CommittedMessage): string[] {
    const { connections } = this.#parts
    const { sdkAppID, sender } = record
    const data = { message: record }
    connections.send({ sdkAppID, userID: sender.userID }, 'message.new', data, senderDeviceID)
    return recipients.flatMap((userID) => connections.send({ sdkAppID, userID }, 'message.new', data))
  }

  #forget(): void {
    const { database, clock, events } = this.#parts
    this.#forgetting = forgetRandoms(database, clock.now() - longestDuplicateWindowMs).catch(
      (error: unknown) => events.fault({ where: 'messaging.forget', error }),
    )
    this.#cancelForgetting = clock.after(HOUR_MS, () => this.#forget())
  }
}

const committed = (record: MessageRecord, senderDeviceID: string): CommittedMessage => ({
  record,
  recipients: c2cRecipients(record),
  senderDeviceID,
})
