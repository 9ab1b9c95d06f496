import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { GroupSends, Send } from './types.ts'

/** Who came and who went while a message was on its way into a group's log. */
export interface ComingsAndGoings {
  joined: readonly string[]
  left: ReadonlySet<string>
}

const nobody: ComingsAndGoings = { joined: [], left: new Set() }

const membersStatement = {
  name: 'messaging.membersAt',
  text: `select user_id as "userID" from conversation_members
  where sdk_app_id = $1 and user_id = any($2::text[]) and conversation_id = $3 and joined_seq < $4
    and (left_seq is null or left_seq >= $4)`,
}

/**
 * A group message is addressed from memory before it has its place in the log; meanwhile the app's backend may
 * have been asked, and members may have come and gone, here or on another node. Who did so before that place is
 * found here. Asks the database only when the group's members are others than those it was addressed to.
 */
export const comingsAndGoings = async (
  { database, groups }: { database: Db; groups: Pick<GroupSends, 'audience'> },
  { send, recipients }: { send: Send; recipients: readonly string[] },
  { sdkAppID, groupID, seq }: MessageRecord,
): Promise<ComingsAndGoings> => {
  if (groupID === undefined || send.group === undefined || send.visibleTo !== undefined) return nobody
  const members = await groups.audience({ sdkAppID, groupID })
  if (members === undefined || members === recipients) return nobody
  const now = new Set(members)
  const before = new Set(recipients)
  const others = [
    ...members.filter((userID) => !before.has(userID)),
    ...recipients.filter((userID) => !now.has(userID)),
  ]
  if (others.length === 0) return nobody
  const rows = await database.query<{ userID: string }>(membersStatement, [
    sdkAppID,
    others,
    send.group.conversationID,
    seq,
  ])
  const entitled = new Set(rows.map(({ userID }) => userID))
  return {
    joined: others.filter((userID) => !before.has(userID) && entitled.has(userID)),
    left: new Set(others.filter((userID) => before.has(userID) && !entitled.has(userID))),
  }
}
