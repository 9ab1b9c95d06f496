import {
  isFinalStage,
  type MessageRecord,
  type ReasonCode,
  type SelfTestResult,
  type Stage,
  type VendorWords,
} from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import { makeUnstoredMsgID } from '../../message-id.ts'
import type { Db } from '../../store/db.ts'
import type { AppSettings, Tenants } from '../../tenants/types.ts'
import { loadDevices, userKeyText } from '../devices.ts'
import { loginRules, tokenRules } from '../planner/device-rules.ts'
import { chooseToken } from '../planner/choose-token.ts'
import { planBy } from '../planner/plan.ts'
import type { Decision, PlannableDevice } from '../planner/types.ts'
import type { SelfTestOrder } from '../types.ts'
import type { Conductor } from './conductor.ts'
import { letGo, openMessage, type OpenMessage } from './open-message.ts'

/** A vendor that has not answered by then is still asked, but nobody waits any more. */
const longestWaitMs = 10_000

/** What self tests are made from. */
export interface SelfTestParts {
  db: Db
  tenants: Pick<Tenants, 'app'>
  clock: Clock
  conductor: Pick<Conductor, 'decided'>
  hasRoom(): boolean
  /** The open messages, by their ID. */
  opens: Map<string, OpenMessage>
  /** Forgets an open message. */
  close(open: OpenMessage): void
}

/**
 * Pushes to one device of a user, in front or not, by the way every push goes: the token's certificate,
 * its lane, the journal and the story. Only what is about the device itself can keep it from being sent.
 * Nothing is stored of it but the journal, and after a restart it is over.
 */
export const createSelfTest =
  (parts: SelfTestParts) =>
  async (order: SelfTestOrder): Promise<SelfTestResult | undefined> => {
    const { db, tenants, clock } = parts
    const { sdkAppID, userID, deviceID } = order
    const [app, devices] = await Promise.all([
      tenants.app(sdkAppID),
      loadDevices(db, [{ sdkAppID, userID }], clock.now()),
    ])
    if (!app) return undefined
    const record = recordOf(order, clock.now())
    const own = (devices.get(userKeyText({ sdkAppID, userID })) ?? [])
      .filter((device) => device.deviceID === deviceID)
      // One channel is tested, the one that messages take.
      .map((device) => ({ ...chooseToken(device, record), otherTokens: [] }))
    const decisions = decide(record, own, app.settings, clock.now())
    const ended = Promise.withResolvers<{ stage: Stage; reason: ReasonCode; words?: VendorWords }>()
    let last: { stage: Stage; reason: ReasonCode; words?: VendorWords } = {
      stage: 'queued',
      reason: 'queued',
    }
    const open: OpenMessage = {
      ...openMessage({
        message: { record, recipients: [userID], senderDeviceID: '' },
        origin: 'fresh',
        nowMs: clock.now(),
        leaseUntilMs: clock.now(),
        reachedDeviceIDs: new Set(),
      }),
      onStep(step) {
        last = step
        if (isFinalStage(step.stage)) ended.resolve(step)
      },
    }
    if (!parts.hasRoom()) return undefined
    parts.opens.set(open.msgID, open)
    const cancel = clock.after(longestWaitMs, () => ended.resolve(last))
    parts.conductor.decided([{ open, userID, decisions, settings: app.settings }])
    const { stage, reason, words } = await ended.promise
    cancel()
    letGo(open)
    parts.close(open)
    const token = own[0]?.token
    return {
      msgID: record.msgID,
      stage,
      reason,
      ...(token ? { vendor: token.vendor, certificateID: token.certificateID } : {}),
      ...(words === undefined ? {} : { vendorWords: words }),
    }
  }

const decide = (
  message: MessageRecord,
  devices: readonly PlannableDevice[],
  settings: AppSettings,
  nowMs: number,
): readonly Decision[] =>
  planBy([...loginRules, ...tokenRules], {
    message,
    recipient: message.sender.userID,
    standing: { receiveOption: 0, allReceiveOption: null, readSeq: 0, hasBlockedSender: false },
    devices: devices.map((device) => ({ ...device, lastSeenAtMs: nowMs })),
    // As if it were not connected: it is to be reached by its vendor.
    connections: [],
    settings,
    nowMs,
  }).map((decision) => (decision.kind === 'push' ? { ...decision, reason: 'self-test' } : decision))

const recordOf = ({ sdkAppID, userID, title, desc, ext }: SelfTestOrder, nowMs: number): MessageRecord => ({
  msgID: makeUnstoredMsgID(),
  seq: 0,
  sdkAppID,
  sender: { userID },
  receiver: userID,
  random: 0,
  timestampMs: nowMs,
  elements: [{ type: 'custom', data: '', desc, extension: '' }],
  // The number on the icon stays as it is.
  offlinePushInfo: { title, desc, ext, ignoreIOSBadge: true },
})
