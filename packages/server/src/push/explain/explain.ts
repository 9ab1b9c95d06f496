import { channelOf, type PushNotification } from '@carillon/channels'
import {
  addressOf,
  type MessageAddress,
  type MessageContent,
  type MessageRecord,
  type Outcome,
  type Platform,
  type ReasonCode,
  type VendorId,
} from '@carillon/protocol'

import { c2cRecipients } from '../../presence/recipients.ts'
import type { Connection } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import { loadDevices, userKeyText } from '../devices.ts'
import { chooseToken } from '../planner/choose-token.ts'
import { plan } from '../planner/plan.ts'
import type { Decision, PlannableDevice, PushDecision } from '../planner/types.ts'
import { loadStandings } from '../standings.ts'
import type { GroupFactsSource } from '../types.ts'
import { accessTokenStandIn, shownRequest, type ShownRequest } from './shown-request.ts'

/** A message that is not sent: what would become of it? */
export interface ExplainRequest {
  sdkAppID: number
  sender: { userID: string; nickName?: string }
  address: MessageAddress
  content: MessageContent
  /** Recipients in a group; those of a one-to-one message follow from its address. */
  members?: readonly string[]
}

/** What would be done about one device, and the request its vendor would get. */
export interface ExplainedDevice {
  userID: string
  /** '' when the recipient has no device. */
  deviceID: string
  deviceName?: string
  platform?: Platform
  decision: Decision['kind']
  reason: ReasonCode
  vendor?: VendorId
  certificateID?: number
  notification?: Pick<
    PushNotification,
    'title' | 'body' | 'ext' | 'badgeCount' | 'collapseKey' | 'deadlineMs'
  >
  /** Held until this instant, epoch milliseconds. */
  untilMs?: number
  request?: ShownRequest
  /** The channel refuses the notification before any request. */
  refusal?: Extract<Outcome, { kind: 'refused' }>
}

/** What an explanation is made from. */
export interface ExplainParts {
  db: Db
  tenants: Pick<Tenants, 'app' | 'certificate'>
  groupFacts: GroupFactsSource
  /** The live connections of a user; a program beside the server knows none. */
  connectionsOf: (user: { sdkAppID: number; userID: string }) => readonly Connection[]
  nowMs: number
}

/** Recipients that are explained; of a larger group the first ones. */
export const explainedRecipients = 100

/**
 * Tells what would become of a message on each device of its recipients, without sending it: the same
 * planner and the same encoding as in earnest. Undefined when there is no such app.
 */
export const explainPush = async (
  parts: ExplainParts,
  request: ExplainRequest,
): Promise<ExplainedDevice[] | undefined> => {
  const { db, tenants, groupFacts, connectionsOf, nowMs } = parts
  const { sdkAppID, address } = request
  const app = await tenants.app(sdkAppID)
  if (app === undefined) return undefined
  const record = recordOf(request, nowMs)
  const userIDs = (request.members ?? c2cRecipients(record)).slice(0, explainedRecipients)
  const [devices, standings, group] = await Promise.all([
    loadDevices(
      db,
      userIDs.map((userID) => ({ sdkAppID, userID })),
      nowMs,
    ),
    loadStandings(
      db,
      userIDs.map((userID) => ({ record, userID })),
    ),
    address.groupID === undefined ? undefined : groupFacts(sdkAppID, address.groupID),
  ])
  const explained: ExplainedDevice[] = []
  for (const [index, userID] of userIDs.entries()) {
    const standing = standings[index]
    if (standing === undefined) continue
    const own = (devices.get(userKeyText({ sdkAppID, userID })) ?? []).map((device) =>
      chooseToken(device, record),
    )
    const decisions = plan({
      message: record,
      recipient: userID,
      // What is not sent yet cannot have been read.
      standing: { ...standing, readSeq: 0 },
      ...(group === undefined ? {} : { group }),
      devices: own,
      connections: connectionsOf({ sdkAppID, userID }),
      settings: app.settings,
      nowMs,
    })
    for (const decision of decisions)
      explained.push({
        ...describe(
          userID,
          decision,
          own.find(({ deviceID }) => deviceID === decision.deviceID),
        ),
        ...(decision.kind === 'push' ? await asked(tenants, decision, nowMs) : {}),
      })
  }
  return explained
}

const recordOf = ({ sdkAppID, sender, address, content }: ExplainRequest, nowMs: number): MessageRecord => ({
  ...content,
  ...addressOf(address),
  msgID: 'not-sent',
  seq: 1,
  sdkAppID,
  sender,
  random: 0,
  timestampMs: nowMs,
})

const describe = (
  userID: string,
  decision: Decision,
  device: PlannableDevice | undefined,
): ExplainedDevice => ({
  userID,
  deviceID: decision.deviceID,
  ...(device?.deviceName == null ? {} : { deviceName: device.deviceName }),
  ...(device === undefined ? {} : { platform: device.platform }),
  decision: decision.kind,
  reason: decision.reason,
  ...(decision.kind === 'hold' ? { untilMs: decision.untilMs } : {}),
})

const asked = async (
  tenants: Pick<Tenants, 'certificate'>,
  { vendor, certificateID, notification, token }: PushDecision,
  nowMs: number,
): Promise<Partial<ExplainedDevice>> => {
  const { title, body, ext, badgeCount, collapseKey, deadlineMs } = notification
  const shown = {
    vendor,
    certificateID,
    notification: {
      title,
      body,
      ext,
      collapseKey,
      deadlineMs,
      ...(badgeCount === undefined ? {} : { badgeCount }),
    },
  }
  const [channel, certificate] = [channelOf(vendor), await tenants.certificate(certificateID)]
  if (channel === undefined || certificate === undefined) return shown
  const encoded = channel.encode(certificate.certificate, notification, [token], {
    nowMs,
    accessToken: accessTokenStandIn,
  })
  return encoded.kind === 'refused'
    ? { ...shown, refusal: encoded.outcome }
    : { ...shown, request: shownRequest(encoded.request, [token]) }
}
