import type {
  DeviceStory,
  MessageRecord,
  Platform,
  ReasonCode,
  Stage,
  StoryEntry,
  StorySummary,
  VendorId,
} from '@carillon/protocol'

import { heardOf } from './heard.ts'
import { deviceKeyText, progressOf } from './progress.ts'
import type { JournalDetail } from './row.ts'

/** The columns of a `StoryRow`, of journal `j` beside `storyDevices`. */
export const storyColumns = `j.at as "atMs", j.sdk_app_id as "sdkAppID", j.user_id as "userID",
    j.device_id as "deviceID", j.stage, j.reason, j.certificate_id as "certificateID", j.vendor,
    j.vendor_request_id as "vendorRequestID", j.vendor_code as "vendorCode", j.vendor_text as "vendorText",
    j.detail, d.device_name as "deviceName", d.platform`

/** Joins the devices of journal `j` as `d`. */
export const storyDevices =
  'left join devices d on d.sdk_app_id = j.sdk_app_id and d.device_id = j.device_id and d.user_id = j.user_id'

/** A journal row as a story reads it. */
export interface StoryRow {
  atMs: number
  sdkAppID: number
  userID: string
  deviceID: string
  stage: Stage
  reason: ReasonCode
  certificateID: number | null
  vendor: VendorId | null
  vendorRequestID: string | null
  vendorCode: string | null
  vendorText: string | null
  detail: JournalDetail | null
  deviceName: string | null
  platform: Platform | null
}

/** The message as it is stored. */
export interface StoredMessage {
  record: MessageRecord
  isOpen: boolean
  /** Open group message: who is to have it; null in a one-to-one conversation. */
  members: string[] | null
}

/** An online-only message is not waited for longer: what is open then was cut off by the server's end. */
const onlineOnlyOverAfterMs = 60_000

/** Groups a message's journal rows, oldest first, by device. */
export const deviceStories = (rows: readonly StoryRow[], nowMs: number): DeviceStory[] => {
  const groups = new Map<string, StoryRow[]>()
  for (const row of rows) {
    const key = deviceKeyText(row.userID, row.deviceID)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const isOnlineOnly = rows.some((row) => row.detail?.message !== undefined)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const story = deviceStory(first, group)
    const lastAtMs = group.at(-1)?.atMs ?? 0
    if (isOnlineOnly && story.state === 'pending' && nowMs - lastAtMs > onlineOnlyOverAfterMs)
      return [{ ...story, state: 'suppressed' as const, reason: 'online-only' as const }]
    return [story]
  })
}

/** Rows of several messages by their message, in the order in which they come. */
export const byMessage = <Row extends { msgID: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> =>
  Map.groupBy(rows, ({ msgID }) => msgID)

/** A line a device of what became of a message, from its rows. */
export const storySummaries = (msgID: string, rows: readonly StoryRow[], nowMs: number): StorySummary[] =>
  deviceStories(rows, nowMs).map(({ entries, ...story }) => ({
    msgID,
    ...story,
    atMs: entries.at(-1)?.atMs ?? 0,
    ...notificationIn(entries),
  }))

/** What the phone was last asked to show. */
export const notificationIn = (
  entries: readonly Pick<StoryEntry, 'notification'>[],
): Pick<StoryEntry, 'notification'> => {
  const notification = entries.findLast((entry) => entry.notification !== undefined)?.notification
  return notification === undefined ? {} : { notification }
}

const deviceStory = (first: StoryRow, group: readonly StoryRow[]): DeviceStory => {
  const entries = group.map(toEntry)
  const progress = progressOf(entries)
  const { state, reason } = heardOf(progress, entries)
  const vendor = entries.findLast((entry) => entry.vendor !== undefined)?.vendor
  return {
    userID: first.userID,
    deviceID: first.deviceID,
    ...(first.deviceName === null ? {} : { deviceName: first.deviceName }),
    ...(first.platform === null ? {} : { platform: first.platform }),
    ...(vendor === undefined ? {} : { vendor }),
    state,
    reason,
    entries,
  }
}

const toEntry = (row: StoryRow): StoryEntry => ({
  atMs: row.atMs,
  stage: row.stage,
  reason: row.reason,
  ...(row.certificateID === null ? {} : { certificateID: row.certificateID }),
  ...(row.vendor === null ? {} : { vendor: row.vendor }),
  ...(row.vendorRequestID === null ? {} : { vendorRequestID: row.vendorRequestID }),
  ...(row.vendorCode === null
    ? {}
    : {
        vendorWords: { code: row.vendorCode, ...(row.vendorText === null ? {} : { text: row.vendorText }) },
      }),
  ...(row.detail?.notification ? { notification: row.detail.notification } : {}),
  ...(row.detail?.retryAtMs === undefined ? {} : { retryAtMs: row.detail.retryAtMs }),
})
