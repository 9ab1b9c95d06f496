import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What `npm run build` puts beside the server that is published. */
const publishedFolder = fileURLToPath(new URL('../../console', import.meta.url))

/** Where the built console lies: in the server that was installed, or in the workspace; undefined when it is not built. */
export const siteFolder = (): string | undefined =>
  [publishedFolder, workspaceFolder()].find(
    (folder) => folder !== undefined && existsSync(join(folder, 'index.html')),
  )

/** The console is files to the server, and no module that it imports. */
const workspaceFolder = (): string | undefined => {
  try {
    const manifest = createRequire(import.meta.url).resolve('@carillon/console/package.json')
    return join(dirname(manifest), 'dist')
  } catch {
    return undefined
  }
}
