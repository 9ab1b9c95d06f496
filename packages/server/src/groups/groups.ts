import type {
  CreateGroupParams,
  GroupApplicationKey,
  GroupApplicationRecord,
  GroupCustomInfo,
  GroupLookup,
  GroupMemberRecord,
  GroupMemberResult,
  GroupRecord,
  GroupRole,
  SetGroupInfoParams,
} from '@carillon/protocol'

import { createGroup } from './actions/create.ts'
import { setGroupInfo } from './actions/info.ts'
import { inviteUsers } from './actions/invite.ts'
import { handleApplication, joinGroup } from './actions/join.ts'
import { dismissGroup, kickMembers, quitGroup } from './actions/leave.ts'
import { leaveLiveGroups } from './actions/live-groups.ts'
import { muteMember, setMemberInfo, setMemberRole, transferOwner } from './actions/members.ts'
import {
  applicationsOf,
  joinedGroupsOf,
  listMembers,
  lookUp,
  membersInfo,
  onlineCount,
} from './actions/read.ts'
import type { GroupsParts } from './parts.ts'
import type { GroupActor, GroupOutcome } from './types.ts'

interface User {
  sdkAppID: number
  userID: string
}

/**
 * Groups: who makes them, who is in them, and what they may do. Every request is somebody's, by type of
 * group and role; what is not allowed is answered 10007, and nothing is changed.
 */
export class Groups {
  readonly #parts: GroupsParts

  constructor(parts: GroupsParts) {
    this.#parts = parts
  }

  async create(creator: User, params: CreateGroupParams): Promise<GroupOutcome<{ groupID: string }>> {
    return await createGroup(this.#parts, creator, params)
  }

  /** `isPending`: the owner and the administrators were asked. */
  async join(actor: GroupActor, message: string): Promise<GroupOutcome<{ isPending: boolean }>> {
    return await joinGroup(this.#parts, actor, message)
  }

  async quit(actor: GroupActor): Promise<GroupOutcome> {
    return await quitGroup(this.#parts, actor)
  }

  async dismiss(actor: GroupActor): Promise<GroupOutcome> {
    return await dismissGroup(this.#parts, actor)
  }

  async invite(
    actor: GroupActor,
    userIDs: readonly string[],
  ): Promise<GroupOutcome<{ results: GroupMemberResult[] }>> {
    return await inviteUsers(this.#parts, actor, userIDs)
  }

  async kick(
    actor: GroupActor,
    userIDs: readonly string[],
  ): Promise<GroupOutcome<{ results: GroupMemberResult[] }>> {
    return await kickMembers(this.#parts, actor, userIDs)
  }

  async setInfo(actor: GroupActor, changes: Omit<SetGroupInfoParams, 'groupID'>): Promise<GroupOutcome> {
    return await setGroupInfo(this.#parts, actor, changes)
  }

  async setMemberInfo(
    actor: GroupActor,
    params: { userID: string; nameCard?: string; customInfo?: GroupCustomInfo },
  ): Promise<GroupOutcome> {
    return await setMemberInfo(this.#parts, actor, params)
  }

  async muteMember(actor: GroupActor, params: { userID: string; seconds: number }): Promise<GroupOutcome> {
    return await muteMember(this.#parts, actor, params)
  }

  async setRole(actor: GroupActor, params: { userID: string; role: GroupRole }): Promise<GroupOutcome> {
    return await setMemberRole(this.#parts, actor, params)
  }

  async transferOwner(actor: GroupActor, userID: string): Promise<GroupOutcome> {
    return await transferOwner(this.#parts, actor, userID)
  }

  async joined(
    reader: User,
    cursor?: string,
  ): Promise<GroupOutcome<{ groups: GroupRecord[]; nextCursor?: string }>> {
    return await joinedGroupsOf(this.#parts, reader, cursor)
  }

  async info(reader: User, groupIDs: readonly string[]): Promise<GroupOutcome<{ groups: GroupLookup[] }>> {
    return await lookUp(this.#parts, reader, groupIDs)
  }

  async members(
    reader: GroupActor,
    page: { filter: 0 | 1 | 2 | 4; cursor?: string },
  ): Promise<GroupOutcome<{ members: GroupMemberRecord[]; nextCursor?: string }>> {
    return await listMembers(this.#parts, reader, page)
  }

  async membersInfo(
    reader: GroupActor,
    userIDs: readonly string[],
  ): Promise<GroupOutcome<{ members: GroupMemberRecord[] }>> {
    return await membersInfo(this.#parts, reader, userIDs)
  }

  async onlineCount(reader: GroupActor): Promise<GroupOutcome<{ count: number }>> {
    return await onlineCount(this.#parts, reader)
  }

  async applications(reader: User): Promise<GroupOutcome<{ applications: GroupApplicationRecord[] }>> {
    return await applicationsOf(this.#parts, reader)
  }

  async handleApplication(
    actor: GroupActor,
    params: Omit<GroupApplicationKey, 'groupID'> & { isAgreed: boolean; message: string },
  ): Promise<GroupOutcome> {
    return await handleApplication(this.#parts, actor, params)
  }

  /** A user has come anew, or gone for good: what is live only is joined anew each time. */
  async leaveLiveGroups(user: User): Promise<void> {
    await leaveLiveGroups(this.#parts, user)
  }
}
