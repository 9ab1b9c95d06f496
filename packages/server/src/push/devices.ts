import type { Platform, VendorId } from '@carillon/protocol'

import type { LoginState, UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { isRelaxed, relaxedCommit } from './outbox/relaxed-commit.ts'
import type { PlannableDevice, TokenState } from './planner/types.ts'

const DAY_MS = 86_400_000

/** A device nobody is logged in on and that was not seen for longer is of no interest to any story. */
const forgottenAfterMs = 30 * DAY_MS

const devicesStatement = {
  name: 'push.devices',
  text: `select d.sdk_app_id as "sdkAppID", d.user_id as "userID", d.device_id as "deviceID", d.platform,
    d.device_name as "deviceName", d.language, d.login_state as "loginState", d.last_seen_at as "lastSeenAtMs",
    d.reported_unread_count as "reportedUnreadCount", d.pushes_since_report as "pushesSinceReport",
    t.certificate_id as "certificateID", t.vendor, t.token, t.is_voip as "isVoIP", t.state, t.registered_at as "registeredAtMs",
    c.certificate_id is not null as "certificateExists"
  from unnest($1::bigint[], $2::text[]) k (sdk_app_id, user_id)
  join devices d on d.sdk_app_id = k.sdk_app_id and d.user_id = k.user_id
  left join push_tokens t
    on t.sdk_app_id = d.sdk_app_id and t.device_id = d.device_id and t.user_id = d.user_id
  left join certificates c on c.certificate_id = t.certificate_id and c.deleted_at is null
  where d.login_state = 'logged-in' or d.last_seen_at > to_timestamp($3::float8 / 1000.0)
  order by d.device_id, t.registered_at desc, t.vendor, t.is_voip`,
}

interface DeviceRow {
  sdkAppID: number
  userID: string
  deviceID: string
  platform: Platform
  deviceName: string | null
  language: string | null
  loginState: LoginState
  lastSeenAtMs: number
  reportedUnreadCount: number
  pushesSinceReport: number
  certificateID: number | null
  vendor: VendorId
  token: string
  isVoIP: boolean | null
  state: TokenState
  registeredAtMs: number
  certificateExists: boolean
}

/** Identifies a user among all tenants, as a Map's key. */
export const userKeyText = (user: UserKey): string => `${user.sdkAppID}\n${user.userID}`

/** Loads the devices of many users with their tokens, by `userKeyText`. One query. */
export const loadDevices = async (
  db: Db,
  users: readonly UserKey[],
  nowMs: number,
): Promise<ReadonlyMap<string, readonly PlannableDevice[]>> => {
  const unique = [...new Map(users.map((user) => [userKeyText(user), user])).values()]
  const rows = await db.query<DeviceRow>(devicesStatement, [
    unique.map((user) => user.sdkAppID),
    unique.map((user) => user.userID),
    nowMs - forgottenAfterMs,
  ])
  const found = new Map<string, PlannableDevice[]>()
  for (const row of rows) {
    const key = userKeyText(row)
    const devices = found.get(key) ?? []
    found.set(key, devices)
    const last = devices.at(-1)
    const device = toDevice(row)
    // One row a token: a device with several comes several times in a row.
    if (last?.deviceID !== device.deviceID) devices.push(device)
    else if (device.token !== null)
      devices[devices.length - 1] = { ...last, otherTokens: [...(last.otherTokens ?? []), device.token] }
  }
  return found
}

const toDevice = ({
  certificateID,
  vendor,
  token,
  isVoIP,
  state,
  registeredAtMs,
  certificateExists,
  ...device
}: DeviceRow): PlannableDevice => ({
  ...device,
  token:
    certificateID === null
      ? null
      : {
          certificateID,
          vendor,
          token,
          state,
          registeredAtMs,
          certificateExists,
          ...(isVoIP === true ? { isVoIP } : {}),
        },
})

const raiseStatement = {
  name: 'push.raiseBadges',
  text: `with ${relaxedCommit}
  update devices d set pushes_since_report = d.pushes_since_report + r.count
  from unnest($1::bigint[], $2::text[], $3::text[], $4::integer[]) r (sdk_app_id, device_id, user_id, count)
  where d.sdk_app_id = r.sdk_app_id and d.device_id = r.device_id and d.user_id = r.user_id and ${isRelaxed}`,
}

/** Pushes that raise one device's badge. */
export interface BadgeRaise extends UserKey {
  deviceID: string
  count: number
}

/** Counts pushes that raised the badges of devices. */
export const raiseBadges = async (db: Db, raises: readonly BadgeRaise[]): Promise<void> => {
  await db.query(raiseStatement, [
    raises.map((raise) => raise.sdkAppID),
    raises.map((raise) => raise.deviceID),
    raises.map((raise) => raise.userID),
    raises.map((raise) => raise.count),
  ])
}
