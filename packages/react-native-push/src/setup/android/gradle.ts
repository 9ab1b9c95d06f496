import { byHand, unchanged, type Edit } from '../edit.ts'
import { insertLines, lineStartBefore } from '../text/blocks.ts'
import { findBlock } from '../text/braces.ts'

/** What Groovy and Kotlin build files write differently; the rest is the same in both. */
export interface GradleDialect {
  maven(url: string): string
  applyPlugin(plugin: string): string
  /** The libraries that lie in `android/app/libs`. */
  libraryFiles: string
}

const groovy: GradleDialect = {
  maven: (url) => `maven { url "${url}" }`,
  applyPlugin: (plugin) => `apply plugin: "${plugin}"`,
  libraryFiles: 'fileTree(dir: "libs", include: ["*.aar", "*.jar"])',
}

const kotlin: GradleDialect = {
  maven: (url) => `maven { url = uri("${url}") }`,
  applyPlugin: (plugin) => `apply(plugin = "${plugin}")`,
  libraryFiles: 'fileTree(mapOf("dir" to "libs", "include" to listOf("*.aar", "*.jar")))',
}

/** The language of a build file, by its name. */
export const dialectOf = (path: string): GradleDialect => (path.endsWith('.kts') ? kotlin : groovy)

/** Adds lines at the end of the first block with this path of names. */
export const addToBlock = (text: string, path: readonly string[], lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  const block = findBlock(text, path)
  const place = block && lineStartBefore(text, block.close)
  if (place === undefined) return byHand(text, `${path.join(' { ')} {: add ${lines.join(' and ')}`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}    ` }, 'slashes', lines),
    byHand: [],
  }
}
