import type { GroupCustomInfo, GroupRole } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import type { GroupKey, GroupMember } from '../types.ts'

const columns = `m.user_id as "userID", u.nick_name as "nickName", u.face_url as "faceUrl",
  m.name_card as "nameCard", m.role, m.joined_at as "joinedAtMs", m.custom_info as "customInfo",
  case when t.muted_until > to_timestamp($3::float8 / 1000.0) then t.muted_until end as "mutedUntilMs"`
const joins = `join users u on u.sdk_app_id = m.sdk_app_id and u.user_id = m.user_id
  left join group_mutes t on t.sdk_app_id = m.sdk_app_id and t.group_id = m.group_id and t.user_id = m.user_id`

const findStatement = {
  name: 'groupMembers.find',
  text: `select ${columns} from group_members m ${joins}
  where m.sdk_app_id = $1 and m.group_id = $2 and m.user_id = any($4::text[]) order by m.member_number`,
}

/** Those of the users who are members. */
export const findMembers = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  userIDs: readonly string[],
  nowMs: number,
): Promise<GroupMember[]> => await db.query(findStatement, [sdkAppID, groupID, nowMs, userIDs])

const pageText = (comparison: '>' | '<', order: 'asc' | 'desc'): string =>
  `select ${columns}, m.member_number as "memberNumber" from group_members m ${joins}
  where m.sdk_app_id = $1 and m.group_id = $2 and m.member_number ${comparison} $4
    and ($5::smallint is null or m.role = $5)
  order by m.member_number ${order} limit $6`

const oldestFirst = { name: 'groupMembers.page', text: pageText('>', 'asc') }
const newestFirst = { name: 'groupMembers.pageBackwards', text: pageText('<', 'desc') }

/** Members in the order in which they came, or the other way round. */
export const memberPage = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  page: { afterNumber: number; isNewestFirst: boolean; role?: GroupRole; limit: number; nowMs: number },
): Promise<(GroupMember & { memberNumber: number })[]> =>
  await db.query(page.isNewestFirst ? newestFirst : oldestFirst, [
    sdkAppID,
    groupID,
    page.nowMs,
    page.afterNumber,
    page.role ?? null,
    page.limit,
  ])

const lockUsersStatement = {
  name: 'groupMembers.lockUsers',
  text: `select 1 from users where sdk_app_id = $1 and user_id = any($2::text[]) order by user_id for no key update`,
}

/** Until the transaction ends nobody else changes what is these users' own. */
export const lockUsers = async (db: Db, sdkAppID: number, userIDs: readonly string[]): Promise<void> => {
  await db.query(lockUsersStatement, [sdkAppID, userIDs])
}

const addStatement = {
  name: 'groupMembers.add',
  text: `with added as (
    insert into group_members (sdk_app_id, group_id, user_id, role, joined_at)
    select $1, $2, k.user_id, k.role, to_timestamp($5::float8 / 1000.0)
    from unnest($3::text[], $4::smallint[]) with ordinality k (user_id, role, place)
    join users u on u.sdk_app_id = $1 and u.user_id = k.user_id
    order by k.place
    on conflict (sdk_app_id, group_id, user_id) do nothing
    returning user_id
  ), counted as (
    update groups set member_count = member_count + (select count(*) from added)
    where sdk_app_id = $1 and group_id = $2
  )
  select user_id as "userID" from added`,
}

/** Adds members. Answers those who are new: not those who were in it, nor IDs of nobody. */
export const addMembers = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  members: readonly { userID: string; role: GroupRole }[],
  nowMs: number,
): Promise<string[]> => {
  const rows = await db.query<{ userID: string }>(addStatement, [
    sdkAppID,
    groupID,
    members.map((member) => member.userID),
    members.map((member) => member.role),
    nowMs,
  ])
  return rows.map((row) => row.userID)
}

const removeStatement = {
  name: 'groupMembers.remove',
  text: `with removed as (
    delete from group_members where sdk_app_id = $1 and group_id = $2 and user_id = any($3::text[])
    returning user_id
  ), counted as (
    update groups set member_count = member_count - (select count(*) from removed)
    where sdk_app_id = $1 and group_id = $2
  ), unmuted as (
    delete from group_mutes where $4 and sdk_app_id = $1 and group_id = $2 and user_id = any($3::text[])
  )
  select user_id as "userID" from removed`,
}

/** Removes members, and their mutes with them if `withMutes`. Answers who was one. */
export const removeMembers = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  userIDs: readonly string[],
  withMutes: boolean,
): Promise<string[]> => {
  const rows = await db.query<{ userID: string }>(removeStatement, [sdkAppID, groupID, userIDs, withMutes])
  return rows.map((row) => row.userID)
}

const roleStatement = {
  name: 'groupMembers.setRole',
  text: `update group_members set role = $4 where sdk_app_id = $1 and group_id = $2 and user_id = $3`,
}

export const setRole = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  userID: string,
  role: GroupRole,
): Promise<void> => {
  await db.query(roleStatement, [sdkAppID, groupID, userID, role])
}

const ownFieldsStatement = {
  name: 'groupMembers.setFields',
  text: `update group_members set name_card = coalesce($4, name_card), custom_info = coalesce($5::jsonb, custom_info)
  where sdk_app_id = $1 and group_id = $2 and user_id = $3`,
}

export const setMemberFields = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  userID: string,
  fields: { nameCard?: string | undefined; customInfo?: GroupCustomInfo | undefined },
): Promise<void> => {
  const customInfo = fields.customInfo === undefined ? null : JSON.stringify(fields.customInfo)
  await db.query(ownFieldsStatement, [sdkAppID, groupID, userID, fields.nameCard ?? null, customInfo])
}

const muteStatement = {
  name: 'groupMembers.mute',
  text: `insert into group_mutes (sdk_app_id, group_id, user_id, muted_until)
  values ($1, $2, $3, to_timestamp($4::float8 / 1000.0))
  on conflict (sdk_app_id, group_id, user_id) do update set muted_until = excluded.muted_until`,
}

/** Mutes a member until an instant; one that is past unmutes. */
export const setMutedUntil = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  userID: string,
  untilMs: number,
): Promise<void> => {
  await db.query(muteStatement, [sdkAppID, groupID, userID, untilMs])
}

const oldestStatement = {
  name: 'groupMembers.oldest',
  text: `select user_id as "userID" from group_members where sdk_app_id = $1 and group_id = $2
  order by member_number limit 1`,
}

/** The member who has been there longest; undefined when there is none. */
export const oldestMember = async (db: Db, { sdkAppID, groupID }: GroupKey): Promise<string | undefined> =>
  (await db.query<{ userID: string }>(oldestStatement, [sdkAppID, groupID]))[0]?.userID
