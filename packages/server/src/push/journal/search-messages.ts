import {
  addressOf,
  type DeviceStory,
  type MessageRecord,
  type MessageSummary,
  type StoryOutcome,
} from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { nextUntilMs } from './search.ts'
import {
  byMessage,
  deviceStories,
  notificationIn,
  storyColumns,
  storyDevices,
  type StoryRow,
} from './story-row.ts'

/** Which messages. */
export interface MessageSearch {
  sdkAppID: number
  /** Messages of this group; absent for all of the app. */
  groupID?: string
  /** Sent at or after this instant, epoch milliseconds. */
  fromMs: number
  /** Sent before this instant. */
  untilMs: number
  /** Messages, at most. */
  limit: number
}

/** Messages that were found, newest first. */
export interface FoundMessages {
  messages: MessageSummary[]
  /** `untilMs` of what comes next; it may begin with messages that are here already. Absent at the end. */
  nextUntilMs?: number
}

/** Journal rows that are read for one answer: a message to a large group has tens of thousands. */
const rowBudget = 20_000

/** The first step back in time that is looked at; each further one is longer. */
const firstStepMs = 60_000
const stepGrowth = 8

const select = `select m.msg_id as "msgID", m.record from messages m`
const filter = `m.sdk_app_id = $1 and m.kind = 'message'
    and m.sent_at >= to_timestamp($2::float8 / 1000.0) and m.sent_at < to_timestamp($3::float8 / 1000.0)`

const ofAppStatement = {
  name: 'stories.messagesOfApp',
  text: `${select} where ${filter} order by m.sent_at desc, m.msg_id limit $4`,
}

const ofGroupStatement = {
  name: 'stories.messagesOfGroup',
  text: `${select} where ${filter} and m.conversation_id =
      (select conversation_id from conversations where sdk_app_id = $1 and kind = 'group' and key = $5)
    order by m.seq desc limit $4`,
}

const countsStatement = {
  name: 'stories.rowCounts',
  text: `select msg_id as "msgID", count(*)::int as rows from journal where msg_id = any($1::text[]) group by 1`,
}

const rowsStatement = {
  name: 'stories.rowsOfMessages',
  text: `select j.msg_id as "msgID", ${storyColumns}
  from journal j ${storyDevices}
  where j.msg_id = any($1::text[]) order by j.msg_id, j.at, j.journal_id`,
}

interface FoundRow {
  msgID: string
  record: MessageRecord
}

/**
 * The latest messages of a group or of an app that were sent in a span, and what became of each on all
 * devices together. Messages for online users only are not stored, so they are not found by time.
 */
export const searchMessages = async (
  db: Db,
  search: MessageSearch,
  nowMs = Date.now(),
): Promise<FoundMessages> => {
  const rows = search.groupID === undefined ? await stepBack(db, search) : await ofGroup(db, search)
  const taken = await withinBudget(db, rows)
  const entries = byMessage(
    await db.query<StoryRow & { msgID: string }>(rowsStatement, [taken.map(({ msgID }) => msgID)]),
  )
  const last = taken.at(-1)
  const hasMore = last !== undefined && (taken.length < rows.length || rows.length === search.limit)
  return {
    messages: taken.map(({ msgID, record }) => ({
      ...summaryOf(deviceStories(entries.get(msgID) ?? [], nowMs)),
      ...addressOf(record),
      msgID,
      sender: record.sender.userID,
      sentAtMs: record.timestampMs,
    })),
    ...(hasMore ? { nextUntilMs: nextUntilMs(last.record.timestampMs, search.untilMs) } : {}),
  }
}

const ofGroup = async (
  db: Db,
  { sdkAppID, fromMs, untilMs, limit, groupID }: MessageSearch,
): Promise<FoundRow[]> =>
  await db.query<FoundRow>(ofGroupStatement, [sdkAppID, fromMs, untilMs, limit, groupID])

/** Messages lie in the order of their time, so a short span is cheap however many there are in a long one. */
const stepBack = async (db: Db, { sdkAppID, fromMs, untilMs, limit }: MessageSearch): Promise<FoundRow[]> => {
  const found: FoundRow[] = []
  let stepMs = firstStepMs
  for (let endMs = untilMs; endMs > fromMs && found.length < limit; stepMs *= stepGrowth) {
    const startMs = Math.max(fromMs, endMs - stepMs)
    found.push(
      ...(await db.query<FoundRow>(ofAppStatement, [sdkAppID, startMs, endMs, limit - found.length])),
    )
    endMs = startMs
  }
  return found
}

/** The first messages, as many as there is room for; one at least. */
const withinBudget = async (db: Db, found: readonly FoundRow[]): Promise<FoundRow[]> => {
  const counts = await db.query<{ msgID: string; rows: number }>(countsStatement, [
    found.map(({ msgID }) => msgID),
  ])
  const rowsOf = new Map(counts.map(({ msgID, rows }) => [msgID, rows]))
  let left = rowBudget
  return found.filter(({ msgID }, index) => {
    left -= rowsOf.get(msgID) ?? 0
    return left >= 0 || index === 0
  })
}

const summaryOf = (devices: readonly DeviceStory[]): Pick<MessageSummary, 'outcomes' | 'notification'> => {
  const outcomes = new Map<string, StoryOutcome>()
  for (const { state, reason } of devices) {
    const key = `${state} ${reason}`
    const outcome = outcomes.get(key)
    if (outcome) outcome.devices += 1
    else outcomes.set(key, { state, reason, devices: 1 })
  }
  return {
    outcomes: [...outcomes.values()].toSorted((a, b) => b.devices - a.devices),
    ...notificationIn(devices.flatMap(({ entries }) => entries)),
  }
}
