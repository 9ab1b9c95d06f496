import type { ConsoleAuditEntry, ConsolePerson, ConsoleRole } from '@carillon/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await api.get<{ people: ConsolePerson[] }>('/people', signal)).people,
})

const pageSize = 50

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: async ({ signal, pageParam }) =>
    (
      await api.get<{ entries: ConsoleAuditEntry[] }>(
        `/audit${queryText({ before: pageParam, limit: pageSize })}`,
        signal,
      )
    ).entries,
  initialPageParam: undefined as number | undefined,
  getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.auditID),
})

export const invite = async (role: ConsoleRole): Promise<{ url: string }> =>
  await api.post('/people/invitations', { role })

export const newPasswordLink = async (personID: number): Promise<{ url: string }> =>
  await api.post(`/people/${personID}/links`)

export const changeRole = async (personID: number, role: ConsoleRole): Promise<unknown> =>
  await api.patch(`/people/${personID}`, { role })

export const removePerson = async (personID: number): Promise<unknown> =>
  await api.delete(`/people/${personID}`)
