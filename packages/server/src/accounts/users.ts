import type { Db } from '../store/db.ts'

/** A user of a tenant with profile. */
export interface User {
  userID: string
  nickName: string | null
  faceUrl: string | null
  /** UserSigs made before are void; null when none was revoked. Epoch milliseconds. */
  userSigValidFromMs: number | null
  createdAtMs: number
}

/** What can be set of a profile; what is left out stays, null clears. */
export interface ProfileChanges {
  nickName?: string | null | undefined
  faceUrl?: string | null | undefined
}

interface UserRow {
  user_id: string
  nick_name: string | null
  face_url: string | null
  user_sig_valid_from: number | null
  created_at: number
}

const columns = 'user_id, nick_name, face_url, user_sig_valid_from, created_at'

const toUser = (row: UserRow): User => ({
  userID: row.user_id,
  nickName: row.nick_name,
  faceUrl: row.face_url,
  userSigValidFromMs: row.user_sig_valid_from,
  createdAtMs: row.created_at,
})

/** A user; undefined for one that never logged in and was never imported. */
export const findUser = async (db: Db, sdkAppID: number, userID: string): Promise<User | undefined> => {
  const text = `select ${columns} from users where sdk_app_id = $1 and user_id = $2`
  const [row] = await db.query<UserRow>({ name: 'users.find', text }, [sdkAppID, userID])
  return row === undefined ? undefined : toUser(row)
}

/** Registers a user unless there is one. True when it is new. */
export const ensureUser = async (db: Db, sdkAppID: number, userID: string): Promise<boolean> => {
  const text = `insert into users (sdk_app_id, user_id) values ($1, $2) on conflict do nothing returning 1 as done`
  return (await db.query({ name: 'users.ensure', text }, [sdkAppID, userID])).length === 1
}

/** Registers users unless they are there. Answers those that are new. */
export const importUsers = async (
  db: Db,
  sdkAppID: number,
  userIDs: readonly string[],
): Promise<string[]> => {
  const text = `
    insert into users (sdk_app_id, user_id) select $1, unnest($2::text[])
    on conflict do nothing returning user_id`
  const rows = await db.query<{ user_id: string }>({ name: 'users.import', text }, [sdkAppID, userIDs])
  return rows.map((row) => row.user_id)
}

/** A user with what of the profile is to be set. */
export interface ImportedUser {
  userID: string
  nickName: string | undefined
  faceUrl: string | undefined
}

/**
 * Registers users with their profiles; those that are there keep what is not given. No userID may be
 * given twice. Answers those that are new.
 */
export const importProfiles = async (
  db: Db,
  sdkAppID: number,
  users: readonly ImportedUser[],
): Promise<string[]> => {
  // In one order, so that two imports of the same users do not wait for each other.
  const text = `
    insert into users as u (sdk_app_id, user_id, nick_name, face_url)
    select $1, k.user_id, k.nick_name, k.face_url
    from unnest($2::text[], $3::text[], $4::text[]) k (user_id, nick_name, face_url) order by k.user_id
    on conflict (sdk_app_id, user_id) do update set
      nick_name = coalesce(excluded.nick_name, u.nick_name), face_url = coalesce(excluded.face_url, u.face_url)
    returning user_id, xmax = 0 as is_new`
  const rows = await db.query<{ user_id: string; is_new: boolean }>({ name: 'users.import_profiles', text }, [
    sdkAppID,
    users.map((user) => user.userID),
    users.map((user) => user.nickName ?? null),
    users.map((user) => user.faceUrl ?? null),
  ])
  return rows.filter((row) => row.is_new).map((row) => row.user_id)
}

/** Changes a profile. False when there is no such user. */
export const updateProfile = async (
  db: Db,
  sdkAppID: number,
  userID: string,
  { nickName, faceUrl }: ProfileChanges,
): Promise<boolean> => {
  const text = `
    update users set
      nick_name = case when $3 then $4::text else nick_name end,
      face_url = case when $5 then $6::text else face_url end
    where sdk_app_id = $1 and user_id = $2 returning 1 as done`
  const values = [
    sdkAppID,
    userID,
    nickName !== undefined,
    nickName ?? null,
    faceUrl !== undefined,
    faceUrl ?? null,
  ]
  return (await db.query({ name: 'users.update_profile', text }, values)).length === 1
}

/** Users of an app in the order of their IDs, a page at a time. */
export const listUsers = async (
  db: Db,
  sdkAppID: number,
  page: { after: string; limit: number },
): Promise<User[]> => {
  const text = `select ${columns} from users where sdk_app_id = $1 and user_id > $2 order by user_id limit $3`
  const rows = await db.query<UserRow>({ name: 'users.list', text }, [sdkAppID, page.after, page.limit])
  return rows.map(toUser)
}

/** Declares void every UserSig made before `nowMs`. False when there is no such user. */
export const revokeUserSigs = async (
  db: Db,
  sdkAppID: number,
  userID: string,
  nowMs: number,
): Promise<boolean> => {
  const text = `
    update users set user_sig_valid_from = to_timestamp($3 / 1000.0)
    where sdk_app_id = $1 and user_id = $2 returning 1 as done`
  return (await db.query({ name: 'users.revoke_sigs', text }, [sdkAppID, userID, nowMs])).length === 1
}
