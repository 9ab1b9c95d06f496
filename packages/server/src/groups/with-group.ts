import { ErrorCode, GroupRole, type TipUser } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { ChangeNotes } from './group-memory.ts'
import type { GroupsParts } from './parts.ts'
import { findMembers } from './queries/members.ts'
import { lockGroup } from './queries/groups.ts'
import { administratorMay, mayDo, type GroupAction } from './rules/rights.ts'
import {
  groupDone,
  groupRefused,
  GroupRefusedError,
  noSuchGroup,
  notAMember,
  type Group,
  type GroupActor,
  type GroupMember,
  type GroupOutcome,
  type GroupRefusal,
} from './types.ts'

/** A group that is locked, with the one who asks. */
export interface LockedGroup {
  db: Db
  notes: ChangeNotes
  group: Group
  nowMs: number
  /** Undefined for one who is no member. */
  me: GroupMember | undefined
  /** The app itself asks. */
  isAdministrator: boolean
}

/**
 * Runs `work` with a group locked, in a transaction: 10010 when there is no such group. What `work`
 * throws by `refuse` becomes the answer, and nothing is changed.
 */
export const withGroup = async <T>(
  parts: GroupsParts,
  actor: GroupActor,
  work: (locked: LockedGroup) => Promise<T>,
): Promise<GroupOutcome<T>> => {
  try {
    const data = await parts.memory.change(async (db, notes) => {
      const group = await lockGroup(db, actor)
      if (!group) return refuse(noSuchGroup(actor.groupID))
      const nowMs = parts.clock.now()
      const isAdministrator = actor.isAdministrator === true
      const me = isAdministrator
        ? administrator(actor.userID)
        : (await findMembers(db, actor, [actor.userID], nowMs))[0]
      return await work({ db, notes, group, nowMs, me, isAdministrator })
    })
    return groupDone(data)
  } catch (error) {
    if (error instanceof GroupRefusedError) return error.refusal
    throw error
  }
}

/** The app itself, where a member is asked for. */
const administrator = (userID: string): GroupMember => ({
  userID,
  nickName: null,
  faceUrl: null,
  nameCard: '',
  role: GroupRole.Owner,
  joinedAtMs: 0,
  mutedUntilMs: null,
  customInfo: {},
})

/** Ends the work under way with a refusal. */
export const refuse = (refusal: GroupRefusal): never => {
  throw new GroupRefusedError(refusal)
}

/** The one who asks, who must be a member. */
export const asMember = ({ group, me }: LockedGroup): GroupMember => me ?? refuse(notAMember(group.groupID))

/** The one who asks, who must have the right to it; `target` is whom it is done to. */
export const asEntitled = (locked: LockedGroup, action: GroupAction, target?: GroupRole): GroupMember => {
  const me = asMember(locked)
  const { groupType } = locked.group
  const given = { groupType, role: me.role, ...(target === undefined ? {} : { target }) }
  const isEntitled = locked.isAdministrator ? administratorMay(action, given) : mayDo(action, given)
  if (isEntitled) return me
  return refuse(locked.isAdministrator ? notOfType(action, locked.group) : notEntitled(action, locked.group))
}

/** 10007 for one whose role does not allow it. */
export const notEntitled = (action: string, { groupType }: Pick<Group, 'groupType'>): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_PERMISSION_DENY,
    `Your role in this ${groupType} group does not allow it: ${action}.`,
  )

/** 10007 for the app itself, whom only the type of the group, or the owner's standing, can refuse. */
const notOfType = (action: GroupAction, { groupType }: Pick<Group, 'groupType'>): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_PERMISSION_DENY,
    `This is not done in a group of the type ${groupType}, or not to its owner: ${action}.`,
  )

/** A member whom something is done to: 10004 when there is none. */
export const memberOf = async ({ db, group, nowMs }: LockedGroup, userID: string): Promise<GroupMember> => {
  const [member] = await findMembers(db, group, [userID], nowMs)
  return (
    member ??
    refuse(
      groupRefused(
        ErrorCode.GROUP_INVALID_PARAMETERS,
        `userID: ${JSON.stringify(userID)} is not a member of the group.`,
      ),
    )
  )
}

/** A member as tips and notices name it. */
export const toTipUser = (
  user: Pick<GroupMember, 'userID' | 'nickName' | 'faceUrl'> & { nameCard?: string },
): TipUser => ({
  userID: user.userID,
  ...(user.nickName ? { nickName: user.nickName } : {}),
  ...(user.faceUrl ? { faceUrl: user.faceUrl } : {}),
  ...(user.nameCard ? { nameCard: user.nameCard } : {}),
})
