import { openTestStore, quickFolder, type TestStore } from '../../packages/server/src/store/testing.ts'
import { startTestkit, type Testkit, type TestkitOptions } from '@carillon/testkit'

/** A testkit on a database of its own in the PostgreSQL that all tests of a run share. */
export interface SharedKit extends AsyncDisposable {
  kit: Testkit
  store: TestStore
}

/** Starts a testkit quickly: without a PostgreSQL of its own. */
export const startSharedKit = async (options: TestkitOptions = {}): Promise<SharedKit> => {
  const store = await openTestStore()
  try {
    const kit = await startTestkit({
      ...options,
      temporaryFolder: await quickFolder(),
      config: { logLevel: 'silent', ...options.config, databaseURL: store.url },
    })
    return {
      kit,
      store,
      async [Symbol.asyncDispose]() {
        await kit[Symbol.asyncDispose]()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

export { quickFolder }
