import { gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { ensureConsoleSite, siteFolder } from '../../scripts/console-site.ts'

export { ensureConsoleSite }

/** The built console: each script with what it takes over the wire and what it loads with it. */
export interface BuiltSite {
  index: string
  /** Script files by their path below the site. */
  compressedBytes(path: string): Promise<number>
  text(path: string): Promise<string>
}

/** Builds the console if it must be, and opens what was built. */
export const openBuiltSite = async (): Promise<BuiltSite> => {
  await ensureConsoleSite()
  const text = async (path: string): Promise<string> => await readFile(join(siteFolder, path), 'utf8')
  return {
    index: await text('index.html'),
    text,
    compressedBytes: async (path) => gzipSync(await text(path)).byteLength,
  }
}
