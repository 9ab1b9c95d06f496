import type { ConsoleLink, ConsoleRole, ConsoleSession } from '@carillon/protocol'
import { queryOptions, useQuery } from '@tanstack/react-query'

import { api, ApiError, takeToken } from '../api/client.ts'

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<ConsoleSession | null> => {
    try {
      const session = await api.get<ConsoleSession>('/session', signal)
      takeToken(session.csrfToken)
      return session
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: Infinity,
})

const opened = (session: ConsoleSession): ConsoleSession => {
  takeToken(session.csrfToken)
  return session
}

export const signIn = async (given: { name: string; password: string }): Promise<ConsoleSession> =>
  opened(await api.post<ConsoleSession>('/session', given))

export const signOut = async (): Promise<unknown> => await api.delete('/session')

export const lookAtLink = async (token: string): Promise<ConsoleLink> =>
  await api.post<ConsoleLink>('/links/look', { token })

export const openLink = async (given: {
  token: string
  name?: string
  password?: string
}): Promise<ConsoleSession> => opened(await api.post<ConsoleSession>('/links/use', given))

export const changePassword = async (given: { oldPassword: string; newPassword: string }): Promise<unknown> =>
  await api.post('/session/password', given)

const ranks: readonly ConsoleRole[] = ['owner', 'operator', 'support']

/** Whether the one who is signed in may do what a role may. */
export const useMay = (role: ConsoleRole): boolean => {
  const { data } = useQuery(sessionQuery)
  return data != null && ranks.indexOf(data.role) <= ranks.indexOf(role)
}
