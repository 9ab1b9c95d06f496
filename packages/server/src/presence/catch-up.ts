import { c2cConversationID, isUserID, peerOfC2CConversationID } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { Db } from '../store/db.ts'
import type { Bookkeeping } from './bookkeeping.ts'
import { conversationsToCatchUp, missedMessages, type ConversationToCatchUp } from './cursor-queries.ts'
import type { Session } from './session.ts'

/** Messages read at once. */
const pageMessages = 100
/** No more is read while this many wait for the app's acknowledgement. */
const maxUnacknowledged = 500

/** What a catch-up needs. */
export interface CatchUp {
  db: Db
  bookkeeping: Pick<Bookkeeping, 'settle'>
  clock: Clock
  session: Session
  /** Last seq the client says it has, by conversationID. */
  cursors: Readonly<Record<string, number>>
  /** How far back messages are given. */
  windowMs: number
}

/**
 * Sends a session what it missed, in three phases: what the database holds, what came meanwhile (again
 * from the database, until nothing came), then live. Every message once and each conversation in order.
 */
export const catchUp = async ({
  db,
  bookkeeping,
  clock,
  session,
  cursors,
  windowMs,
}: CatchUp): Promise<void> => {
  session.send('sync.started', {})
  const sinceMs = clock.now() - windowMs
  const sent = new Map<number, number>()
  const stated = Object.keys(cursors).flatMap((id) => {
    const peer = peerOfC2CConversationID(id)
    return peer !== undefined && isUserID(peer) ? [peer] : []
  })

  const startOf = (conversation: ConversationToCatchUp): number =>
    sent.get(conversation.conversationID) ??
    // A client cannot have what is not there yet: the database may be an older copy of what it knew.
    Math.min(
      cursors[c2cConversationID(conversation.peerUserID)] ?? conversation.acknowledgedSeq,
      conversation.lastSeq,
    )

  // What the device acknowledged on its former connection must not come again.
  await bookkeeping.settle(session.login)
  do {
    if (session.isEnded) return
    const conversations = await conversationsToCatchUp(db, session.login, { sinceMs, stated })
    for (const conversation of conversations) {
      const { conversationID } = conversation
      for (let afterSeq = startOf(conversation), isLast = false; !isLast && !session.isEnded;) {
        const page = await missedMessages(db, session.login, {
          conversationID,
          afterSeq,
          sinceMs,
          limit: pageMessages,
        })
        for (const message of page) {
          session.sendMissed(message)
          await session.roomFor(maxUnacknowledged)
        }
        afterSeq = page.at(-1)?.seq ?? Math.max(afterSeq, conversation.lastSeq)
        sent.set(conversationID, afterSeq)
        isLast = page.length < pageMessages
      }
    }
    // Between the last look and going live nothing is awaited, so nothing can slip between.
  } while (!session.isEnded && session.takeMissedWhileCatchingUp())
  session.goLive()
  session.send('sync.finished', {})
}
