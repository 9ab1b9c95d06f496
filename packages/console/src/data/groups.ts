import type {
  ConsoleGroupDetail,
  ConsoleGroupMemberPage,
  ConsoleGroupPage,
  GroupAddOption,
  GroupMemberResult,
  GroupRole,
  GroupType,
} from '@carillon/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

const pageSize = 50

/** Groups whose ID or name begins with a text, a page at a time. */
export const groupsQuery = (sdkAppID: number, search: string) =>
  infiniteQueryOptions({
    queryKey: ['apps', sdkAppID, 'groups', search],
    queryFn: async ({ signal, pageParam }) =>
      await api.get<ConsoleGroupPage>(
        `/apps/${sdkAppID}/groups${queryText({ search, after: pageParam, limit: pageSize })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })

/** What a group is addressed by. */
export interface GroupKey {
  sdkAppID: number
  groupID: string
}

const groupPath = ({ sdkAppID, groupID }: GroupKey): string =>
  `/apps/${sdkAppID}/groups/${encodeURIComponent(groupID)}`

export const groupQuery = (group: GroupKey) =>
  queryOptions({
    queryKey: ['apps', group.sdkAppID, 'group', group.groupID],
    queryFn: async ({ signal }) => await api.get<ConsoleGroupDetail>(groupPath(group), signal),
  })

export const membersQuery = (group: GroupKey, search: string) =>
  infiniteQueryOptions({
    queryKey: ['apps', group.sdkAppID, 'group', group.groupID, 'members', search],
    queryFn: async ({ signal, pageParam }) =>
      await api.get<ConsoleGroupMemberPage>(
        `${groupPath(group)}/members${queryText({ search, after: pageParam, limit: pageSize })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })

export const createGroup = async (
  sdkAppID: number,
  given: {
    groupType: GroupType
    groupName: string
    owner: string
    groupID?: string
    introduction?: string
  },
): Promise<{ groupID: string }> => await api.post(`/apps/${sdkAppID}/groups`, given)

/** What can be changed of a group. */
export interface GroupChanges {
  groupName?: string
  introduction?: string
  notification?: string
  faceUrl?: string
  isAllMuted?: boolean
  addOption?: GroupAddOption
}

export const changeGroup = async (group: GroupKey, changes: GroupChanges): Promise<ConsoleGroupDetail> =>
  await api.patch(groupPath(group), changes)

export const dismissGroup = async (group: GroupKey): Promise<unknown> => await api.delete(groupPath(group))

export const addMembers = async (
  group: GroupKey,
  userIDs: readonly string[],
): Promise<{ results: readonly GroupMemberResult[] }> =>
  await api.post(`${groupPath(group)}/members`, { userIDs })

const memberPath = (group: GroupKey, userID: string): string =>
  `${groupPath(group)}/members/${encodeURIComponent(userID)}`

/** One change of a member. */
export type MemberChange = { role: GroupRole } | { muteSeconds: number }

export const changeMember = async (group: GroupKey, userID: string, change: MemberChange): Promise<unknown> =>
  await api.patch(memberPath(group, userID), change)

export const removeMember = async (group: GroupKey, userID: string): Promise<unknown> =>
  await api.delete(memberPath(group, userID))
