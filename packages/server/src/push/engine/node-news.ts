import type { MessageRecord } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { UserKey } from '../../presence/types.ts'
import type { Database } from '../../store/db.ts'
import type { OpenMessages } from './open-messages.ts'
import type { Departure, RecentDepartures } from './recent-departures.ts'
import type { Recalled } from './recent-recalls.ts'

/** A conversation and how far it is read. */
interface Place {
  conversationID: number
  readSeq: number
}

/** What nodes tell each other: reads, recalls and departures, which end what waits on any of them. */
export interface NodeNews {
  /** Tells the others that a user has read. */
  read(user: UserKey, places: readonly Place[]): void
  /** Tells the others that a message was recalled. */
  recalled(record: MessageRecord): void
  /** Users are not on devices any more: this node and the others decide anew about what they have not sent. */
  departed(departures: readonly Departure[]): void
  /** Tells what is still to be told, and hears nothing more. */
  close(): Promise<void>
}

/** What is heard of recalled messages. */
export type HeardRecalls = ReadonlyMap<string, Recalled>

/** What node news are made from. */
export interface NodeNewsParts {
  database: Database
  clock: Clock
  /** This node's name. */
  self: string
  /** Nobody else has this database. */
  isAlone: boolean
  /** What is asked about after words may have been missed. */
  opens: OpenMessages
  read(user: UserKey, places: readonly Place[]): void
  recalled(recalled: HeardRecalls): void
  departures: RecentDepartures
  fault(error: unknown): void
}

type Read = [sdkAppID: number, userID: string, places: [conversationID: number, readSeq: number][]]
type Recall = [msgID: string, byUserID: string, atMs: number]
type Left = [sdkAppID: number, userID: string, deviceID: string]

interface News {
  node: string
  reads: Read[]
  recalls: Recall[]
  left: Left[]
}

const channel = 'carillon_push'
/** What happens within this time is told together. */
const gatherMs = 10
/** PostgreSQL takes payloads below 8000 bytes. An entry has at most a few hundred. */
const maxPayloadBytes = 7_000
const placesPerRead = 100
/** Reads of so long ago are asked for after a gap. */
const longestGapMs = 600_000
const retryMs = 1_000

const notifyStatement = {
  name: 'push.news',
  text: `select pg_notify($1, payload) from unnest($2::text[]) payload`,
}

const missedRecallsStatement = {
  name: 'push.missedRecalls',
  text: `select msg_id as "msgID", record->'recalled' as recalled
  from messages where msg_id = any($1::text[]) and record->'recalled' is not null`,
}

const missedReadsStatement = {
  name: 'push.missedReads',
  text: `select sdk_app_id as "sdkAppID", user_id as "userID", conversation_id as "conversationID", read_seq as "readSeq"
  from conversation_members
  where conversation_id = any($1::bigint[]) and read_at > to_timestamp($2::float8 / 1000.0)`,
}

/**
 * Told by NOTIFY, after the commit and without waiting for it: a word that gets lost costs a push that is
 * decided about already, and no more, for who takes a message up asks the database.
 */
