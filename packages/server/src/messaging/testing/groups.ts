import { ErrorCode, GroupRole } from '@carillon/protocol'

import type { Database } from '../../store/db.ts'
import { refusedSend, type GroupSends } from '../types.ts'

/** A group as messaging sees it. */
interface TestGroup {
  conversationID: number
  members: string[]
  roles: Map<string, GroupRole>
  isStored: boolean
  countsAsUnread: boolean
}

/** Groups of app 1: only what messaging asks of them. */
export interface TestGroups extends GroupSends {
  readonly known: Map<string, TestGroup>
  readonly muted: Set<string>
  /** Makes a group with its conversation; the first member owns it. Answers the number of its conversation. */
  make(
    groupID: string,
    members: readonly string[],
    kind?: { isStored?: boolean; countsAsUnread?: boolean },
  ): Promise<number>
}

/** Makes groups that a test fills. */
export const createTestGroups = (database: Database): TestGroups => {
  const known = new Map<string, TestGroup>()
  const muted = new Set<string>()
  return {
    known,
    muted,
    async make(groupID, members, { isStored = true, countsAsUnread = true } = {}) {
      const [row] = await database.query<{ conversationID: number }>(
        {
          name: 'test.makeGroup',
          text: `with made as (
            insert into conversations (sdk_app_id, kind, key) values (1, 'group', $1) returning conversation_id
          ), joined as (
            insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id)
            select 1, k.user_id, made.conversation_id, $1 from made, unnest($2::text[]) k (user_id)
          )
          select conversation_id as "conversationID" from made`,
        },
        [groupID, members],
      )
      const conversationID = row?.conversationID ?? 0
      const [owner = ''] = members
      const roles = new Map<string, GroupRole>([[owner, GroupRole.Owner]])
      known.set(groupID, { conversationID, members: [...members], roles, isStored, countsAsUnread })
      return conversationID
    },
    async checkSend({ groupID, sender }) {
      const group = known.get(groupID)
      if (!group) return refusedSend(ErrorCode.GROUP_NOT_FOUND, 'no such group')
      if (!group.members.includes(sender)) return refusedSend(ErrorCode.GROUP_PERMISSION_DENY, 'no member')
      if (muted.has(sender)) return refusedSend(ErrorCode.GROUP_SHUTUP_DENY, 'muted')
      const { conversationID, members, isStored, countsAsUnread } = group
      return await Promise.resolve({
        ok: true,
        conversationID,
        recipients: members,
        isStored,
        countsAsUnread,
        groupType: 'Public',
      })
    },
    audience: async ({ groupID }) => await Promise.resolve(known.get(groupID)?.members),
    async roleOf({ groupID, userID }) {
      const group = known.get(groupID)
      if (group?.members.includes(userID) !== true) return undefined
      return await Promise.resolve(group.roles.get(userID) ?? GroupRole.Member)
    },
  }
}
