import { addressOf, type DeviceStory, type PushStory } from '@carillon/protocol'

import { c2cRecipients } from '../../presence/recipients.ts'
import type { Db } from '../../store/db.ts'
import { groupRecipients } from '../group-recipients.ts'
import { deviceStories, storyColumns, storyDevices, type StoredMessage, type StoryRow } from './story-row.ts'

/** A message as its story needs it; undefined when it is not stored. */
export const loadStoredMessage = async (db: Db, msgID: string): Promise<StoredMessage | undefined> => {
  const [message] = await db.query<StoredMessage>(messageStatement, [msgID])
  return message
}

const messageStatement = {
  name: 'story.message',
  text: `select record, "isOpen",
    case when conversation_kind = 'group' and "isOpen" then ${groupRecipients} end as members
  from (
    select m.*, c.kind as conversation_kind, exists (select 1 from outbox o where o.msg_id = m.msg_id) as "isOpen"
    from messages m join conversations c using (conversation_id) where m.msg_id = $1
  ) m`,
}

const rowsStatement = {
  name: 'story.rows',
  text: `select ${storyColumns}
  from journal j ${storyDevices}
  where j.msg_id = $1 order by j.at, j.journal_id`,
}

/**
 * The push story of a message from what is stored: every device of every recipient with its entries in
 * order; a recipient about whom nothing is decided yet is pending. Undefined when there is no such message.
 * @param nowMs tells when an online-only message is over
 */
export const loadStory = async (
  db: Db,
  msgID: string,
  nowMs = Date.now(),
): Promise<PushStory | undefined> => {
  const [message, rows] = await Promise.all([
    loadStoredMessage(db, msgID),
    db.query<StoryRow>(rowsStatement, [msgID]),
  ])
  const devices = deviceStories(rows, nowMs)
  if (!message) return onlineOnlyStory(msgID, rows, devices)
  const { record, isOpen, members } = message
  return {
    msgID,
    sdkAppID: record.sdkAppID,
    sender: record.sender.userID,
    ...addressOf(record),
    seq: record.seq,
    sentAtMs: record.timestampMs,
    devices: isOpen ? [...devices, ...undecided(members ?? c2cRecipients(record), devices)] : devices,
  }
}

const undecided = (recipients: readonly string[], devices: readonly DeviceStory[]): DeviceStory[] => {
  const decided = new Set(devices.map((device) => device.userID))
  return recipients
    .filter((userID) => !decided.has(userID))
    .map((userID) => ({ userID, deviceID: '', state: 'pending', reason: 'undecided', entries: [] }))
}

const onlineOnlyStory = (
  msgID: string,
  rows: readonly StoryRow[],
  devices: DeviceStory[],
): PushStory | undefined => {
  const row = rows.find((candidate) => candidate.detail?.message !== undefined)
  const message = row?.detail?.message
  return row && message ? { msgID, sdkAppID: row.sdkAppID, ...message, devices } : undefined
}
