import type {
  ConsoleAccountLine,
  ConsoleAccountPage,
  ConsoleImportResult,
  ConsoleUser,
} from '@carillon/protocol'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

const pageSize = 50

/** Accounts whose ID or nickname begins with a text, a page at a time. */
export const accountsQuery = (sdkAppID: number, search: string) =>
  infiniteQueryOptions({
    queryKey: ['apps', sdkAppID, 'accounts', search],
    queryFn: async ({ signal, pageParam }) =>
      await api.get<ConsoleAccountPage>(
        `/apps/${sdkAppID}/users${queryText({ search, after: pageParam, limit: pageSize })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    // What was found before stands until the next is there.
    placeholderData: keepPreviousData,
  })

const userPath = (sdkAppID: number, userID: string): string =>
  `/apps/${sdkAppID}/users/${encodeURIComponent(userID)}`

export const createAccount = async (sdkAppID: number, given: ConsoleAccountLine): Promise<ConsoleUser> =>
  await api.post(`/apps/${sdkAppID}/users`, given)

export const changeProfile = async (
  sdkAppID: number,
  userID: string,
  changes: { nickName?: string; faceUrl?: string },
): Promise<ConsoleUser> => await api.patch(userPath(sdkAppID, userID), changes)

export const kickUser = async (
  sdkAppID: number,
  userID: string,
  given: { deviceID?: string; revokeUserSigs?: boolean },
): Promise<{ devices: readonly string[] }> => await api.post(`${userPath(sdkAppID, userID)}/kicks`, given)

export const importAccounts = async (
  sdkAppID: number,
  users: readonly ConsoleAccountLine[],
): Promise<readonly ConsoleImportResult[]> =>
  (await api.post<{ results: ConsoleImportResult[] }>(`/apps/${sdkAppID}/user-imports`, { users })).results
