import type { ConsoleAlarm, ConsoleLanes, ConsoleQuota, ConsoleStatistics } from '@carillon/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

/** Spans of the overview, in hours. */
export const overviewSpans = [24, 168, 720] as const

/** Steps of a chart that are wide enough to be pointed at. */
const stepOf = (hours: number): ConsoleStatistics['step'] => (hours > 168 ? 'day' : 'hour')

/** What of an app's statistics is shown; '' is everything. */
export interface StatisticsView {
  hours: number
  vendor: string
  class: string
  version: string
}

/** What was shown stays while another view is under way. */
export const statisticsQuery = (sdkAppID: number, view: StatisticsView) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'statistics', view],
    queryFn: async ({ signal }) => {
      const { hours, vendor, version } = view
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
      const asked = { hours, by: stepOf(hours), timeZone, vendor, class: view.class, appVersion: version }
      return await api.get<ConsoleStatistics>(`/apps/${sdkAppID}/statistics${queryText(asked)}`, signal)
    },
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })

export const lanesQuery = (sdkAppID: number) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'lanes'],
    queryFn: async ({ signal }) => await api.get<ConsoleLanes>(`/apps/${sdkAppID}/lanes`, signal),
    refetchInterval: 5000,
  })

export const quotasQuery = (sdkAppID: number) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'quotas'],
    queryFn: async ({ signal }) =>
      (await api.get<{ quotas: ConsoleQuota[] }>(`/apps/${sdkAppID}/quotas`, signal)).quotas,
    refetchInterval: 10_000,
  })

/** Alarms that are open, and those of the last hours that were. */
export const alarmsQuery = (hours: number) =>
  queryOptions({
    queryKey: ['alarms', hours],
    queryFn: async ({ signal }) =>
      (await api.get<{ alarms: ConsoleAlarm[] }>(`/alarms${queryText({ hours })}`, signal)).alarms,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })
