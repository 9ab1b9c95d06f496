import { randomInt } from 'node:crypto'

import {
  communityIDPrefix,
  ErrorCode,
  GroupRole,
  ownGroupIDPrefix,
  type CreateGroupParams,
  type GroupType,
} from '@carillon/protocol'

import { admit, fullGroup, limitsOf, mostMembers, tooManyGroups, usersAtLimit } from '../admission.ts'
import { announce } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { ensureConversation } from '../queries/conversation.ts'
import { findGroup, groupMadeWith, insertGroup } from '../queries/groups.ts'
import { findMembers } from '../queries/members.ts'
import { checkNewGroupID, checkTexts } from '../rules/check-fields.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import { mayDo } from '../rules/rights.ts'
import {
  groupDone,
  groupRefused,
  GroupRefusedError,
  type Group,
  type GroupOutcome,
  type GroupRefusal,
} from '../types.ts'
import { refuse, toTipUser } from '../with-group.ts'

interface Creator {
  sdkAppID: number
  userID: string
}

/** Makes a group with its creator as owner. The same `random` of the same creator again is the same group. */
export const createGroup = async (
  parts: GroupsParts,
  creator: Creator,
  params: CreateGroupParams,
): Promise<GroupOutcome<{ groupID: string }>> => {
  const problem = checkCreate(params)
  if (problem) return problem
  const before = await madeBefore(parts, creator, params)
  if (before !== undefined) return groupDone({ groupID: before })
  const groupID = params.groupID ?? makeGroupID(params.groupType)
  try {
    const { group, added } = await store(parts, creator, { ...params, groupID })
    parts.connections.send(creator, 'group.notice', { notice: { groupID, kind: 'created' } })
    await tellInitialMembers(parts, group, creator, added)
    return groupDone({ groupID })
  } catch (error) {
    if (!(error instanceof GroupRefusedError)) throw error
    // Asked for twice at once: the other request has made it.
    const meanwhile = await madeBefore(parts, creator, params)
    return meanwhile === undefined ? error.refusal : groupDone({ groupID: meanwhile })
  }
}

const madeBefore = async (
  { database }: GroupsParts,
  creator: Creator,
  { groupID, random }: CreateGroupParams,
): Promise<string | undefined> =>
  groupID === undefined && random !== undefined ? await groupMadeWith(database, creator, random) : undefined

const checkCreate = (params: CreateGroupParams): GroupRefusal | undefined => {
  const problem =
    checkTexts(params) ??
    (params.groupID === undefined ? undefined : checkNewGroupID(params.groupID, params.groupType))
  if (problem) return problem
  if (params.groupType === 'AVChatRoom' && (params.members ?? []).length > 0)
    return groupRefused(
      ErrorCode.GROUP_PERMISSION_DENY,
      'members: nobody can be put into an AVChatRoom; everyone joins by himself.',
    )
  if (params.isSupportTopic === true && params.groupType !== 'Community')
    return groupRefused(
      ErrorCode.GROUP_INVALID_PARAMETERS,
      'isSupportTopic: only a Community can have topics.',
    )
  return undefined
}

const store = async (
  parts: GroupsParts,
  { sdkAppID, userID }: Creator,
  params: CreateGroupParams & { groupID: string },
): Promise<{ group: Group; added: string[] }> => {
  const { groupID, groupType } = params
  const rules = groupTypeRules[groupType]
  const limits = await limitsOf(parts, sdkAppID)
  const nowMs = parts.clock.now()
  const most = mostMembers({ groupType, maxMemberCount: null }, limits)
  return await parts.memory.change(async (db, notes) => {
    if ((await usersAtLimit({ db }, sdkAppID, [userID], limits)).size > 0)
      return refuse(tooManyGroups(limits))
    const { conversationID, lastSeq } = await ensureConversation(db, { sdkAppID, groupID })
    const group: Group & { owner: string } = {
      sdkAppID,
      groupID,
      groupType,
      groupName: params.groupName,
      introduction: params.introduction ?? '',
      notification: params.notification ?? '',
      faceUrl: params.faceUrl ?? '',
      owner: userID,
      addOption: rules.canChangeAddOption ? (params.addOption ?? rules.addOption) : rules.addOption,
      isAllMuted: params.isAllMuted ?? false,
      isSupportTopic: params.isSupportTopic ?? false,
      customInfo: params.customInfo ?? {},
      maxMemberCount: null,
      memberCount: 0,
      conversationID,
      baseSeq: lastSeq,
      createdAtMs: nowMs,
      infoChangedAtMs: nowMs,
    }
    if (!(await insertGroup(db, group, params.random))) {
      const owner = (await findGroup(db, group))?.owner
      return refuse(owner === userID ? idIsYours(groupID) : idInUse(groupID))
    }
    await notes.note(group, { kind: 'reload' })
    const hasAdmins = mayDo('set-role', { groupType, role: GroupRole.Owner })
    const others = (params.members ?? []).filter((member) => member.userID !== userID)
    if (1 + others.length > most) return refuse(fullGroup(most))
    const atLimit = await usersAtLimit(
      { db },
      sdkAppID,
      others.map((member) => member.userID),
      limits,
    )
    const added = await admit({ db, notes, group, nowMs }, [
      { userID, role: GroupRole.Owner },
      ...others
        .filter((member) => !atLimit.has(member.userID))
        .map((member) => ({
          userID: member.userID,
          role: hasAdmins ? (member.role ?? GroupRole.Member) : GroupRole.Member,
        })),
    ])
    return { group, added }
  })
}

/** A group that is hidden until its first message is not spoken of before it. */
const tellInitialMembers = async (
  parts: GroupsParts,
  group: Group,
  { userID }: Creator,
  added: readonly string[],
): Promise<void> => {
  const rules = groupTypeRules[group.groupType]
  const others = added.filter((member) => member !== userID)
  if (rules.isHiddenUntilFirstMessage || rules.comingAndGoing === 'off' || others.length === 0) return
  const members = await findMembers(parts.database, group, added, parts.clock.now())
  const users = members.map(toTipUser)
  await announce(parts, {
    group,
    policy: 'live',
    notice: {
      groupID: group.groupID,
      kind: 'member-invited',
      operator: users.find((user) => user.userID === userID) ?? { userID },
      members: users.filter((user) => user.userID !== userID),
    },
  })
}

const idInUse = (groupID: string): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_ID_IN_USE,
    `groupID: ${JSON.stringify(groupID)} is another group's. Choose another ID.`,
  )

const idIsYours = (groupID: string): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_ID_IN_USE_FOR_SUPER,
    `groupID: the group ${JSON.stringify(groupID)} is yours already. Use it, or choose another ID.`,
  )

const idCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const makeGroupID = (groupType: GroupType): string => {
  const prefix = groupType === 'Community' ? communityIDPrefix : ownGroupIDPrefix
  const characters = Array.from({ length: 13 }, () => idCharacters[randomInt(idCharacters.length)])
  return `${prefix}${characters.join('')}`
}
