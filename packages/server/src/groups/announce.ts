import type { GroupTipsElement } from '@carillon/protocol'

import type { GroupsParts, Notice } from './parts.ts'
import type { TipsPolicy } from './rules/group-types.ts'
import type { Group } from './types.ts'

/** Something that happened in a group, to be told. */
export interface Announcement {
  group: Pick<Group, 'sdkAppID' | 'groupID' | 'conversationID'>
  policy: TipsPolicy
  notice: Notice
  /** The entry of the log; absent where there is none. */
  tip?: Omit<GroupTipsElement, 'type'>
  /** Hear of it beside the members: those who have just left. */
  also?: readonly string[]
}

/**
 * Tells the members who are connected, and puts the tip into the log. What fails here has happened all
 * the same, so it fails nobody's request.
 */
export const announce = async (parts: GroupsParts, announcement: Announcement): Promise<void> => {
  const { group, policy, notice, tip, also = [] } = announcement
  if (policy === 'off') return
  try {
    const members = (await parts.memory.find(group))?.members ?? []
    tellUsers(parts, group.sdkAppID, members, notice)
    if (also.length > 0) tellUsers(parts, group.sdkAppID, also, notice)
    if (!tip) return
    const outcome = await parts.tips.sendTips({
      sdkAppID: group.sdkAppID,
      groupID: group.groupID,
      conversationID: group.conversationID,
      element: { type: 'group-tips', ...tip },
      recipients: members,
      isStored: policy === 'stored',
    })
    if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.desc}`)
  } catch (error) {
    parts.events.fault({ where: 'groups.announce', error })
  }
}

/** Tells users who are connected. */
export const tellUsers = (
  parts: GroupsParts,
  sdkAppID: number,
  userIDs: readonly string[],
  notice: Notice,
): void => {
  parts.connections.sendToMany(sdkAppID, userIDs, 'group.notice', { notice })
}
