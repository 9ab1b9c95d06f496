import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import type { Change } from '../setup/plan.ts'
import type { ProjectFiles } from '../setup/project.ts'

const largestFileBytes = 8 * 1024 * 1024

/** A project on disk. */
export const diskFiles = (folder: string): ProjectFiles => ({
  read(path) {
    try {
      const file = join(folder, path)
      const { size } = lstatSync(file)
      if (size > largestFileBytes)
        throw new Error(`${path} is larger than 8 MB: that is not what it should be`)
      return readFileSync(file, 'utf8')
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  },
  list(path) {
    try {
      return readdirSync(join(folder, path)).sort()
    } catch (error) {
      if (isAbsent(error)) return []
      throw error
    }
  },
})

/** Writes changes, each file whole or not at all. Folders that become empty by a deletion go too. */
export const applyChanges = (folder: string, changes: readonly Change[]): void => {
  for (const { path, text } of changes) {
    const file = join(folder, path)
    if (text === undefined) {
      rmSync(file, { force: true })
      removeIfEmpty(dirname(file), folder)
      continue
    }
    mkdirSync(dirname(file), { recursive: true })
    const draft = `${file}.carillon-push-draft`
    writeFileSync(draft, text)
    renameSync(draft, file)
  }
}

const removeIfEmpty = (path: string, folder: string): void => {
  if (path === folder) return
  try {
    if (readdirSync(path).length === 0) rmdirSync(path)
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
