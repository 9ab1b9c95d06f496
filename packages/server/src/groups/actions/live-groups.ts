import type { GroupsParts } from '../parts.ts'
import { quitGroup } from './leave.ts'

const findStatement = {
  name: 'groups.liveOfUser',
  text: `select g.group_id as "groupID" from group_members m
  join groups g on g.sdk_app_id = m.sdk_app_id and g.group_id = m.group_id
  where m.sdk_app_id = $1 and m.user_id = $2 and g.type = 'AVChatRoom' and m.role < 400`,
}

/** Takes a user out of the AVChatRooms the user is in, but those the user owns. */
export const leaveLiveGroups = async (
  parts: GroupsParts,
  user: { sdkAppID: number; userID: string },
): Promise<void> => {
  const found = await parts.database.query<{ groupID: string }>(findStatement, [user.sdkAppID, user.userID])
  for (const { groupID } of found) await quitGroup(parts, { ...user, groupID })
}
