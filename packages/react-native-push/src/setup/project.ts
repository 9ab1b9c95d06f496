import { parsedJson, fieldsOf } from '../taps/fields.ts'
import { appTargetOf, type AppTarget } from './ios/pbxproj.ts'

/** A project's files, by their path from its folder, with `/`. */
export interface ProjectFiles {
  /** The text; undefined when there is no such file. */
  read(path: string): string | undefined
  /** Names in a folder; empty when there is no such folder. */
  list(folder: string): string[]
}

/** Where an iOS app keeps what matters here. Undefined parts were not found. */
export interface IosPaths {
  project: string
  target: AppTarget | undefined
  /** The folder of the app's own files, relative to ios/. */
  folder: string
  infoPlist: string | undefined
  entitlements: string | undefined
  appDelegate: string | undefined
}

/** The build files that are there; in Kotlin (.kts) where there are none in Groovy. */
export const gradlePathsOf = (
  files: ProjectFiles,
): { settings: string; rootGradle: string; appGradle: string } => {
  const present = (path: string): string =>
    files.read(path) === undefined && files.read(`${path}.kts`) !== undefined ? `${path}.kts` : path
  return {
    settings: present('android/settings.gradle'),
    rootGradle: present('android/build.gradle'),
    appGradle: present('android/app/build.gradle'),
  }
}

export const androidPaths = {
  manifest: 'android/app/src/main/AndroidManifest.xml',
  config: 'android/app/src/main/assets/carillon-push.json',
  googleServices: 'android/app/google-services.json',
  agconnectServices: 'android/app/agconnect-services.json',
  libs: 'android/app/libs',
} as const

/** Whether the project has native folders of its own. */
export const hasAndroid = (files: ProjectFiles): boolean => files.list('android').length > 0

export const iosPathsOf = (files: ProjectFiles): IosPaths | undefined => {
  const name = files.list('ios').find((each) => each.endsWith('.xcodeproj') && each !== 'Pods.xcodeproj')
  if (name === undefined) return undefined
  const project = `ios/${name}/project.pbxproj`
  const target = appTargetOf(files.read(project) ?? '')
  const appName = target?.name ?? name.replace(/\.xcodeproj$/, '')
  const folder = target?.infoPlist?.replace(/\/?[^/]*$/, '') || appName
  const under = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : `ios/${path.replace(/^\$\(SRCROOT\)\//, '')}`
  const present = (path: string): string | undefined => (files.read(path) === undefined ? undefined : path)
  return {
    project,
    target,
    folder,
    infoPlist: under(target?.infoPlist) ?? present(`ios/${folder}/Info.plist`),
    entitlements: under(target?.entitlements),
    appDelegate: ['swift', 'mm', 'm']
      .map((suffix) => present(`ios/${folder}/AppDelegate.${suffix}`))
      .find((path) => path !== undefined),
  }
}

/** Dependencies of package.json with their version ranges. */
export const dependenciesOf = (files: ProjectFiles): Readonly<Record<string, string>> => {
  const manifest = fieldsOf(files.read('package.json'))
  const all = { ...fieldsOf(manifest?.dependencies), ...fieldsOf(manifest?.devDependencies) }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, range]) => (typeof range === 'string' ? [[name, range]] : [])),
  )
}

/** An Expo project that makes its native folders anew: the config plugin is for it. */
export const isManagedExpo = (files: ProjectFiles): boolean =>
  'expo' in dependenciesOf(files) && !hasAndroid(files) && iosPathsOf(files) === undefined

/** A JSON file of the project as an object; undefined when it is none. */
export const readJson = (files: ProjectFiles, path: string): Readonly<Record<string, unknown>> | undefined =>
  fieldsOf(parsedJson(files.read(path) ?? ''))
