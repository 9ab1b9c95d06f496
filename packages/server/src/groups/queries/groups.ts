import type { GroupRole } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import type { Group, GroupKey } from '../types.ts'

const columns = `g.sdk_app_id as "sdkAppID", g.group_id as "groupID", g.type as "groupType", g.name as "groupName",
  g.introduction, g.notification, g.face_url as "faceUrl", g.owner, g.add_option as "addOption",
  g.is_all_muted as "isAllMuted", g.is_support_topic as "isSupportTopic", g.custom_info as "customInfo",
  g.max_member_count as "maxMemberCount", g.member_count as "memberCount",
  g.conversation_id as "conversationID", g.base_seq as "baseSeq", g.created_at as "createdAtMs",
  g.info_changed_at as "infoChangedAtMs"`

const findStatement = {
  name: 'groups.find',
  text: `select ${columns} from groups g where g.sdk_app_id = $1 and g.group_id = $2`,
}

export const findGroup = async (db: Db, { sdkAppID, groupID }: GroupKey): Promise<Group | undefined> =>
  (await db.query<Group>(findStatement, [sdkAppID, groupID]))[0]

const lockStatement = { name: 'groups.lock', text: `${findStatement.text} for update` }

/** Until the transaction ends nobody else changes the group or who is in it. */
export const lockGroup = async (db: Db, { sdkAppID, groupID }: GroupKey): Promise<Group | undefined> =>
  (await db.query<Group>(lockStatement, [sdkAppID, groupID]))[0]

/** A group with what is one user's own of it. */
export interface GroupOfUser extends Group {
  lastMessageAtMs: number | null
  /** Null for one who is no member. */
  role: GroupRole | null
  nameCard: string | null
  joinedAtMs: number | null
  receiveOption: number | null
  memberNumber: number | null
}

const ofUser = `select ${columns}, c.last_message_at as "lastMessageAtMs", m.role, m.name_card as "nameCard",
    m.joined_at as "joinedAtMs", m.member_number as "memberNumber", cm.receive_option as "receiveOption"`
const ofUserJoins = `join conversations c on c.conversation_id = g.conversation_id
  left join conversation_members cm on cm.sdk_app_id = g.sdk_app_id and cm.user_id = $2
    and cm.conversation_id = g.conversation_id`

const lookUpStatement = {
  name: 'groups.lookUp',
  text: `${ofUser}
  from groups g
  left join group_members m on m.sdk_app_id = g.sdk_app_id and m.group_id = g.group_id and m.user_id = $2
  ${ofUserJoins}
  where g.sdk_app_id = $1 and g.group_id = any($3::text[])`,
}

/** Those of the groups that exist, as `userID` sees them. */
export const lookUpGroups = async (
  db: Db,
  { sdkAppID, userID }: { sdkAppID: number; userID: string },
  groupIDs: readonly string[],
): Promise<GroupOfUser[]> => await db.query(lookUpStatement, [sdkAppID, userID, groupIDs])

const joinedStatement = {
  name: 'groups.joined',
  text: `${ofUser}
  from group_members m join groups g on g.sdk_app_id = m.sdk_app_id and g.group_id = m.group_id
  ${ofUserJoins}
  where m.sdk_app_id = $1 and m.user_id = $2 and m.member_number > $3 and g.type <> all($4::text[])
    and (g.type <> all($5::text[]) or m.role = 400 or c.last_seq > g.base_seq)
  order by m.member_number limit $6`,
}

/** Groups a user has joined, in the order of joining. */
export const joinedGroups = async (
  db: Db,
  { sdkAppID, userID }: { sdkAppID: number; userID: string },
  page: {
    afterNumber: number
    limit: number
    /** Types that are in no list. */
    unlisted: readonly string[]
    /** Types that only the owner sees before the first message. */
    hidden: readonly string[]
  },
): Promise<GroupOfUser[]> =>
  await db.query(joinedStatement, [
    sdkAppID,
    userID,
    page.afterNumber,
    page.unlisted,
    page.hidden,
    page.limit,
  ])

