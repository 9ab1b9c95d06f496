import type { ConsoleDevice, ConsoleUser } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'

/** Users whose ID or nickname begins with a text, by ID. */
export const searchUsers = async (
  db: Db,
  sdkAppID: number,
  beginning: string,
  limit: number,
): Promise<ConsoleUser[]> => {
  const text = `select user_id as "userID", nick_name as "nickName" from users
    where sdk_app_id = $1 and (user_id like $2 or nick_name ilike $2) order by user_id limit $3`
  const pattern = `${beginning.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('\0', '')}%`
  return await db.query<ConsoleUser>({ name: 'console.users', text }, [sdkAppID, pattern, limit])
}

type DeviceRow = Omit<ConsoleDevice, 'connection' | 'decision' | 'reason'>

const devicesStatement = {
  name: 'console.devices',
  text: `select distinct on (d.last_seen_at, d.device_id)
    d.device_id as "deviceID", d.device_name as "deviceName", d.platform, d.login_state as "loginState",
    d.last_seen_at as "lastSeenAtMs", t.vendor, t.certificate_id as "certificateID", c.name as "certificateName",
    t.token, t.state as "tokenState", t.registered_at as "registeredAtMs"
  from devices d
  left join push_tokens t on t.sdk_app_id = d.sdk_app_id and t.device_id = d.device_id and t.user_id = d.user_id
  left join certificates c on c.certificate_id = t.certificate_id and c.deleted_at is null
  where d.sdk_app_id = $1 and d.user_id = $2
  order by d.last_seen_at desc, d.device_id, t.is_voip, t.registered_at desc
  limit 100`,
}

/** The devices of a user, last seen first, each with its newest token. Tokens are cut short. */
export const devicesOf = async (db: Db, { sdkAppID, userID }: UserKey): Promise<DeviceRow[]> => {
  const rows = await db.query<DeviceRow>(devicesStatement, [sdkAppID, userID])
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries({ ...row, token: shortened(row.token) }).filter(
          ([field, value]) => value != null || field === 'deviceName',
        ),
      ) as unknown as DeviceRow,
  )
}

const shortened = (token: string | null | undefined): string | null => {
  if (token == null) return null
  return token.length > 16 ? `${token.slice(0, 6)}…${token.slice(-4)}` : `${token.slice(0, 2)}…`
}
