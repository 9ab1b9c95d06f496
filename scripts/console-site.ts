import { createHash } from 'node:crypto'
import { chmod, cp, glob, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { rootFolder, run } from './run.ts'

const consoleFolder = join(rootFolder, 'packages/console')
const sources = [
  'scripts/console-site.ts',
  'packages/console/{src,public}/**/*.*',
  'packages/console/{index.html,vite.config.ts,package.json}',
  'packages/protocol/src/**/*.ts',
]

/** Where the built console lies. */
export const siteFolder = join(consoleFolder, 'dist')

/** Stands in the site for the sources it was built from. */
const stampFile = '.built-from'

const stampOfSources = async (): Promise<string> => {
  const hash = createHash('sha256')
  const files: string[] = []
  for await (const file of glob(sources, { cwd: rootFolder })) files.push(file)
  for (const file of files.filter((each) => !each.endsWith('.test.ts')).toSorted())
    hash.update(`${file}\n`).update(await readFile(join(rootFolder, file)))
  return hash.digest('hex')
}

/**
 * Builds the console unless what is built is of these sources. The site changes in one step: whoever builds
 * at the same time, or reads it, finds a whole one.
 * @param onBuild told before it takes its seconds
 * @returns whether it was built
 * @throws with what the build said
 */
export const ensureConsoleSite = async (onBuild: () => void = () => undefined): Promise<boolean> => {
  const stamp = await stampOfSources()
  const built = await readFile(join(siteFolder, stampFile), 'utf8').catch(() => '')
  if (built === stamp) return false
  onBuild()
  const folder = await mkdtemp(join(consoleFolder, '.dist-'))
  try {
    const vite = join(rootFolder, 'node_modules/vite/bin/vite.js')
    const { exitCode, output } = await run(
      process.execPath,
      [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
      {
        cwd: consoleFolder,
        // That of a test would be taken over, and React's slow form for developers be built.
        env: { NODE_ENV: 'production' },
        output: 'capture',
        timeoutMs: 120_000,
      },
    )
    if (exitCode !== 0) throw new Error(`The console cannot be built:\n${output}`)
    await writeFile(join(folder, stampFile), stamp)
    await chmod(folder, 0o755)
    await replace(folder)
    return true
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const replace = async (folder: string): Promise<void> => {
  const old = await mkdtemp(join(consoleFolder, '.dist-'))
  try {
    await rename(siteFolder, join(old, 'dist')).catch(() => undefined)
    // Somebody else may have put the same in its place meanwhile.
    await rename(folder, siteFolder).catch(async () => await cp(folder, siteFolder, { recursive: true }))
  } finally {
    await rm(old, { recursive: true, force: true })
  }
}