const insertStatement = {
  name: 'groups.insert',
  text: `insert into groups (sdk_app_id, group_id, type, name, introduction, notification, face_url, owner,
    add_option, is_all_muted, is_support_topic, custom_info, conversation_id, base_seq, created_at, info_changed_at,
    created_by, creation_random)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $14,
    to_timestamp($15::float8 / 1000.0), to_timestamp($15::float8 / 1000.0), $8, $16)
  on conflict do nothing returning 1 as done`,
}

/** Stores a group without members. False when there is one of this ID, or one its owner made with this random. */
export const insertGroup = async (
  db: Db,
  group: Omit<Group, 'maxMemberCount' | 'memberCount' | 'infoChangedAtMs'> & { owner: string },
  random: number | undefined,
): Promise<boolean> => {
  const rows = await db.query(insertStatement, [
    group.sdkAppID,
    group.groupID,
    group.groupType,
    group.groupName,
    group.introduction,
    group.notification,
    group.faceUrl,
    group.owner,
    group.addOption,
    group.isAllMuted,
    group.isSupportTopic,
    JSON.stringify(group.customInfo),
    group.conversationID,
    group.baseSeq,
    group.createdAtMs,
    random ?? null,
  ])
  return rows.length === 1
}

const madeStatement = {
  name: 'groups.made',
  text: `select group_id as "groupID" from groups
  where sdk_app_id = $1 and created_by = $2 and creation_random = $3`,
}

/** The ID of the group a user made with this random. */
export const groupMadeWith = async (
  db: Db,
  { sdkAppID, userID }: { sdkAppID: number; userID: string },
  random: number,
): Promise<string | undefined> =>
  (await db.query<{ groupID: string }>(madeStatement, [sdkAppID, userID, random]))[0]?.groupID

/** What can be changed of a group; what is absent stays. */
export type GroupChanges = Partial<
  Pick<
    Group,
    | 'groupName'
    | 'introduction'
    | 'notification'
    | 'faceUrl'
    | 'isAllMuted'
    | 'addOption'
    | 'customInfo'
    | 'owner'
  >
>

const updateStatement = {
  name: 'groups.update',
  text: `update groups set name = coalesce($3, name), introduction = coalesce($4, introduction),
    notification = coalesce($5, notification), face_url = coalesce($6, face_url),
    is_all_muted = coalesce($7, is_all_muted), add_option = coalesce($8, add_option),
    custom_info = coalesce($9::jsonb, custom_info), owner = coalesce($10, owner),
    info_changed_at = to_timestamp($11::float8 / 1000.0)
  where sdk_app_id = $1 and group_id = $2`,
}

export const updateGroup = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  changes: GroupChanges,
  nowMs: number,
): Promise<void> => {
  await db.query(updateStatement, [
    sdkAppID,
    groupID,
    changes.groupName ?? null,
    changes.introduction ?? null,
    changes.notification ?? null,
    changes.faceUrl ?? null,
    changes.isAllMuted ?? null,
    changes.addOption ?? null,
    changes.customInfo === undefined ? null : JSON.stringify(changes.customInfo),
    changes.owner ?? null,
    nowMs,
  ])
}

const deleteStatement = {
  name: 'groups.delete',
  text: `delete from groups where sdk_app_id = $1 and group_id = $2`,
}

/** Deletes a group with its members, mutes and applications. Its conversation stays. */
export const deleteGroup = async (db: Db, { sdkAppID, groupID }: GroupKey): Promise<void> => {
  await db.query(deleteStatement, [sdkAppID, groupID])
}

const countStatement = {
  name: 'groups.countOf',
  text: `select k.user_id as "userID", count(m.group_id)::integer as count
  from unnest($2::text[]) k (user_id)
  left join group_members m on m.sdk_app_id = $1 and m.user_id = k.user_id
  group by k.user_id`,
}

/** How many groups each of the users is in. */
export const groupCounts = async (
  db: Db,
  sdkAppID: number,
  userIDs: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.query<{ userID: string; count: number }>(countStatement, [sdkAppID, userIDs])
  return new Map(rows.map((row) => [row.userID, row.count]))
}
