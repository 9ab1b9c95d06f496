import { expect, it } from 'vitest'

import { bundleSize, sdkImports } from './sdk-bundle.ts'

const KiB = 1024

// Far above what it takes: they are there for the day something large comes in unseen.
it.each([
  ['everything', 60 * KiB],
  ['the plugin alone', 60 * KiB],
  ['one enum', 1 * KiB],
] as const)('a browser loads %s of the SDK in at most %i bytes', async (name, mostBytes) => {
  const { gzipBytes, minifiedBytes } = await bundleSize(sdkImports[name])
  expect(gzipBytes).toBeLessThan(mostBytes)
  expect(minifiedBytes).toBeGreaterThan(20)
})

it('the entry for React Native has none of Node’s built-ins', async () => {
  const { minifiedBytes } = await bundleSize(`export * from '@carillon/client/react-native'`)
  expect(minifiedBytes).toBeGreaterThan(KiB)
})

it.each([
  [`export { readFileSync } from 'node:fs'`, 'node:fs'],
  [`export { readFileSync } from 'fs'`, 'fs'],
  [`export * from '@carillon/client/node'`, 'node:'],
])('says who imports one of Node’s built-ins: %s', async (code, named) => {
  await expect(bundleSize(code)).rejects.toThrow(new RegExp(`imports ${named}.*, which only Node has`))
})
