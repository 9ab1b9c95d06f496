import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { createWorld, type World } from './bench.ts'
import { seed } from './seed.ts'

/**
 * Gives each test of a file (or of the `describe` it is called in) a world of its own around one empty
 * database, and stops it after the test, which fails if there were faults.
 * @returns the world of the test that runs; nothing before
 */
export const usePushWorld = (): World => {
  let store: TestStore
  let world: World
  beforeAll(async () => {
    store = await openTestStore()
  })
  afterAll(async () => await store.close())
  beforeEach(async () => {
    await store.query({
      name: 'test.empty',
      text: 'truncate apps, conversations, messages, outbox, journal, push_quota cascade',
    })
    await seed.app(store)
    world = await createWorld(store)
  })
  afterEach(async () => {
    await world.stop()
    expect(world.faults()).toEqual([])
  })
  return new Proxy({} as World, { get: (_target, name: keyof World) => world[name] })
}
