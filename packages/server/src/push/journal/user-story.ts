import { limits, type UserDeviceStory, type UserPushStory } from '@carillon/protocol'

import { c2cRecipients } from '../../presence/recipients.ts'
import type { Db } from '../../store/db.ts'
import { loadStoredMessage } from './story.ts'
import { deviceStories, type StoryRow } from './story-row.ts'

/** Who asks for the story of which message. */
export interface UserStoryQuestion {
  sdkAppID: number
  userID: string
  msgID: string
  nowMs: number
}

// A message to many has tens of thousands of rows; of those a user is told of some devices only.
const rowsStatement = {
  name: 'story.ofUser',
  text: `with shown as (
    select distinct user_id, device_id from journal
    where msg_id = $1 and sdk_app_id = $2 and ($3::text is null or user_id = $3)
    order by 1, 2 limit $4
  )
  select j.at as "atMs", j.sdk_app_id as "sdkAppID", j.user_id as "userID", j.device_id as "deviceID",
    j.stage, j.reason, j.certificate_id as "certificateID", j.vendor, null as "vendorRequestID",
    null as "vendorCode", null as "vendorText", j.detail, d.device_name as "deviceName", d.platform
  from shown s join journal j on j.msg_id = $1 and j.sdk_app_id = $2 and j.user_id = s.user_id
    and j.device_id = s.device_id
  left join devices d on d.sdk_app_id = j.sdk_app_id and d.device_id = j.device_id and d.user_id = j.user_id
  order by j.at, j.journal_id`,
}

/**
 * The push story of a message as far as a user may see it: its sender sees platform, vendor and stages of
 * the recipients' devices, a recipient his own devices. Undefined for anyone else, as for no message.
 */
export const loadUserStory = async (
  db: Db,
  question: UserStoryQuestion,
): Promise<UserPushStory | undefined> => {
  const { userID, msgID, nowMs } = question
  const seen = await seenBy(db, question)
  if (seen === undefined) return undefined
  const { isSender, rows, recipients, sentAtMs } = seen
  const stories = deviceStories(rows, nowMs)
  const decided = new Set(stories.map((story) => story.userID))
  const isCut = stories.length > limits.storyDevices
  // Of a message that is cut it cannot be told who is decided about.
  const undecided = isCut ? [] : recipients.filter((one) => !decided.has(one) && (isSender || one === userID))
  if (!isSender && stories.length + undecided.length === 0) return undefined
  const devices = [...stories.map((story) => shownTo(userID, story)), ...undecided.map(() => undecidedStory)]
  return {
    msgID,
    sentAtMs,
    devices: devices.slice(0, limits.storyDevices),
    hasMore: devices.length > limits.storyDevices,
  }
}

const undecidedStory: UserDeviceStory = { state: 'pending', reason: 'undecided', entries: [] }

interface Seen {
  isSender: boolean
  rows: readonly StoryRow[]
  /** Of an open message: who is to have it. */
  recipients: readonly string[]
  sentAtMs: number
}

const seenBy = async (db: Db, question: UserStoryQuestion): Promise<Seen | undefined> => {
  const { sdkAppID, userID, msgID } = question
  const message = await loadStoredMessage(db, msgID)
  if (message) {
    const { record, isOpen, members } = message
    if (record.sdkAppID !== sdkAppID) return undefined
    const isSender = record.sender.userID === userID
    const rows = await rowsOf(db, question, isSender ? undefined : userID)
    const recipients = isOpen ? (members ?? c2cRecipients(record)) : []
    return { isSender, rows, recipients, sentAtMs: record.timestampMs }
  }
  // Not stored: who sent it stands in its rows, and a sender may have none of his own.
  const own = await rowsOf(db, question, userID)
  const source = addressIn(own)
  const all = source !== undefined && source.sender !== userID ? own : await rowsOf(db, question, undefined)
  const address = addressIn(all)
  if (address === undefined) return undefined
  const isSender = address.sender === userID
  if (!isSender && own.length === 0) return undefined
  return { isSender, rows: isSender ? all : own, recipients: [], sentAtMs: address.sentAtMs }
}

const addressIn = (rows: readonly StoryRow[]): { sender: string; sentAtMs: number } | undefined =>
  rows.find(({ detail }) => detail?.message !== undefined)?.detail?.message

const rowsOf = async (
  db: Db,
  { sdkAppID, msgID }: UserStoryQuestion,
  ofUserID: string | undefined,
): Promise<StoryRow[]> =>
  await db.query<StoryRow>(rowsStatement, [msgID, sdkAppID, ofUserID ?? null, limits.storyDevices + 1])

const shownTo = (userID: string, story: ReturnType<typeof deviceStories>[number]): UserDeviceStory => ({
  ...(story.userID === userID && story.deviceID !== '' ? { deviceID: story.deviceID } : {}),
  ...(story.userID === userID && story.deviceName !== undefined ? { deviceName: story.deviceName } : {}),
  ...(story.platform === undefined ? {} : { platform: story.platform }),
  ...(story.vendor === undefined ? {} : { vendor: story.vendor }),
  state: story.state,
  reason: story.reason,
  entries: story.entries
    .slice(-limits.storyEntries)
    .map(({ atMs, stage, reason }) => ({ atMs, stage, reason })),
})
