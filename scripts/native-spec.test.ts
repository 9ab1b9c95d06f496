import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { generateNativeSpec } from './native-spec.ts'
import { rootFolder } from './run.ts'

/** Selectors of the methods in Objective-C, such as `registerPush:credentials:resolve:reject:`. */
const selectors = (code: string): string[] =>
  [...code.matchAll(/^- \(void\)([\s\S]*?)(?:;|\n\{)/gm)].map(([, signature = '']) =>
    (signature.match(/\w+:(?=\()/g) ?? [signature.trim()]).join(''),
  )

// The Kotlin is held to it by its compiler: npm run test:android.
it('the iOS module has every method of the spec, and sends every event', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-ios-'))
  try {
    const header = await readFile(generateNativeSpec('ios', folder), 'utf8')
    const module = await readFile(join(rootFolder, 'packages/react-native-push/ios/CarillonPush.mm'), 'utf8')
    const methods = selectors(header).filter((selector) => selector.endsWith('reject:'))
    expect(methods.length).toBeGreaterThanOrEqual(17)
    const implemented = selectors(module)
    expect(methods.filter((method) => !implemented.includes(method))).toEqual([])
    const events = [...header.matchAll(/^- \(void\)(emitOn\w+)/gm)].map(([, name]) => name)
    expect(events.length).toBeGreaterThanOrEqual(7)
    expect(events.filter((event) => !module.includes(`[self ${event}`))).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
