import type { MessageSummary, StorySummary } from '@carillon/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'

import { api, queryText } from '../../api/client.ts'
import { boundsOf, isOfDevices, type Search } from './search.ts'

/** A page of what was found: a line a device, or a line a message. */
interface FoundPage {
  stories?: readonly StorySummary[]
  messages?: readonly MessageSummary[]
  nextUntilMs?: number
}

/** What a search finds, newest first, page by page; looked at again while only the newest page is. */
export const foundQuery = (sdkAppID: number, search: Search | undefined) =>
  infiniteQueryOptions({
    queryKey: ['apps', sdkAppID, 'stories', search],
    queryFn: async ({ signal, pageParam }): Promise<FoundPage> => {
      if (search === undefined) return {}
      const { kind, text, span, vendor } = search
      const bounds = boundsOf(span, Date.now())
      const query = queryText({
        ...(kind === 'all' ? {} : { [kind]: text }),
        vendor,
        ...bounds,
        untilMs: pageParam ?? bounds.untilMs,
      })
      const path = `/apps/${sdkAppID}/stories${isOfDevices(kind) ? '' : '/messages'}`
      return await api.get<FoundPage>(`${path}${query}`, signal)
    },
    enabled: search !== undefined,
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ nextUntilMs }) => nextUntilMs,
    refetchInterval: ({ state }) =>
      state.status === 'success' && state.data?.pages.length === 1 ? 5000 : false,
  })

/** Rows of several pages: one may begin with what the one before it ended with. */
export const unique = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
]
