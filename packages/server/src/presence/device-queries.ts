import type { Platform } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { LoginState } from './types.ts'

/** One user's login on one device. */
export interface DeviceLogin {
  sdkAppID: number
  deviceID: string
  userID: string
}

const stateStatement = {
  name: 'devices.loginState',
  text: `select login_state as "loginState" from devices
  where sdk_app_id = $1 and device_id = $2 and user_id = $3`,
}

/** How a user's login on a device stands; undefined when there never was one. */
export const loginStateOf = async (db: Db, login: DeviceLogin): Promise<LoginState | undefined> => {
  const { sdkAppID, deviceID, userID } = login
  const [row] = await db.query<{ loginState: LoginState }>(stateStatement, [sdkAppID, deviceID, userID])
  return row?.loginState
}

const lockStatement = {
  name: 'devices.lock',
  text: `select pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'login', $1::text, key), 0))
  from unnest($2::text[]) key`,
}

const lockRowsStatement = {
  name: 'devices.lockRows',
  text: `select 1 from devices
  where sdk_app_id = $1 and ((device_id = $2 or user_id = $3) and login_state = 'logged-in'
    or device_id = $2 and user_id = $3)
  order by device_id, user_id for update`,
}

/** Until the transaction ends, no other node logs this user or this device in or out. */
export const lockLogin = async (db: Db, { sdkAppID, deviceID, userID }: DeviceLogin): Promise<void> => {
  // In one order, so that two logins never wait for each other.
  await db.query(lockStatement, [sdkAppID, [`device:${deviceID}`, `user:${userID}`]])
  // Two users who change places on two devices write each other's rows.
  await db.query(lockRowsStatement, [sdkAppID, deviceID, userID])
}

/** Until the transaction ends, no other node logs this user in or out. */
export const lockUser = async (
  db: Db,
  { sdkAppID, userID }: Pick<DeviceLogin, 'sdkAppID' | 'userID'>,
): Promise<void> => {
  await db.query(lockStatement, [sdkAppID, [`user:${userID}`]])
}

const displaceStatement = {
  name: 'devices.displace',
  text: `update devices set login_state = 'other-user', last_seen_at = to_timestamp($4::float8 / 1000.0)
  where sdk_app_id = $1 and device_id = $2 and user_id <> $3 and login_state = 'logged-in'
  returning user_id as "userID"`,
}

/** Ends the logins of other users on a device. Answers who they were. */
export const displaceOtherUsers = async (
  db: Db,
  { sdkAppID, deviceID, userID }: DeviceLogin,
  nowMs: number,
): Promise<string[]> => {
  const rows = await db.query<{ userID: string }>(displaceStatement, [sdkAppID, deviceID, userID, nowMs])
  return rows.map((row) => row.userID)
}

const kickStatement = {
  name: 'devices.kick',
  text: `update devices set login_state = 'kicked'
  where sdk_app_id = $1 and user_id = $3 and device_id <> $2 and platform = any($4::text[]) and login_state = 'logged-in'
  returning device_id as "deviceID", platform`,
}

/** Kicks a user's other devices of these platform kinds. Answers which. */
export const kickPlatforms = async (
  db: Db,
  { sdkAppID, deviceID, userID }: DeviceLogin,
  platforms: readonly Platform[],
): Promise<{ deviceID: string; platform: Platform }[]> =>
  platforms.length === 0
    ? []
    : await db.query<{ deviceID: string; platform: Platform }>(kickStatement, [
        sdkAppID,
        deviceID,
        userID,
        platforms,
      ])

const kickUserStatement = {
  name: 'devices.kickUser',
  text: `update devices set login_state = 'kicked'
  where sdk_app_id = $1 and user_id = $2 and ($3::text is null or device_id = $3) and login_state = 'logged-in'
  returning device_id as "deviceID", platform`,
}

/** Kicks a user off a device, or off all of them. Answers which, and what they are. */
export const kickUser = async (
  db: Db,
  { sdkAppID, userID }: Pick<DeviceLogin, 'sdkAppID' | 'userID'>,
  deviceID: string | undefined,
): Promise<{ deviceID: string; platform: Platform }[]> =>
  await db.query(kickUserStatement, [sdkAppID, userID, deviceID ?? null])

const loginStatement = {
  name: 'devices.login',
  text: `insert into devices (sdk_app_id, device_id, user_id, platform, device_name, language, app_version, login_state, last_seen_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'logged-in', to_timestamp($8::float8 / 1000.0))
  on conflict (sdk_app_id, device_id, user_id) do update set platform = excluded.platform,
    device_name = excluded.device_name, language = excluded.language,
    app_version = excluded.app_version, login_state = 'logged-in', last_seen_at = excluded.last_seen_at`,
}

/** Notes that a user is logged in on a device. */
export const noteLogin = async (
  db: Db,
  { sdkAppID, deviceID, userID }: DeviceLogin,
  device: {
    platform: Platform
    deviceName: string | undefined
    language: string | undefined
    appVersion: string | undefined
    nowMs: number
  },
): Promise<void> => {
  const { platform, deviceName, language, appVersion, nowMs } = device
  await db.query(loginStatement, [
    sdkAppID,
    deviceID,
    userID,
    platform,
    deviceName ?? null,
    language ?? null,
    appVersion ?? null,
    nowMs,
  ])
}

const logoutStatement = {
  name: 'devices.logout',
  text: `update devices set login_state = 'logged-out', last_seen_at = to_timestamp($4::float8 / 1000.0)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3 and login_state = 'logged-in'`,
}

/** Notes that a user logged out on a device. */
export const noteLogout = async (db: Db, login: DeviceLogin, nowMs: number): Promise<void> => {
  await db.query(logoutStatement, [login.sdkAppID, login.deviceID, login.userID, nowMs])
}

const unreadStatement = {
  name: 'devices.unread',
  text: `update devices set reported_unread_count = $4, last_seen_at = to_timestamp($5::float8 / 1000.0)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3`,
}

/** Notes the unread count an app reported: the badge counts on from it. */
export const noteUnreadCount = async (
  db: Db,
  login: DeviceLogin,
  report: { unreadCount: number; nowMs: number },
): Promise<void> => {
  const { sdkAppID, deviceID, userID } = login
  await db.query(unreadStatement, [sdkAppID, deviceID, userID, report.unreadCount, report.nowMs])
}

const seenStatement = {
  name: 'devices.seen',
  text: `update devices d set last_seen_at = greatest(d.last_seen_at, to_timestamp(s.at / 1000.0))
  from unnest($1::bigint[], $2::text[], $3::text[], $4::float8[]) s (sdk_app_id, device_id, user_id, at)
  where d.sdk_app_id = s.sdk_app_id and d.device_id = s.device_id and d.user_id = s.user_id`,
}

/** Notes when devices were last connected. */
export const noteSeen = async (db: Db, seen: readonly (DeviceLogin & { atMs: number })[]): Promise<void> => {
  await db.query(seenStatement, [
    seen.map((device) => device.sdkAppID),
    seen.map((device) => device.deviceID),
    seen.map((device) => device.userID),
    seen.map((device) => device.atMs),
  ])
}
