import type { ConsoleAccount, ConsoleDevice } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { beginningRange, foundIDs } from './search.ts'

type AccountRow = Omit<ConsoleAccount, 'isConnected' | 'lastSeenAtMs'> & { lastSeenAtMs: number | null }

const accountsStatement = {
  name: 'console.users',
  text: `${foundIDs('users', 'user_id', 'nick_name')}
  select u.user_id as "userID", u.nick_name as "nickName", u.face_url as "faceUrl",
    u.created_at as "createdAtMs", d.count::integer as devices, d.seen as "lastSeenAtMs"
  from (select id from found order by id using ~<~ limit $5) f
  join users u on u.sdk_app_id = $1 and u.user_id = f.id
  cross join lateral (
    select count(*) as count, max(last_seen_at) as seen from devices
    where sdk_app_id = u.sdk_app_id and user_id = u.user_id
  ) d
  order by u.user_id using ~<~`,
}

/** Users whose ID or nickname begins with a text, in the order of their IDs. */
export const searchUsers = async (
  db: Db,
  sdkAppID: number,
  { beginning, after, limit }: { beginning: string; after: string; limit: number },
): Promise<AccountRow[]> => {
  const values = [sdkAppID, ...beginningRange(beginning), after, limit]
  return await db.query<AccountRow>(accountsStatement, values)
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
