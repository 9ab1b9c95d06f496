import type { TestkitOptions } from '@carillon/testkit'
import { afterAll, beforeAll } from 'vitest'

import { startSharedKit, type SharedKit } from './kit.ts'

/** A testkit for the tests of one file: started before them and closed after them, with all clients and phones. */
export const useSharedKit = (options: TestkitOptions = {}): Readonly<Pick<SharedKit, 'kit' | 'store'>> => {
  let shared: SharedKit | undefined
  beforeAll(async () => {
    shared = await startSharedKit(options)
  })
  afterAll(async () => await shared?.[Symbol.asyncDispose]())
  const started = (): SharedKit => {
    if (shared === undefined) throw new Error('The testkit is there in hooks and tests only')
    return shared
  }
  return {
    get kit() {
      return started().kit
    },
    get store() {
      return started().store
    },
  }
}
