import {
  isFinalStage,
  type FinalStage,
  type PushReason,
  type ReasonCode,
  type Stage,
} from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

/** What of a journal row says how far a device is. */
export interface ProgressEntry {
  stage: Stage
  reason: ReasonCode
  retryAtMs?: number
}

/** How far one device's part of a message is. */
export interface DeviceProgress {
  state: FinalStage | 'pending'
  /** Reason of the state: of the entry that ended it, or of the last. */
  reason: ReasonCode
  /** Why it was decided to push, if it was. */
  pushReason?: PushReason
  /** Requests that were made. */
  attempts: number
  /** Requests whose outcome is not known, with the last if nothing more is told of it. */
  unknowns: number
  /** Nothing more is told of the last request: whoever made it died meanwhile. */
  isUnanswered?: true
  /** The last entry says that it is not tried again before this instant. */
  waitsUntilMs?: number
}

const isPushReason = (reason: ReasonCode): reason is PushReason =>
  ['device-offline', 'device-background', 'unacknowledged', 'connection-lost'].includes(reason)

/** Whether it was heard that the phone has it. */
const isArrival = (stage: Stage): boolean => stage === 'delivered' || stage === 'shown' || stage === 'tapped'

/**
 * Reads a device's entries, oldest first. The last entry of a final stage is the state, with two
 * exceptions: a device in the background is pushed to although it acknowledges, so there the
 * acknowledgement ends nothing; and what a vendor has reported from the phone was accepted, whether or not
 * its answer came.
 */
export const progressOf = (entries: readonly ProgressEntry[]): DeviceProgress => {
  const progress: DeviceProgress = { state: 'pending', reason: 'undecided', attempts: 0, unknowns: 0 }
  let hasArrived = false
  let isUnanswered = false
  for (const { stage, reason, retryAtMs } of entries) {
    delete progress.waitsUntilMs
    // An acknowledgement of the live copy says nothing of the request.
    if (stage !== 'acknowledged') isUnanswered = stage === 'sent'
    if (isArrival(stage) && !hasArrived) {
      hasArrived = true
      if (progress.state === 'acknowledged' || progress.state === 'accepted') continue
      progress.state = 'accepted'
      progress.reason = reason
      continue
    }
    if (stage === 'decided') {
      if (isPushReason(reason)) progress.pushReason = reason
      // It came to the front since: from here on the acknowledgement is the end.
      else if (progress.pushReason === 'device-background') progress.pushReason = 'device-offline'
    }
    if (stage === 'sent') progress.attempts += 1
    if (reason === 'outcome-unknown') progress.unknowns += 1
    if (hasArrived && isFinalStage(stage) && stage !== 'accepted' && stage !== 'acknowledged') continue
    if (isFinalStage(stage) && !(stage === 'acknowledged' && progress.pushReason === 'device-background')) {
      progress.state = stage
      progress.reason = reason
    } else if (progress.state === 'pending') {
      progress.reason = reason
      if (stage === 'waiting' && retryAtMs !== undefined) progress.waitsUntilMs = retryAtMs
    }
  }
  return isUnanswered ? { ...progress, unknowns: progress.unknowns + 1, isUnanswered } : progress
}

const progressStatement = {
  name: 'journal.progress',
  text: `select msg_id as "msgID", user_id as "userID", device_id as "deviceID", stage, reason,
    (detail->>'retryAtMs')::float8 as "retryAtMs"
  from journal where msg_id = any($1::text[]) order by at, journal_id`,
}

interface ProgressRow {
  msgID: string
  userID: string
  deviceID: string
  stage: Stage
  reason: ReasonCode
  retryAtMs: number | null
}

/** Identifies one device of one recipient within a message, as a Map's key. */
export const deviceKeyText = (userID: string, deviceID: string): string => `${userID}\n${deviceID}`

/** How far the devices of messages are, by msgID and `deviceKeyText`. */
export const loadProgress = async (
  db: Db,
  msgIDs: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, DeviceProgress>>> => {
  const rows = await db.query<ProgressRow>(progressStatement, [msgIDs])
  const entries = new Map<string, Map<string, ProgressEntry[]>>()
  for (const row of rows) {
    const ofMessage = entries.get(row.msgID) ?? new Map<string, ProgressEntry[]>()
    entries.set(row.msgID, ofMessage)
    const key = deviceKeyText(row.userID, row.deviceID)
    const ofDevice = ofMessage.get(key) ?? []
    ofMessage.set(key, ofDevice)
    ofDevice.push({
      stage: row.stage,
      reason: row.reason,
      ...(row.retryAtMs === null ? {} : { retryAtMs: row.retryAtMs }),
    })
  }
  return new Map(
    [...entries].map(([msgID, devices]) => [
      msgID,
      new Map([...devices].map(([key, list]) => [key, progressOf(list)])),
    ]),
  )
}
