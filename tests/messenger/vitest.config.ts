import { defineConfig } from 'vitest/config'

import base from '../../vitest.config.ts'

/** The messenger has dependencies of its own, so its test is no part of `npm test`: see scripts/test-messenger.ts. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['tests/messenger/*.browser.ts'], testTimeout: 30_000 },
})
