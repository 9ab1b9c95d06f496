import { addressOf, conversationIDOf, type MessageAddress } from '@carillon/protocol'

import type { RawEvent } from '../connection/wire.ts'
import type { Logger } from '../platform/logger.ts'
import type { AccountHandlers } from './account-handlers.ts'
import { Cursors } from './cursors.ts'
import { toGroupNotice, toMessageChange, toMessageRecord } from './parse.ts'
import { SeenMessages } from './seen-messages.ts'

type Handlers = Pick<AccountHandlers, 'message' | 'changed' | 'groupNotice' | 'event'>

/** What the server sends of a user's: each entry of a conversation's log goes on once, whatever comes again. */
export class Incoming {
  readonly #me: string
  readonly #handlers: Handlers
  readonly #log: Logger
  readonly #cursors = new Cursors()
  readonly #seen = new SeenMessages()

  constructor(me: string, handlers: Handlers, log: Logger) {
    this.#me = me
    this.#handlers = handlers
    this.#log = log
  }

  /** Where to resume. */
  resume(): Record<string, number> | undefined {
    return this.#cursors.resume()
  }

  /** A message is being sent from here. */
  expectOwn(random: number): void {
    this.#seen.expectOwn(random, this.#me)
  }

  /** A message sent from here got its place. */
  own(address: MessageAddress, seq: number): void {
    this.#cursors.own(
      conversationIDOf({ ...addressOf(address), sender: { userID: this.#me } }, this.#me),
      seq,
    )
  }

  /** An event of the server. */
  handle(event: RawEvent): void {
    const { name, data } = event
    switch (name) {
      case 'message.new':
        this.#messageArrived(data)
        return
      case 'message.changed':
        this.#changeArrived(data)
        return
      case 'group.notice':
        this.#groupNoticeArrived(data)
        return
      case 'sync.finished':
        this.#cursors.synced()
        return
      default:
        this.#handlers.event(event)
    }
  }

  #messageArrived(data: unknown): void {
    const record = toMessageRecord(data)
    if (record === undefined) return this.#leftOut('message')
    const isNewSeq = record.seq === 0 || this.#cursors.accept(conversationIDOf(record, this.#me), record.seq)
    const isNew = this.#seen.isNew(record, record.sender.userID === this.#me)
    if (isNewSeq && isNew) this.#handlers.message(record)
    else this.#log.debug(`message ${record.msgID} came again`)
  }

  #changeArrived(data: unknown): void {
    const change = toMessageChange(data)
    if (change === undefined) return this.#leftOut('change')
    if (this.#cursors.accept(conversationIDOf(change, this.#me), change.seq)) this.#handlers.changed(change)
    else this.#log.debug(`change ${change.changeID} came again`)
  }

  #groupNoticeArrived(data: unknown): void {
    const notice = toGroupNotice(data)
    if (notice === undefined) this.#leftOut('notice')
    else this.#handlers.groupNotice(notice)
  }

  #leftOut(what: string): void {
    this.#log.error(`a ${what} of a form this version does not know was left out`)
  }
}
