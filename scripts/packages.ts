import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { packageFolders, type PackageFolder } from './import-law.ts'
import { rootFolder } from './run.ts'

/** The fields of a package.json the scripts read. */
export interface PackageManifest {
  name: string
  version: string
  private?: boolean
  bin?: Readonly<Record<string, string>>
  exports?: Readonly<Record<string, unknown>>
  dependencies?: Readonly<Record<string, string>>
  optionalDependencies?: Readonly<Record<string, string>>
  devDependencies?: Readonly<Record<string, string>>
  peerDependencies?: Readonly<Record<string, string>>
}

/** A package of the workspace. */
export interface WorkspacePackage {
  folder: PackageFolder
  /** Absolute. */
  path: string
  manifest: PackageManifest
}

/** The packages there are, those that others build on first. */
export const workspacePackages = async (): Promise<WorkspacePackage[]> => {
  const present = packageFolders
    .map((folder) => ({ folder, path: join(rootFolder, 'packages', folder) }))
    .filter(({ path }) => existsSync(join(path, 'package.json')))
  return Promise.all(
    present.map(async ({ folder, path }) => ({
      folder,
      path,
      manifest: JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as PackageManifest,
    })),
  )
}
