import { afterAll, beforeAll, expect, it } from 'vitest'

import { addUsers } from '../messaging/testing/chat.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { as, openGroupsBench, type GroupsBench } from './testing.ts'
import { asAdministrator } from './types.ts'

let store: TestStore
let bench: GroupsBench

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  await addUsers(store, 'olga', 'adam', 'mia')
  bench = await openGroupsBench(store)
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  expect(bench.faults).toEqual([])
  await store.close()
})

const rolesIn = async (groupID: string): Promise<string[]> => {
  const outcome = await bench.groups.members(as('mia', groupID), { filter: 0 })
  return outcome.ok ? outcome.data.members.map(({ userID, role }) => `${userID} ${role}`) : []
}

it('the app itself passes a group on: the former owner stays, and members hear who did it', async () => {
  const members = [{ userID: 'adam', role: 300 } as const, { userID: 'mia' }]
  const groupID = await bench.make('olga', 'Public', { members })
  const administrator = asAdministrator({ sdkAppID: 1, groupID })
  expect(await bench.code(bench.groups.transferOwner(administrator, 'mia'))).toBe(0)
  expect(await rolesIn(groupID)).toEqual(['olga 200', 'adam 300', 'mia 400'])
  expect(bench.notices.at(-1)?.notice).toMatchObject({
    kind: 'info-changed',
    operator: { userID: 'administrator' },
  })
  // The owner can be removed by nobody: a group without one could do nothing.
  expect(await bench.code(bench.groups.kick(administrator, ['mia']))).toBe(10007)
  expect(await bench.code(bench.groups.kick(administrator, ['adam', 'olga']))).toBe(0)
  expect(await rolesIn(groupID)).toEqual(['mia 400'])
})
