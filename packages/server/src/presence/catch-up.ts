import { atAll, type LogEntry } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import { missedStates, stateVersionOf } from '../conversations/missed-states.ts'
import type { Db } from '../store/db.ts'
import type { Bookkeeping } from './bookkeeping.ts'
import {
  conversationsToCatchUp,
  missedEntries,
  type ConversationToCatchUp,
  type MissedEntry,
} from './cursor-queries.ts'
import type { Session } from './session.ts'

/** Entries of a log read at once. */
const pageEntries = 100
/** Of a group that has gone on for long this many of the newest messages are given; those before are history. */
const groupMessages = 1000
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
  /** The user's state version the client knows; undefined for a client that knows nothing. */
  stateVersion?: number | undefined
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
  stateVersion: knownVersion,
  windowMs,
}: CatchUp): Promise<void> => {
  session.send('sync.started', {})
  const sinceMs = clock.now() - windowMs
  const sent = new Map<number, number>()
  // What names no conversation finds none; U+0000 the database would not even take.
  const stated = Object.keys(cursors).filter((name) => !name.includes('\0'))

  const startOf = ({ conversationID, name, ...conversation }: ConversationToCatchUp): number =>
    sent.get(conversationID) ??
    Math.max(
      conversation.fromSeq,
      // A client cannot have what is not there yet: the database may be an older copy of what it knew.
      Math.min(cursors[name] ?? conversation.acknowledgedSeq, conversation.lastSeq),
    )

  // From here on changes are sent as they come; those up to now are found below.
  const stateVersion = await stateVersionOf(db, session.login)
  if (knownVersion !== undefined && knownVersion !== stateVersion)
    for await (const states of missedStates(db, session.login, Math.min(knownVersion, stateVersion))) {
      session.send('conversation.state', states)
      await session.roomFor(maxUnacknowledged)
    }
  // What the device acknowledged on its former connection must not come again.
  await bookkeeping.settle(session.login)
  do {
    if (session.isEnded) return
    const conversations = await conversationsToCatchUp(db, session.login, { sinceMs, stated })
    for (const conversation of conversations) {
      const { conversationID } = conversation
      const messagesAfterSeq = conversation.isGroup ? conversation.lastSeq - groupMessages : 0
      const range = { ...conversation, messagesAfterSeq, sinceMs, limit: pageEntries }
      for (let afterSeq = startOf(conversation), isLast = false; !isLast && !session.isEnded;) {
        const page = await missedEntries(db, session.login, { ...range, afterSeq })
        await sendPage(session, page, conversation)
        afterSeq = page.at(-1)?.seq ?? Math.max(afterSeq, conversation.lastSeq)
        sent.set(conversationID, afterSeq)
        isLast = page.length < pageEntries
      }
    }
    // Between the last look and going live nothing is awaited, so nothing can slip between.
  } while (!session.isEnded && session.takeMissedWhileCatchingUp())
  session.goLive()
  session.send('sync.finished', { stateVersion })
}

const sendPage = async (
  session: Session,
  page: readonly MissedEntry[],
  { onlyMentions }: ConversationToCatchUp,
): Promise<void> => {
  for (const { entry } of page) {
    if (onlyMentions && !mentions(entry, session.login.userID)) continue
    session.sendMissed(entry)
    await session.roomFor(maxUnacknowledged)
  }
}

const mentions = (entry: LogEntry, userID: string): boolean => {
  const { atUserIDs = [] } = 'message' in entry ? entry.message : {}
  return 'change' in entry || atUserIDs.includes(userID) || atUserIDs.includes(atAll)
}
