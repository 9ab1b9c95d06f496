import type { VendorEntries } from '../../config/types.ts'
import { editAll, unchanged, type Edit } from '../edit.ts'
import { libraries } from '../libraries.ts'
import { removeBlocks } from '../text/blocks.ts'
import { withoutComments } from '../text/braces.ts'
import { addAndroidPluginVersion } from './android-plugin.ts'
import { addToBlock, dialectOf } from './gradle.ts'
import { addProjectRepositories, blockText, repositoryLines } from './repositories.ts'

/** What is known of the project besides this file. */
interface RootGradleOptions {
  /** Of this file; Kotlin's end in .kts. */
  path: string
  /** settings.gradle keeps the repositories of all projects. */
  settingsKeepRepositories: boolean
  /** Of the Android Gradle plugin; undefined when it is not known. */
  androidPluginVersion: string | undefined
}

/** android/build.gradle: the plugins that read google-services.json and agconnect-services.json, and their repositories. */
export const editRootGradle = (text: string, vendors: VendorEntries, options: RootGradleOptions): Edit =>
  addToRootGradle(removeBlocks(text), vendors, options)

/** Adds what is not there yet. */
export const addToRootGradle = (
  text: string,
  vendors: VendorEntries,
  { path, settingsKeepRepositories, androidPluginVersion }: RootGradleOptions,
): Edit => {
  const dialect = dialectOf(path)
  const { huawei } = vendors
  const ofPlugins = huawei === undefined ? {} : { huawei }
  const ofProjects = settingsKeepRepositories ? {} : vendors
  return editAll(text, [
    (each) =>
      addToBlock(
        each,
        ['buildscript', 'repositories'],
        repositoryLines(blockText(text, 'buildscript'), ofPlugins, dialect),
      ),
    (each) => (huawei === undefined ? unchanged(each) : addAndroidPluginVersion(each, androidPluginVersion)),
    (each) => addToBlock(each, ['buildscript', 'dependencies'], classpathLines(text, vendors)),
    (each) =>
      addProjectRepositories(each, repositoryLines(blockText(text, 'allprojects'), ofProjects, dialect)),
  ])
}

const classpathLines = (text: string, { fcm, huawei }: VendorEntries): string[] => {
  const code = withoutComments(text)
  return [
    fcm !== undefined && libraries.googleServicesPlugin,
    huawei !== undefined && libraries.agconnectPlugin,
  ].flatMap((plugin) =>
    plugin === false || code.includes(plugin.slice(0, plugin.lastIndexOf(':')))
      ? []
      : [`classpath("${plugin}")`],
  )
}
