import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where the built console lies, in the package @carillon/console; undefined when it is not installed or not built. */
export const siteFolder = (): string | undefined => {
  try {
    const manifest = createRequire(import.meta.url).resolve('@carillon/console/package.json')
    const folder = join(dirname(manifest), 'dist')
    return existsSync(join(folder, 'index.html')) ? folder : undefined
  } catch {
    return undefined
  }
}
