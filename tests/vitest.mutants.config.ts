import { defineConfig } from 'vitest/config'

import base from '../vitest.config.ts'

/** The planner's own tests alone: pure, without a database. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    isolate: true,
    include: ['packages/server/src/push/planner/**/*.test.ts'],
    globalSetup: [],
  },
})
