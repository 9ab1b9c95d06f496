import type { CreateGroupParams, GroupNotice, GroupType } from '@carillon/protocol'

import type { TipsRequest } from '../messaging/types.ts'
import type { Connections } from '../presence/types.ts'
import { createTestClock, type TestClock } from '../push/testing/clock.ts'
import { createFakeTenants, type FakeTenants } from '../push/testing/tenants.ts'
import type { Database } from '../store/db.ts'
import { GroupMemory } from './group-memory.ts'
import { createGroupSends } from './group-sends.ts'
import { Groups } from './groups.ts'
import type { GroupActor } from './types.ts'

/** One node's groups on a real database, without doors; what is told is remembered. App 1 must exist. */
export interface GroupsBench extends AsyncDisposable {
  readonly clock: TestClock
  readonly tenants: FakeTenants
  readonly memory: GroupMemory
  readonly groups: Groups
  readonly sends: ReturnType<typeof createGroupSends>
  /** What was told live, with who was to hear of it. */
  readonly notices: { userIDs: readonly string[]; notice: GroupNotice }[]
  readonly tips: TipsRequest[]
  readonly faults: unknown[]
  /** Makes a group; throws when it is refused. */
  make(owner: string, groupType: GroupType, change?: Partial<CreateGroupParams>): Promise<string>
  /** The code of what a user asks for: 0 for success. */
  code(outcome: Promise<{ ok: true } | { ok: false; code: number }>): Promise<number>
}

/** A user who asks for something about a group of app 1. */
export const as = (userID: string, groupID: string): GroupActor => ({ sdkAppID: 1, userID, groupID })

export const openGroupsBench = async (database: Database): Promise<GroupsBench> => {
  const clock = createTestClock()
  const tenants = createFakeTenants()
  const memory = await GroupMemory.open(database, clock)
  const notices: GroupsBench['notices'] = []
  const tips: TipsRequest[] = []
  const faults: unknown[] = []
  const connections: Pick<Connections, 'send' | 'sendToMany' | 'connectedOf'> = {
    send({ userID }, name, data) {
      if (name === 'group.notice') notices.push({ userIDs: [userID], ...(data as { notice: GroupNotice }) })
      return []
    },
    sendToMany(_sdkAppID, userIDs, name, data) {
      if (name === 'group.notice') notices.push({ userIDs, ...(data as { notice: GroupNotice }) })
      return []
    },
    connectedOf: (_sdkAppID, userIDs) => userIDs.filter((userID) => userID.startsWith('online')),
  }
  const groups = new Groups({
    database,
    memory,
    tenants,
    connections,
    tips: {
      async sendTips(request) {
        tips.push(request)
        return await Promise.resolve({ ok: true })
      },
    },
    events: { fault: ({ error }) => void faults.push(error) },
    clock,
  })
  return {
    clock,
    tenants,
    memory,
    groups,
    sends: createGroupSends({ memory, clock }),
    notices,
    tips,
    faults,
    async make(owner, groupType, change = {}) {
      const outcome = await groups.create(
        { sdkAppID: 1, userID: owner },
        { groupType, groupName: groupType, ...change },
      )
      if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.desc}`)
      return outcome.data.groupID
    },
    async code(outcome) {
      const found = await outcome
      return found.ok ? 0 : found.code
    },
    [Symbol.asyncDispose]: async () => await memory.close(),
  }
}
