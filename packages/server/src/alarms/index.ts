export { listAlarms } from './queries.ts'
export type { Alarm } from './types.ts'
export { createAlarmWatch, type AlarmWatch } from './watch.ts'
export { RecentCounts } from './window.ts'
