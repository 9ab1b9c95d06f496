import type { VendorEntries } from '../../config/types.ts'
import { byHand, unchanged, type Edit } from '../edit.ts'
import { repositories } from '../libraries.ts'
import { insertLines, lineStartAfter, removeBlocks } from '../text/blocks.ts'
import { findBlock, withoutComments } from '../text/braces.ts'
import { addToBlock, dialectOf, type GradleDialect } from './gradle.ts'

/** The vendors' Maven repositories that a part of a build file lacks. */
export const repositoryLines = (
  part: string,
  { huawei, honor }: VendorEntries,
  dialect: GradleDialect,
): string[] =>
  [huawei !== undefined && repositories.huawei, honor !== undefined && repositories.honor].flatMap((url) =>
    url === false || part.includes(url.replace(/\/$/, '')) ? [] : [dialect.maven(url)],
  )

/** The text of the first block of this name, without comments; '' when there is none. */
export const blockText = (text: string, name: string): string => {
  const block = findBlock(text, [name])
  return block === undefined ? '' : withoutComments(text).slice(block.open, block.close)
}

/**
 * Whether settings.gradle keeps the repositories of all projects: then Gradle passes over those in
 * build.gradle, or refuses them.
 */
export const settingsKeepRepositories = (text: string): boolean =>
  /\b(?:PREFER_SETTINGS|FAIL_ON_PROJECT_REPOS)\b/.test(withoutComments(text))

/** settings.gradle, where it keeps the repositories. */
export const editSettings = (text: string, vendors: VendorEntries, path: string): Edit =>
  addToSettings(removeBlocks(text), vendors, path)

/** Adds what is not there yet. */
export const addToSettings = (text: string, vendors: VendorEntries, path: string): Edit => {
  if (!settingsKeepRepositories(text)) return unchanged(text)
  const name = 'dependencyResolutionManagement'
  return addToBlock(
    text,
    [name, 'repositories'],
    repositoryLines(blockText(text, name), vendors, dialectOf(path)),
  )
}

/** The repositories of all projects in android/build.gradle: into its `allprojects`, else in one of its own. */
export const addProjectRepositories = (text: string, lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  if (findBlock(text, ['allprojects', 'repositories']) !== undefined) {
    return addToBlock(text, ['allprojects', 'repositories'], lines)
  }
  const buildscript = findBlock(text, ['buildscript'])
  const place = buildscript && lineStartAfter(text, buildscript.close + 1)
  // A file without a buildscript begins with plugins, after which anything may come.
  const plugins = findBlock(text, ['plugins'])
  const after = place ?? (plugins && lineStartAfter(text, plugins.close + 1))
  if (after === undefined) return byHand(text, `allprojects { repositories {: add ${lines.join(' and ')}`)
  const block = [
    'allprojects {',
    '    repositories {',
    ...lines.map((line) => `        ${line}`),
    '    }',
    '}',
  ]
  return { text: insertLines(text, { ...after, indent: '' }, 'slashes', block), byHand: [] }
}
