import type {
  DeviceStory,
  MessageRecord,
  Platform,
  ReasonCode,
  Stage,
  StoryEntry,
  VendorId,
} from '@carillon/protocol'

import { heardOf } from './heard.ts'
import { deviceKeyText, progressOf } from './progress.ts'
import type { JournalDetail } from './row.ts'

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
