import { ErrorCode } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import type { V2TimGroupInfo } from '../../api/groups.ts'
import { failure, okWith } from '../../api/results.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { toGroupInfo } from './convert.ts'
import { ask } from './requests.ts'

const mostCallsPerSecond = 10

/** All groups I have joined, page by page. `callsMs` are the instants of the calls within the last second. */
export const listJoinedGroups = async (
  session: ClientSession,
  callsMs: number[],
): Promise<V2TimValueCallback<V2TimGroupInfo[]>> => {
  const nowMs = session.nowMs
  while ((callsMs[0] ?? nowMs) < nowMs - 1000) callsMs.shift()
  if (callsMs.length >= mostCallsPerSecond)
    return failure(
      ErrorCode.API_CALL_FREQUENCY_LIMIT,
      `getJoinedGroupList: at most ${mostCallsPerSecond} calls a second`,
    )
  callsMs.push(nowMs)
  const groups: V2TimGroupInfo[] = []
  let cursor: string | undefined
  do {
    const answer = await ask(session, 'group.joined', cursor === undefined ? {} : { cursor }, (page) => ({
      groups: page.groups.map(toGroupInfo),
      nextCursor: page.nextCursor,
    }))
    if (answer.data === undefined) return failure(answer.code, answer.desc)
    groups.push(...answer.data.groups)
    cursor = answer.data.nextCursor
  } while (cursor !== undefined)
  return okWith(groups)
}
