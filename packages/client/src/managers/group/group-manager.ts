import {
  ErrorCode,
  groupLimits,
  type GroupAddOption,
  type GroupRole,
  type SetGroupInfoParams,
} from '@carillon/protocol'

import type { StringMap, V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import type {
  CreateGroupParam,
  V2TimGroupApplicationResult,
  V2TimGroupInfo,
  V2TimGroupInfoResult,
  V2TimGroupMemberFullInfo,
  V2TimGroupMemberInfoResult,
  V2TimGroupMemberOperationResult,
} from '../../api/groups.ts'
import { failure, unknownIdCode, type Failure } from '../../api/results.ts'
import { checkUserID, invalid } from '../../messages/check.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { checkCustomInfo, checkGroupID, checkGroupTexts, checkUserIDs } from './check.ts'
import { toApplication, toGroupInfoResult, toMemberFullInfo, toOperationResult } from './convert.ts'
import { createGroup } from './create.ts'
import { listJoinedGroups } from './joined-groups.ts'
import { ask, askPlainly } from './requests.ts'

/** Groups: making them, their fields, their members. What a role may not do answers 10007. */
export class V2TIMGroupManagerCore {
  readonly #session: ClientSession
  readonly #joinedCallsMs: number[] = []

  constructor(session: ClientSession) {
    this.#session = session
  }

  /** Makes a group with first members; `data` is its ID. 10021 when the ID is another's, 10025 when it is mine already. */
  createGroup(param: CreateGroupParam): Promise<V2TimValueCallback<string>> {
    return createGroup(this.#session, param)
  }

  /** Groups I have joined, but AVChatRooms, and Work groups in which nothing was written yet. 7008 above 10 calls a second. */
  getJoinedGroupList(): Promise<V2TimValueCallback<V2TimGroupInfo[]>> {
    return listJoinedGroups(this.#session, this.#joinedCallsMs)
  }

  /** Each of the groups, or why it cannot be shown (`resultCode` 10010, 10015, 10007). At most 50. */
  async getGroupsInfo(groupIDList: string[]): Promise<V2TimValueCallback<V2TimGroupInfoResult[]>> {
    if (!Array.isArray(groupIDList) || groupIDList.some((groupID) => typeof groupID !== 'string'))
      return invalid('groupIDList: expected a list of groupIDs')
    if (groupIDList.length > groupLimits.groupsPerCall)
      return invalid(`groupIDList: at most ${groupLimits.groupsPerCall} at a time`)
    return ask(this.#session, 'group.info', { groupIDs: groupIDList }, ({ groups }) =>
      groups.map(toGroupInfoResult),
    )
  }

  /** Changes the fields that are given. */
  async setGroupInfo(info: Partial<V2TimGroupInfo> & { groupID: string }): Promise<V2TimCallback> {
    if (typeof info !== 'object' || info === null) return invalid('expected { groupID, ... }')
    const problem = checkGroupID(info.groupID) ?? checkGroupTexts(info) ?? checkCustomInfo(info.customInfo)
    if (problem !== undefined) return problem
    const addOption = info.addOpt ?? info.groupAddOpt ?? undefined
    if (addOption !== undefined && ![0, 1, 2].includes(addOption))
      return invalid(`addOpt: expected 0, 1 or 2, got ${String(addOption)}`)
    const params: SetGroupInfoParams = {
      groupID: info.groupID,
      ...(info.groupName && { groupName: info.groupName }),
      ...(typeof info.introduction === 'string' && { introduction: info.introduction }),
      ...(typeof info.notification === 'string' && { notification: info.notification }),
      ...(typeof info.faceUrl === 'string' && { faceUrl: info.faceUrl }),
      ...(typeof info.isAllMuted === 'boolean' && { isAllMuted: info.isAllMuted }),
      ...(addOption !== undefined && { addOption: addOption as GroupAddOption }),
      ...(info.customInfo && { customInfo: info.customInfo }),
    }
    return askPlainly(this.#session, 'group.setInfo', params)
  }

  /** Members who are connected now. */
  async getGroupOnlineMemberCount(groupID: string): Promise<V2TimValueCallback<number>> {
    return checkGroupID(groupID) ?? ask(this.#session, 'group.onlineCount', { groupID }, ({ count }) => count)
  }

  /**
   * Members in the order in which they came, 100 a page. `filter` is of `GroupMemberFilterTypeEnum`,
   * `nextSeq` "0" for the first page. `count` and `offset` are taken and have no meaning. Of an
   * AVChatRoom the newest 31.
   */
  async getGroupMemberList(
    groupID: string,
    filter: number,
    nextSeq: string,
    _count = 15,
    _offset = 0,
  ): Promise<V2TimValueCallback<V2TimGroupMemberInfoResult>> {
    const problem = checkGroupID(groupID)
    if (problem !== undefined) return problem
    if (!isFilter(filter)) return invalid(`filter: expected 0, 1, 2 or 4, got ${String(filter)}`)
    // A number too: the next page is the next page.
    const given: unknown = nextSeq ?? '0'
    const cursor = typeof given === 'number' ? String(given) : given
    if (typeof cursor !== 'string' || !/^\d{1,20}$/.test(cursor))
      return invalid('nextSeq: expected "0", or what the page before gave')
    return ask(
      this.#session,
      'group.members',
      { groupID, filter, ...(cursor !== '0' && { cursor }) },
      ({ members, nextCursor }) => ({
        nextSeq: nextCursor ?? '0',
        memberInfoList: members.map(toMemberFullInfo),
      }),
    )
  }

  /** Those of the users who are members. At most 100. */
  async getGroupMembersInfo(
    groupID: string,
    memberList: string[] = [],
  ): Promise<V2TimValueCallback<V2TimGroupMemberFullInfo[]>> {
    return (
      checkGroupID(groupID) ??
      checkUserIDs(memberList, 'memberList', groupLimits.usersPerCall) ??
      ask(this.#session, 'group.membersInfo', { groupID, userIDs: memberList }, ({ members }) =>
        members.map(toMemberFullInfo),
      )
    )
  }

  /** Sets a member's name card (at most 50 bytes) and custom fields: my own, or by right. */
  async setGroupMemberInfo(
    groupID: string,
    userID: string,
    nameCard?: string,
    customInfo?: StringMap,
  ): Promise<V2TimCallback> {
    return (
      checkGroupID(groupID) ??
      checkUserID(userID, 'userID') ??
      checkGroupTexts({ nameCard }) ??
      checkCustomInfo(customInfo) ??
      askPlainly(this.#session, 'group.setMemberInfo', {
        groupID,
        userID,
        ...(typeof nameCard === 'string' && { nameCard }),
        ...(customInfo && { customInfo }),
      })
    )
  }

  /** Keeps a member from speaking for so many seconds; 0 ends that. */
  async muteGroupMember(groupID: string, userID: string, seconds: number): Promise<V2TimCallback> {
    const problem = checkGroupID(groupID) ?? checkUserID(userID, 'userID')
    if (problem !== undefined) return problem
    if (!Number.isInteger(seconds) || seconds < 0)
      return invalid(`seconds: expected a whole number from 0, got ${String(seconds)}`)
    return askPlainly(this.#session, 'group.muteMember', {
      groupID,
      userID,
      seconds: Math.min(seconds, groupLimits.muteSeconds),
    })
  }

  /** Puts users into a group; what became of each is in `data`. */
  async inviteUserToGroup(
    groupID: string,
    userList: string[],
  ): Promise<V2TimValueCallback<V2TimGroupMemberOperationResult[]>> {
    return (
      checkGroupID(groupID) ??
      checkInvited(userList) ??
      ask(this.#session, 'group.invite', { groupID, userIDs: userList }, ({ results }) =>
        results.map(toOperationResult),
      )
    )
  }

  /** Removes members; what became of each is in `data`. */
  async kickGroupMember(
    groupID: string,
    memberList: string[],
    reason?: string,
  ): Promise<V2TimValueCallback<V2TimGroupMemberOperationResult[]>> {
    return (
      checkGroupID(groupID) ??
      checkInvited(memberList, 'memberList') ??
      ask(
        this.#session,
        'group.kick',
        { groupID, userIDs: memberList, ...(typeof reason === 'string' && reason !== '' && { reason }) },
        ({ results }) => results.map(toOperationResult),
      )
    )
  }

  /** Makes a member an administrator (300), or an ordinary one again (200). */
  async setGroupMemberRole(groupID: string, userID: string, role: number): Promise<V2TimCallback> {
    const problem = checkGroupID(groupID) ?? checkUserID(userID, 'userID')
    if (problem !== undefined) return problem
    if (![200, 300, 400].includes(role)) return invalid(`role: expected 200 or 300, got ${String(role)}`)
    return askPlainly(this.#session, 'group.setRole', { groupID, userID, role: role as GroupRole })
  }

  /** Passes my group on to another member. */
  async transferGroupOwner(groupID: string, userID: string): Promise<V2TimCallback> {
    return (
      checkGroupID(groupID) ??
      checkUserID(userID, 'userID') ??
      askPlainly(this.#session, 'group.transferOwner', { groupID, userID })
    )
  }

  /** Applications to the groups I own or administer, newest first, at most 50. */
  async getGroupApplicationList(): Promise<V2TimValueCallback<V2TimGroupApplicationResult>> {
    return ask(this.#session, 'group.applications', {}, ({ applications }) => ({
      unreadCount: applications.filter(({ handleStatus }) => handleStatus === 0).length,
      groupApplicationList: applications.map(toApplication),
    }))
  }

  /** Lets an applicant in. -1 when there is no such application, 10024 when it was handled before. `addTime` and `type` have no meaning. */
  acceptGroupApplication(
    groupID: string,
    fromUser: string,
    toUser: string,
    reason?: string,
    _addTime?: number,
    _type?: number,
  ): Promise<V2TimCallback> {
    return this.#handle({ groupID, fromUser, toUser, reason, isAgreed: true })
  }

  /** Keeps an applicant out. Codes as of `acceptGroupApplication`; mind the order of the arguments. */
  refuseGroupApplication(
    groupID: string,
    fromUser: string,
    toUser: string,
    _type?: number,
    _addTime?: number,
    reason?: string,
  ): Promise<V2TimCallback> {
    return this.#handle({ groupID, fromUser, toUser, reason, isAgreed: false })
  }

  async #handle(given: {
    groupID: string
    fromUser: string
    toUser: string
    reason: string | undefined
    isAgreed: boolean
  }): Promise<V2TimCallback> {
    const { groupID, fromUser, isAgreed } = given
    const problem = checkGroupID(groupID) ?? checkUserID(fromUser, 'fromUser')
    if (problem !== undefined) return problem
    // The original gives "0" for somebody who applied for himself.
    const toUserID = given.toUser === '0' ? '' : (given.toUser ?? '')
    const message = given.reason ?? ''
    if (typeof toUserID !== 'string' || typeof message !== 'string')
      return invalid('toUser and reason: expected strings')
    const params = { groupID, fromUserID: fromUser, toUserID, isAgreed, message }
    const answer = await askPlainly(this.#session, 'group.handleApplication', params, {
      doneBefore: [ErrorCode.GROUP_REQUEST_ALREADY_PROCESSED],
    })
    return answer.code === ErrorCode.GROUP_INVALID_PARAMETERS ? failure(unknownIdCode, answer.desc) : answer
  }
}

const isFilter = (filter: number): filter is 0 | 1 | 2 | 4 => [0, 1, 2, 4].includes(filter)

const checkInvited = (userIDs: unknown, name = 'userList'): Failure | undefined =>
  Array.isArray(userIDs) && userIDs.length === 0
    ? failure(ErrorCode.GROUP_INVITE_NO_MEMBER, `${name}: is empty`)
    : checkUserIDs(userIDs, name, groupLimits.usersPerCall)
