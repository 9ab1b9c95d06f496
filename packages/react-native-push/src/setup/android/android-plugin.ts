import { byHand, unchanged, type Edit } from '../edit.ts'
import type { ProjectFiles } from '../project.ts'
import { replaceLine } from '../text/blocks.ts'
import { withoutComments } from '../text/braces.ts'
import { addToBlock } from './gradle.ts'

const coordinate = 'com.android.tools.build:gradle'

/** Where npm, hoisting workspaces and pnpm put it. */
const catalogs = ['', 'react-native/node_modules/']
  .flatMap((inside) => ['', '../', '../../'].map((up) => `${up}node_modules/${inside}`))
  .map((folder) => `${folder}@react-native/gradle-plugin/gradle/libs.versions.toml`)

/** The version of the Android Gradle plugin that this React Native builds with; undefined when it is not installed. */
export const androidPluginVersionOf = (files: ProjectFiles): string | undefined => {
  for (const catalog of catalogs) {
    const version = /^agp\s*=\s*"([\w.-]+)"/m.exec(files.read(catalog) ?? '')?.[1]
    if (version !== undefined) return version
  }
  return undefined
}

/**
 * android/build.gradle: the Android Gradle plugin with its version, which React Native's template leaves to
 * React Native. Huawei's agconnect plugin reads it there and ends the build where it finds none.
 */
export const addAndroidPluginVersion = (text: string, version: string | undefined): Edit => {
  const code = withoutComments(text)
  if (code.includes(`${coordinate}:`)) return unchanged(text)
  if (version === undefined) {
    return byHand(
      text,
      `buildscript { dependencies {: write out the version in classpath("${coordinate}:8.x.y"), as node_modules/@react-native/gradle-plugin/gradle/libs.versions.toml has it: Huawei's agconnect plugin reads it there`,
    )
  }
  const line = `classpath("${coordinate}:${version}")`
  const found = /^[^\S\n]*classpath\s*\(?\s*["']com\.android\.tools\.build:gradle["'][^\n]*$/m.exec(code)
  if (found === null) return addToBlock(text, ['buildscript', 'dependencies'], [line])
  return { text: replaceLine(text, found.index, line), byHand: [] }
}
