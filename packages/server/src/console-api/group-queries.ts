import type { ConsoleGroup, ConsoleGroupMember, ConsoleGroupMemberPage } from '@carillon/protocol'

import { findGroup } from '../groups/queries/groups.ts'
import type { Group, GroupKey } from '../groups/types.ts'
import type { Db } from '../store/db.ts'
import { beginningRange, beginningWith, foundIDs, withoutNulls } from './search.ts'

const listStatement = {
  name: 'console.groups',
  text: `${foundIDs('groups', 'group_id', 'name')}
  select g.group_id as "groupID", g.type as "groupType", g.name as "groupName", g.owner,
    g.member_count as "memberCount", g.created_at as "createdAtMs", g.is_all_muted as "isAllMuted"
  from (select id from found order by id using ~<~ limit $5) f
  join groups g on g.sdk_app_id = $1 and g.group_id = f.id
  order by g.group_id using ~<~`,
}

/** Groups whose ID or name begins with a text, in the order of their IDs. */
export const searchGroups = async (
  db: Db,
  sdkAppID: number,
  { beginning, after, limit }: { beginning: string; after: string; limit: number },
): Promise<ConsoleGroup[]> => {
  const values = [sdkAppID, ...beginningRange(beginning), after, limit]
  const rows = await db.query<ConsoleGroup>(listStatement, values)
  return rows.map(withoutNulls)
}

const lastMessageStatement = {
  name: 'console.lastMessage',
  text: `select last_message_at as "lastMessageAtMs" from conversations where conversation_id = $1 and last_seq > $2`,
}

/** A group as it is stored, and when its last message was; undefined when there is none. */
export const findGroupWithLast = async (
  db: Db,
  key: GroupKey,
): Promise<{ group: Group; lastMessageAtMs: number | null } | undefined> => {
  const group = await findGroup(db, key)
  if (group === undefined) return undefined
  const [last] = await db.query<{ lastMessageAtMs: number | null }>(lastMessageStatement, [
    group.conversationID,
    // What was written in an earlier group of the same ID is not this one's.
    group.baseSeq,
  ])
  return { group, lastMessageAtMs: last?.lastMessageAtMs ?? null }
}

const membersStatement = {
  name: 'console.groupMembers',
  text: `select m.user_id as "userID", u.nick_name as "nickName", m.name_card as "nameCard", m.role,
    m.joined_at as "joinedAtMs", t.muted_until as "mutedUntilMs", m.member_number as "memberNumber"
  from group_members m
  join users u on u.sdk_app_id = m.sdk_app_id and u.user_id = m.user_id
  left join group_mutes t on t.sdk_app_id = m.sdk_app_id and t.group_id = m.group_id and t.user_id = m.user_id
    and t.muted_until > to_timestamp($5::float8 / 1000.0)
  where m.sdk_app_id = $1 and m.group_id = $2 and m.member_number > $4
    and (m.user_id like $3 or u.nick_name ilike $3 or m.name_card ilike $3)
  order by m.member_number limit $6`,
}

/** Members whose ID, nickname or name card begins with a text, in the order in which they came. */
export const searchMembers = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  page: { beginning: string; afterNumber: number; nowMs: number; limit: number },
): Promise<ConsoleGroupMemberPage> => {
  const rows = await db.query<ConsoleGroupMember & { memberNumber: number }>(membersStatement, [
    sdkAppID,
    groupID,
    beginningWith(page.beginning),
    page.afterNumber,
    page.nowMs,
    page.limit + 1,
  ])
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    members: shown.map(({ memberNumber: _number, nickName, ...member }) => ({
      ...withoutNulls(member),
      nickName,
    })),
    ...(rows.length > page.limit && last ? { next: String(last.memberNumber) } : {}),
  }
}
