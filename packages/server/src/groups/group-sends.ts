import { ErrorCode, type SendMessageParams } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { GroupSendCheck, GroupSends } from '../messaging/types.ts'
import type { GroupFactsSource } from '../push/types.ts'
import type { GroupMemory } from './group-memory.ts'
import type { GroupState } from './group-state.ts'
import { groupTypeRules } from './rules/group-types.ts'
import { groupRefused, noSuchGroup, notAMember, type GroupRefusal } from './types.ts'

/** What messaging asks before it sends to a group, answered from memory. */
export const createGroupSends = (parts: { memory: GroupMemory; clock: Clock }): GroupSends => ({
  async checkSend({ sdkAppID, groupID, sender, params }) {
    const state = await parts.memory.find({ sdkAppID, groupID })
    if (!state) return noSuchGroup(groupID)
    const problem = checkSpeaker(state, sender, parts.clock.now()) ?? checkParams(state, params)
    return problem ?? accepted(state, sender, params)
  },
  async audience(group) {
    return (await parts.memory.find(group))?.members
  },
  async roleOf({ userID, ...group }) {
    return (await parts.memory.find(group))?.roleOf(userID)
  },
})

const checkSpeaker = (state: GroupState, sender: string, nowMs: number): GroupRefusal | undefined => {
  if (state.roleOf(sender) === undefined) return notAMember(state.groupID)
  if (!state.isMuted(sender, nowMs)) return undefined
  return groupRefused(
    ErrorCode.GROUP_SHUTUP_DENY,
    state.isAllMuted ? 'Everyone in the group is muted.' : 'You are muted in the group.',
  )
}

const checkParams = (state: GroupState, params: SendMessageParams): GroupRefusal | undefined => {
  const { groupType } = state
  const rules = groupTypeRules[groupType]
  if (!rules.allowsTargets && (params.targetUserIDs ?? []).length > 0)
    return groupRefused(
      ErrorCode.GROUP_INVALID_PARAMETERS,
      `targetUserIDs: a ${groupType} has no messages for chosen members.`,
    )
  if (!rules.allowsMentions && (params.atUserIDs ?? []).length > 0)
    return groupRefused(ErrorCode.GROUP_INVALID_PARAMETERS, `atUserIDs: an ${groupType} has no mentions.`)
  if (!rules.isStored && params.isOnlineOnly === true)
    return groupRefused(
      ErrorCode.GROUP_INVALID_PARAMETERS,
      `isOnlineOnly: messages of an ${groupType} are for those who are connected in any case.`,
    )
  return undefined
}

const accepted = (state: GroupState, sender: string, params: SendMessageParams): GroupSendCheck => {
  const { isStored, countsAsUnread } = groupTypeRules[state.groupType]
  const nameCard = state.nameCardOf(sender)
  return {
    ok: true,
    conversationID: state.conversationID,
    recipients: recipientsOf(state, params),
    ...(nameCard === '' ? {} : { nameCard }),
    isStored,
    countsAsUnread,
    groupType: state.groupType,
  }
}

const recipientsOf = (state: GroupState, { targetUserIDs = [] }: SendMessageParams): readonly string[] =>
  targetUserIDs.length === 0
    ? state.members
    : [...new Set(targetUserIDs)].filter((userID) => state.roleOf(userID) !== undefined)

/** What the push planner asks of a group. */
export const createGroupFacts =
  (memory: Pick<GroupMemory, 'find'>): GroupFactsSource =>
  async (sdkAppID, groupID) => {
    const state = await memory.find({ sdkAppID, groupID })
    if (!state) return undefined
    return { groupID, name: state.groupName, isLiveOnly: !groupTypeRules[state.groupType].isStored }
  }
