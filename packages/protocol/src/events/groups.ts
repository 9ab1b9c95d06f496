import type { GroupNotice } from '../groups.ts'

/** What happens in groups, for those who are connected. */
export interface GroupEvents {
  'group.notice': { notice: GroupNotice }
}
