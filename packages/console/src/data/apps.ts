import type { ConsoleApp, ConsoleSecretKey, ConsoleSetting } from '@carillon/protocol'
import { queryOptions } from '@tanstack/react-query'

import { api } from '../api/client.ts'

export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: async ({ signal }) => (await api.get<{ apps: ConsoleApp[] }>('/apps', signal)).apps,
})

export const appQuery = (sdkAppID: number) =>
  queryOptions({
    queryKey: ['apps', sdkAppID],
    queryFn: async ({ signal }) =>
      await api.get<ConsoleApp & { settings: ConsoleSetting[] }>(`/apps/${sdkAppID}`, signal),
  })

export const keysQuery = (sdkAppID: number) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'keys'],
    queryFn: async ({ signal }) =>
      (await api.get<{ keys: ConsoleSecretKey[] }>(`/apps/${sdkAppID}/keys`, signal)).keys,
  })

export const createApp = async (given: {
  name: string
  sdkAppID?: number
  secretKey?: string
}): Promise<ConsoleApp & { secretKey: string }> => await api.post('/apps', given)

export const changeSettings = async (
  sdkAppID: number,
  changes: Readonly<Record<string, unknown>>,
): Promise<unknown> => await api.patch(`/apps/${sdkAppID}/settings`, { changes })

export const addKey = async (
  sdkAppID: number,
): Promise<{ keyID: number; secretKey: string; createdAtMs: number }> =>
  await api.post(`/apps/${sdkAppID}/keys`)

export const removeKey = async (sdkAppID: number, keyID: number): Promise<unknown> =>
  await api.delete(`/apps/${sdkAppID}/keys/${keyID}`)

export type AppValues = Readonly<Record<string, Readonly<Record<string, string>>>>

export const makePushFile = async (sdkAppID: number, values: AppValues): Promise<object> =>
  await api.post(`/apps/${sdkAppID}/push-file`, { values })

export const makeUserSig = async (sdkAppID: number, userID: string): Promise<{ userSig: string }> =>
  await api.post(`/apps/${sdkAppID}/user-sigs`, { userID })
