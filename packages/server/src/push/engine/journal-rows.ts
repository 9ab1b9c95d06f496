import {
  addressOf,
  isFinalStage,
  type FinalStage,
  type ReasonCode,
  type VendorWords,
} from '@carillon/protocol'

import type { DeviceProgress } from '../journal/progress.ts'
import type { JournalRow } from '../journal/row.ts'
import type { LiveDecision, PushDecision } from '../planner/types.ts'
import type { Job } from './open-message.ts'

/** A row about a job, with its certificate once it has one. */
export const jobRow = (
  job: Job,
  atMs: number,
  row: Pick<JournalRow, 'stage' | 'reason'> & Partial<JournalRow>,
): JournalRow => {
  const { record } = job.open.message
  const isOnlineOnly = job.open.reachedDeviceIDs !== undefined
  const tellsClass = job.class !== undefined && (row.stage === 'sent' || isFinalStage(row.stage))
  const detail = {
    ...row.detail,
    ...(tellsClass ? { class: job.class } : {}),
    ...(isOnlineOnly
      ? {
          message: {
            sender: record.sender.userID,
            ...addressOf(record),
            sentAtMs: record.timestampMs,
          },
        }
      : {}),
  }
  return {
    atMs,
    sdkAppID: job.open.sdkAppID,
    msgID: job.msgID,
    userID: job.userID,
    deviceID: job.deviceID,
    ...(job.certificateID === undefined ? {} : { certificateID: job.certificateID }),
    ...(job.vendor === undefined ? {} : { vendor: job.vendor }),
    ...row,
    ...(Object.keys(detail).length === 0 ? {} : { detail }),
  }
}

/**
 * That the server stopped while a device's part was open. A request that was out may have been taken, also
 * where the app acknowledged meanwhile.
 */
export const restartedRows = (
  { sdkAppID, msgID }: Pick<JournalRow, 'sdkAppID' | 'msgID'>,
  device: Pick<JournalRow, 'userID' | 'deviceID'>,
  progress: DeviceProgress | undefined,
  atMs: number,
): JournalRow[] => {
  const row = { atMs, sdkAppID, msgID, ...device, stage: 'waiting' } as const
  return [
    ...(progress?.isUnanswered === true ? [{ ...row, reason: 'outcome-unknown' } as const] : []),
    ...(progress === undefined || progress.state === 'pending'
      ? [{ ...row, reason: 'server-restarted' } as const]
      : []),
  ]
}

/** What was decided: one row, and for a push a second with what the phone is asked to show. */
export const decisionRows = (job: Job, decision: LiveDecision | PushDecision, atMs: number): JournalRow[] => {
  const decided = jobRow(job, atMs, { stage: 'decided', reason: decision.reason })
  if (decision.kind === 'live') return [decided]
  const { title, body } = decision.notification
  return [
    decided,
    jobRow(job, atMs, { stage: 'queued', reason: 'queued', detail: { notification: { title, body } } }),
  ]
}

/** That a device's part is at its end. */
export const finalRow = (
  job: Job,
  atMs: number,
  stage: FinalStage,
  reason: ReasonCode,
  vendor: { words?: VendorWords; requestID?: string } = {},
): JournalRow =>
  jobRow(job, atMs, {
    stage,
    reason,
    ...(vendor.words === undefined ? {} : { vendorWords: vendor.words }),
    ...(vendor.requestID === undefined ? {} : { vendorRequestID: vendor.requestID }),
  })
