import { defineConfig } from 'vitest/config'

// Packages read each other's sources: no build comes before tests.
const conditions = ['@carillon/source', 'node', 'import', 'module', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@carillon/source'] }, noExternal: [/^@carillon\//] },
  test: {
    pool: 'threads',
    isolate: false,
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