export const createNodeNews = (parts: NodeNewsParts): NodeNews => {
  const { database, clock, self, isAlone, departures, fault } = parts
  let reads: Read[] = []
  let recalls: Recall[] = []
  let left: Left[] = []
  let cancel: (() => void) | undefined
  let telling: Promise<void> = Promise.resolve()
  let isClosed = false

  const tell = (): void => {
    cancel?.()
    cancel = undefined
    const payloads = payloadsOf({ node: self, reads, recalls, left })
    reads = []
    recalls = []
    left = []
    if (payloads.length === 0) return
    telling = telling
      .then(async () => void (await database.query(notifyStatement, [channel, payloads])))
      .catch(fault)
  }
  const soon = (): void => {
    cancel ??= clock.after(gatherMs, tell)
  }

  const hear = (payload: string): void => {
    const news = parseNews(payload)
    if (news === undefined || news.node === self) return
    for (const [sdkAppID, userID, places] of news.reads)
      parts.read(
        { sdkAppID, userID },
        places.map(([conversationID, readSeq]) => ({ conversationID, readSeq })),
      )
    for (const [sdkAppID, userID, deviceID] of news.left) departures.note({ sdkAppID, userID, deviceID })
    if (news.recalls.length > 0)
      parts.recalled(new Map(news.recalls.map(([msgID, byUserID, atMs]) => [msgID, { byUserID, atMs }])))
  }

  const catchUp = async (): Promise<void> => {
    departures.noteAll()
    const missed = await database.query<{ msgID: string; recalled: Recalled }>(missedRecallsStatement, [
      [...parts.opens.keys()],
    ])
    if (missed.length > 0) parts.recalled(new Map(missed.map(({ msgID, recalled }) => [msgID, recalled])))
    const read = await database.query<UserKey & Place>(missedReadsStatement, [
      parts.opens.conversationIDs(),
      clock.now() - longestGapMs,
    ])
    for (const { sdkAppID, userID, ...place } of read) parts.read({ sdkAppID, userID }, [place])
  }

  const listen = async (): Promise<(() => Promise<void>) | undefined> => {
    while (!isClosed)
      try {
        return await database.listen(channel, hear, () => {
          catchUp().catch(fault)
        })
      } catch (error) {
        fault(error)
        await new Promise<void>((resolve) => clock.after(retryMs, resolve))
      }
    return undefined
  }
  const listening = isAlone ? undefined : listen()

  return {
    read({ sdkAppID, userID }, places) {
      if (isAlone || isClosed) return
      for (let start = 0; start < places.length; start += placesPerRead) {
        const some = places.slice(start, start + placesPerRead)
        reads.push([sdkAppID, userID, some.map(({ conversationID, readSeq }) => [conversationID, readSeq])])
      }
      soon()
    },
    recalled({ msgID, recalled }) {
      if (isAlone || isClosed || recalled === undefined) return
      recalls.push([msgID, recalled.byUserID, recalled.atMs])
      soon()
    },
    departed(gone) {
      for (const one of gone) departures.note(one)
      if (isAlone || isClosed || gone.length === 0) return
      left.push(...gone.map(({ sdkAppID, userID, deviceID }): Left => [sdkAppID, userID, deviceID]))
      soon()
    },
    async close() {
      isClosed = true
      tell()
      await telling
      const unlisten = await listening
      await unlisten?.()
    },
  }
}

/** As many payloads as it takes. */
const payloadsOf = ({ node, reads, recalls, left }: News): string[] => {
  const payloads: string[] = []
  let news: News = { node, reads: [], recalls: [], left: [] }
  let bytes = 0
  const add = (entry: Read | Recall | Left, into: (news: News) => unknown): void => {
    const entryBytes = Buffer.byteLength(JSON.stringify(entry)) + 1
    if (bytes > 0 && bytes + entryBytes > maxPayloadBytes) {
      payloads.push(JSON.stringify(news))
      news = { node, reads: [], recalls: [], left: [] }
      bytes = 0
    }
    into(news)
    bytes += entryBytes
  }
  for (const read of reads) add(read, (to) => to.reads.push(read))
  for (const recall of recalls) add(recall, (to) => to.recalls.push(recall))
  for (const one of left) add(one, (to) => to.left.push(one))
  if (bytes > 0) payloads.push(JSON.stringify(news))
  return payloads
}

/** Undefined for what is not of this form: the channel is anybody's in the database. */
const parseNews = (payload: string): News | undefined => {
  try {
    const news = JSON.parse(payload) as Partial<News>
    const { node, reads, recalls, left } = news
    return typeof node === 'string' && Array.isArray(reads) && Array.isArray(recalls) && Array.isArray(left)
      ? { node, reads, recalls, left }
      : undefined
  } catch {
    return undefined
  }
}
