import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { addUsers } from '../messaging/testing/chat.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import type { GroupMemory } from './group-memory.ts'
import { loadGroupState, type GroupState } from './group-state.ts'
import { as, openGroupsBench, type GroupsBench } from './testing.ts'

let store: TestStore
let nodes: readonly [GroupsBench, GroupsBench]

const users = ['olga', 'ann', 'bob']

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  await addUsers(store, ...users)
  nodes = [await openGroupsBench(store), await openGroupsBench(store)]
})
afterAll(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]()
  await store.close()
})

const user = fc.constantFrom('ann', 'bob')
const change = fc.record({
  node: fc.constantFrom(0 as const, 1 as const),
  /** Several of these at once. */
  isAlone: fc.boolean(),
  deed: fc.oneof(
    fc.record({ kind: fc.constant('join' as const), user }),
    fc.record({ kind: fc.constant('quit' as const), user }),
    fc.record({ kind: fc.constant('kick' as const), user }),
    fc.record({
      kind: fc.constant('role' as const),
      user,
      role: fc.constantFrom(200 as const, 300 as const),
    }),
    fc.record({ kind: fc.constant('mute' as const), user, seconds: fc.constantFrom(0, 1_000) }),
    fc.record({ kind: fc.constant('card' as const), user, nameCard: fc.constantFrom('', 'a', 'b') }),
    fc.record({ kind: fc.constant('mute all' as const), isAllMuted: fc.boolean() }),
    fc.record({ kind: fc.constant('look' as const) }),
    fc.record({ kind: fc.constant('forget' as const) }),
  ),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const make = async (groupID: string, { node, deed }: Change): Promise<unknown> => {
  const { groups, memory } = nodes[node]
  switch (deed.kind) {
    case 'join':
      return await groups.join(as(deed.user, groupID), '')
    case 'quit':
      return await groups.quit(as(deed.user, groupID))
    case 'kick':
      return await groups.kick(as('olga', groupID), [deed.user])
    case 'role':
      return await groups.setRole(as('olga', groupID), { userID: deed.user, role: deed.role })
    case 'mute':
      return await groups.muteMember(as('olga', groupID), { userID: deed.user, seconds: deed.seconds })
    case 'card':
      return await groups.setMemberInfo(as(deed.user, groupID), {
        userID: deed.user,
        nameCard: deed.nameCard,
      })
    case 'mute all':
      return await groups.setInfo(as('olga', groupID), { isAllMuted: deed.isAllMuted })
    case 'look':
      return await memory.find({ sdkAppID: 1, groupID })
    case 'forget':
      return memory.forget({ sdkAppID: 1, groupID })
    default:
      return deed satisfies never
  }
}

const facts = (state: GroupState | undefined): unknown =>
  state &&
  users.map((userID) => [
    userID,
    state.roleOf(userID),
    state.roleOf(userID) && state.nameCardOf(userID),
    state.isMuted(userID, Date.now()),
  ])

it('every node’s memory is what the database holds, after any changes made by any of them, at once or one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 40 }), async (changes) => {
      const groupID = await nodes[0].make('olga', 'Community', { members: [{ userID: 'ann' }] })
      const key = { sdkAppID: 1, groupID }
      await Promise.all(nodes.map(async ({ memory }) => await memory.find(key)))
      let together: Promise<unknown>[] = []
      for (const each of changes) {
        together.push(make(groupID, each))
        if (each.isAlone) await Promise.all(together.splice(0))
      }
      await Promise.all(together)
      together = []
      // A change of its own is the last a node hears of: it knows all before.
      for (const { groups } of nodes)
        await groups.setMemberInfo(as('olga', groupID), { userID: 'olga', nameCard: 'O' })
      const stored = facts(await loadGroupState(store, key, Date.now()))
      const remembered = async (memory: GroupMemory): Promise<unknown> => facts(await memory.find(key))
      for (const { memory } of [...nodes].toReversed()) expect(await remembered(memory)).toEqual(stored)
    }),
    { numRuns: 60 },
  )
}, 30_000)
