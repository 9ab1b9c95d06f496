import type { MessageRecord, StoredMessage } from '@carillon/protocol'

import type { Connection } from '../../presence/types.ts'
import { effectiveSettings } from '../../tenants/settings.ts'
import type { AppSettings } from '../../tenants/types.ts'
import type { DeviceToken, PlanInput, PlannableDevice, RecipientStanding } from '../planner/types.ts'

const DAY_MS = 86_400_000

/** 2026-01-01T00:00:00Z, when the tests' messages are sent. */
export const sentAtMs = 1_767_225_600_000

export const testSettings: AppSettings = effectiveSettings({})

export const testMessage = (change: Partial<StoredMessage> & { receiver?: string } = {}): MessageRecord => ({
  msgID: 'm-1',
  seq: 1,
  sdkAppID: 1,
  sender: { userID: 'ann' },
  receiver: 'bob',
  random: 7,
  timestampMs: sentAtMs,
  elements: [{ type: 'text', text: 'hello' }],
  ...change,
})

export const testToken = (change: Partial<DeviceToken> = {}): DeviceToken => ({
  certificateID: 10_001,
  vendor: 'fcm',
  token: 'token-phone',
  state: 'live',
  registeredAtMs: sentAtMs - DAY_MS,
  certificateExists: true,
  ...change,
})

export const testDevice = (change: Partial<PlannableDevice> = {}): PlannableDevice => ({
  sdkAppID: 1,
  deviceID: 'phone',
  userID: 'bob',
  platform: 'android',
  deviceName: null,
  language: null,
  loginState: 'logged-in',
  lastSeenAtMs: sentAtMs - 60_000,
  reportedUnreadCount: 0,
  pushesSinceReport: 0,
  token: testToken(),
  ...change,
})

export const testConnection = (change: Partial<Connection> = {}): Connection => ({
  deviceID: 'phone',
  background: false,
  responsive: true,
  ...change,
})

export const testStanding = (change: Partial<RecipientStanding> = {}): RecipientStanding => ({
  receiveOption: 0,
  allReceiveOption: null,
  readSeq: 0,
  hasBlockedSender: false,
  ...change,
})

/** A text message from ann to bob, who has one sleeping Android phone. */
export const testInput = (change: Partial<PlanInput> = {}): PlanInput => ({
  message: testMessage(),
  recipient: 'bob',
  standing: testStanding(),
  devices: [testDevice()],
  connections: [],
  settings: testSettings,
  nowMs: sentAtMs + 5,
  ...change,
})
