import type { VendorEntries } from '../../config/types.ts'
import { byHand, editAll, unchanged, type Edit } from '../edit.ts'
import { libraries, repositories } from '../libraries.ts'
import { insertLines, lineStartAfter, lineStartBefore, removeBlocks } from '../text/blocks.ts'
import { findBlock, withoutComments } from '../text/braces.ts'

/** android/build.gradle: the plugins that read google-services.json and agconnect-services.json, and their repositories. */
export const editRootGradle = (text: string, vendors: VendorEntries): Edit =>
  addToRootGradle(removeBlocks(text), vendors)

/** Adds what is not there yet. */
export const addToRootGradle = (text: string, vendors: VendorEntries): Edit => {
  const code = withoutComments(text)
  const { huawei } = vendors
  return editAll(text, [
    (each) =>
      inBlock(
        each,
        ['buildscript', 'repositories'],
        repositoryLines(buildscriptOf(code), huawei === undefined ? {} : { huawei }),
      ),
    (each) => inBlock(each, ['buildscript', 'dependencies'], classpathLines(code, vendors)),
    (each) => addProjectRepositories(each, repositoryLines(allprojectsOf(code), vendors)),
  ])
}

const isThere = (code: string, coordinate: string): boolean =>
  code.includes(coordinate.slice(0, coordinate.lastIndexOf(':')))

const classpathLines = (code: string, { fcm, huawei }: VendorEntries): string[] =>
  [
    fcm !== undefined && libraries.googleServicesPlugin,
    huawei !== undefined && libraries.agconnectPlugin,
  ].flatMap((plugin) => (plugin === false || isThere(code, plugin) ? [] : [`classpath("${plugin}")`]))

const repositoryLines = (code: string, { huawei, honor }: VendorEntries): string[] =>
  [huawei !== undefined && repositories.huawei, honor !== undefined && repositories.honor].flatMap((url) =>
    url === false || code.includes(url.replace(/\/$/, '')) ? [] : [`maven { url "${url}" }`],
  )

const partOf = (code: string, name: string): string => {
  const block = findBlock(code, [name])
  return block === undefined ? '' : code.slice(block.open, block.close)
}
const buildscriptOf = (code: string): string => partOf(code, 'buildscript')
const allprojectsOf = (code: string): string => partOf(code, 'allprojects')

const inBlock = (text: string, path: readonly string[], lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  const block = findBlock(text, path)
  const place = block && lineStartBefore(text, block.close)
  if (place === undefined) return byHand(text, `${path.join(' { ')} {: add ${lines.join(' and ')}`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}    ` }, 'slashes', lines),
    byHand: [],
  }
}

const addProjectRepositories = (text: string, lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  if (findBlock(text, ['allprojects', 'repositories']) !== undefined) {
    return inBlock(text, ['allprojects', 'repositories'], lines)
  }
  const buildscript = findBlock(text, ['buildscript'])
  const place = buildscript && lineStartAfter(text, buildscript.close + 1)
  if (place === undefined) return byHand(text, `allprojects { repositories {: add ${lines.join(' and ')}`)
  const block = [
    'allprojects {',
    '    repositories {',
    ...lines.map((line) => `        ${line}`),
    '    }',
    '}',
  ]
  return { text: insertLines(text, { ...place, indent: '' }, 'slashes', block), byHand: [] }
}
