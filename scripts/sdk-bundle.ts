import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { rolldown } from 'rolldown'

import { rootFolder } from './run.ts'

/** What an app takes of the SDK. */
export const sdkImports = {
  everything: `export * from '@carillon/client'`,
  'the plugin alone': `export { TencentImSDKPlugin } from '@carillon/client'`,
  'one enum': `export { MessagePriorityEnum } from '@carillon/client'`,
} as const

/** Bytes of a minified bundle: what a browser runs, and what it loads. */
export interface BundleSize {
  minifiedBytes: number
  gzipBytes: number
  brotliBytes: number
}

const entryFile = join(rootFolder, 'sdk-bundle-entry.ts')

/**
 * Bundles a module for browsers, with all it imports.
 * @throws Error that names the importer when one of Node's built-ins is among it, or anything that is not found
 */
export const bundleSize = async (code: string): Promise<BundleSize> => {
  await using bundle = await rolldown({
    input: entryFile,
    platform: 'browser',
    resolve: { conditionNames: ['@carillon/source', 'browser', 'import', 'default'] },
    plugins: [
      {
        name: 'entry',
        resolveId(id, importer) {
          if (id === entryFile) return id
          if (id.startsWith('node:') || builtinModules.includes(id))
            throw new Error(`${importer} imports ${id}, which only Node has`)
          return null
        },
        load: (id) => (id === entryFile ? code : null),
      },
    ],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  const text = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
  return {
    minifiedBytes: Buffer.byteLength(text),
    gzipBytes: gzipSync(text, { level: 9 }).length,
    brotliBytes: brotliCompressSync(text).length,
  }
}
