import { GroupAddOptEnum } from '@carillon/client'

import { conversationIDOf } from './conversation-id'
import { sdk } from './sdk'

/** Makes a group with some first members. @returns its conversation, or why there is none */
export const createGroup = async (
  groupName: string,
  userIDs: readonly string[],
): Promise<{ conversationID: string } | { problem: string }> => {
  const { code, desc, data } = await sdk.getGroupManager().createGroup({
    groupType: 'Work',
    groupName,
    addOpt: GroupAddOptEnum.V2TIM_GROUP_ADD_ANY,
    memberList: userIDs.map((userID) => ({ userID, role: 200 })),
  })
  return data === undefined
    ? { problem: `${desc} (${code})` }
    : { conversationID: conversationIDOf({ kind: 'group', groupID: data }) }
}
