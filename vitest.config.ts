import { defineConfig } from 'vitest/config'

// Packages read each other's sources: no build comes before tests.
// 'import' and 'require' are added by what asks; named here they would reach workers and turn every require into the other.
const conditions = ['@carillon/source', 'node', 'module']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@carillon/source'] }, noExternal: [/^@carillon\//] },
  test: {
    pool: 'threads',
    isolate: false,
    // Most of the time of the long files goes by waiting: for other processes, sockets and the database.
    maxWorkers: 4,
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['tests/support/postgres-global-setup.ts'],
    // Bounds for what hangs, with room for a slow machine: what is waited for is a condition.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
