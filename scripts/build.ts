// npm run build: emits every package to its dist or lib folder and checks what would be published.
import { existsSync } from 'node:fs'
import { copyFile, cp, glob, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

import { ensureConsoleSite, siteFolder } from './console-site.ts'
import { rewriteDeclarationImports } from './declarations.ts'
import { checkDeclarations, installPacked, tryPacked, tryRoad } from './packed.ts'
import { workspacePackages, type WorkspacePackage } from './packages.ts'
import { installedCommand, rootFolder, run } from './run.ts'

/** Emits one package. The packages it imports must have been emitted before. */
const emit = async ({ folder, path }: WorkspacePackage): Promise<string[]> => {
  // `lib` is where packages for React Native have theirs: lib/module, lib/typescript.
  const dist = join(path, 'dist')
  const made = [dist, join(path, 'lib')]
  for (const each of made) await rm(each, { recursive: true, force: true })
  if (folder === 'console') {
    const failure = await ensureConsoleSite().catch((error: unknown) => error as Error)
    await copyFile(join(rootFolder, 'LICENSE'), join(path, 'LICENSE'))
    return failure instanceof Error ? [failure.message] : []
  }
  // A portable package's command is compiled on its own: it alone may use Node.
  for (const project of ['tsconfig.build.json', 'tsconfig.cli.build.json'].map((name) => join(path, name))) {
    if (!existsSync(project)) continue
    const { exitCode } = await run(installedCommand('tsc'), ['--project', project])
    if (exitCode !== 0) return [`${folder} does not compile`]
  }
  for await (const file of glob('{dist,lib}/**/*.d.ts', { cwd: path })) {
    const declaration = join(path, file)
    await writeFile(declaration, rewriteDeclarationImports(await readFile(declaration, 'utf8')))
  }
  await copyFile(join(rootFolder, 'LICENSE'), join(path, 'LICENSE'))
  // The server serves the console: its files come with it.
  if (folder === 'server') await cp(siteFolder, join(dist, 'console'), { recursive: true })
  return []
}

/** publint's findings about one package; all of them count but suggestions. */
const lint = async ({ folder, path }: WorkspacePackage): Promise<string[]> => {
  const { messages, pkg } = await publint({ pkgDir: path, pack: 'npm' })
  return messages
    .filter((message) => message.type !== 'suggestion')
    .map((message) => `${folder}: ${formatMessage(message, pkg) ?? message.code}`)
}

const check = async (packages: readonly WorkspacePackage[]): Promise<string[]> => {
  const problems: string[] = []
  for (const each of packages) problems.push(...(await lint(each)))
  await using installation = await installPacked(packages)
  problems.push(...(await tryPacked(installation, packages)))
  problems.push(...(await tryRoad(installation)))
  problems.push(...(await checkDeclarations(installation, packages)))
  return problems
}

const packages = await workspacePackages()
const problems: string[] = []
for (const each of packages) problems.push(...(await emit(each)))
if (problems.length === 0) problems.push(...(await check(packages)))
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0
    ? `${packages.length} packages built and checked`
    : `${problems.length} problems in what would be published`,
)
process.exitCode = problems.length === 0 ? 0 : 1
