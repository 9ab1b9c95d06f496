import { overviewSpans, type StatisticsView } from '../../data/overview.ts'

/** What an address of the overview shows. */
export const parseView = (query: string): StatisticsView => {
  const given = new URLSearchParams(query)
  const hours = Number(given.get('hours'))
  return {
    hours: overviewSpans.find((span) => span === hours) ?? overviewSpans[0],
    vendor: given.get('vendor') ?? '',
    class: given.get('class') ?? '',
    version: given.get('version') ?? '',
  }
}

/** The address of a view, so that it can be sent to a colleague; what is usual is left out. */
export const viewQuery = ({ hours, ...filters }: StatisticsView): string => {
  const query = new URLSearchParams()
  if (hours !== overviewSpans[0]) query.set('hours', String(hours))
  for (const [name, value] of Object.entries(filters)) if (value !== '') query.set(name, value)
  return query.size === 0 ? '' : `?${query.toString()}`
}
