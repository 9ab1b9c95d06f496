import type {
  ConsoleUser,
  ConsoleUserDetail,
  PushStory,
  ReasonCode,
  SelfTestResult,
} from '@carillon/protocol'
import { queryOptions } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

export const usersQuery = (sdkAppID: number, search: string) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'users', search],
    queryFn: async ({ signal }) =>
      (await api.get<{ users: ConsoleUser[] }>(`/apps/${sdkAppID}/users${queryText({ search })}`, signal))
        .users,
  })

/** A user with devices; looked at again every few seconds, because phones come and go. */
export const userQuery = (sdkAppID: number, userID: string) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'user', userID],
    queryFn: async ({ signal }) =>
      await api.get<ConsoleUserDetail>(`/apps/${sdkAppID}/users/${encodeURIComponent(userID)}`, signal),
    refetchInterval: 5000,
  })

/** What is shown of a device in a dry run. */
export interface ExplainedDevice {
  userID: string
  deviceID: string
  deviceName?: string
  decision: string
  reason: ReasonCode
  vendor?: string
  certificateID?: number
  notification?: { title: string; body: string }
  request?: { method: string; url: string; headers: Record<string, string>; body: string }
  refusal?: { words: { code: string; text?: string } }
}

/** What a message would do. */
export interface DryRun {
  devices: readonly ExplainedDevice[]
  recipients: number
  /** How many recipients `devices` is about. */
  explained: number
}

export const sendTestPush = async (
  sdkAppID: number,
  userID: string,
  given: { deviceID: string; title: string; text: string },
): Promise<SelfTestResult> =>
  await api.post(`/apps/${sdkAppID}/users/${encodeURIComponent(userID)}/test-push`, given)

/** A story; while it is watched it is asked for every second. */
export const storyQuery = (msgID: string, isWatched = false) =>
  queryOptions({
    queryKey: ['stories', msgID],
    queryFn: async ({ signal }) => await api.get<PushStory>(`/stories/${encodeURIComponent(msgID)}`, signal),
    refetchInterval: isWatched ? 1000 : false,
  })

export const explainMessage = async (
  sdkAppID: number,
  given: { from: string; to?: string; groupID?: string; text?: string; custom?: string },
): Promise<DryRun> => await api.post(`/apps/${sdkAppID}/explain`, given)
