import type { MessageRecord, StoredMessage } from '@carillon/protocol'

import type { Connection } from '../../presence/types.ts'
import type { AppSettings } from '../../tenants/types.ts'
import type { DeviceToken, PlanInput, PlannableDevice } from '../planner/types.ts'

const DAY_MS = 86_400_000

/** 2026-01-01T00:00:00Z, when the tests' messages are sent. */
export const sentAtMs = 1_767_225_600_000

export const testSettings: AppSettings = {
  push: { acknowledgementTimeoutMs: 4_000, offlineLimitMs: 7 * DAY_MS, deadlineMs: DAY_MS },
  messaging: { duplicateWindowMs: DAY_MS, syncWindowMs: 7 * DAY_MS },
}

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

/** A text message from ann to bob, who has one sleeping Android phone. */
export const testInput = (change: Partial<PlanInput> = {}): PlanInput => ({
  message: testMessage(),
  recipient: 'bob',
  devices: [testDevice()],
  connections: [],
  settings: testSettings,
  nowMs: sentAtMs + 5,
  ...change,
})
