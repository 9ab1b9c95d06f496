import type { CarillonPushFile, VendorEntries } from '../../config/types.ts'
import { androidPluginVersionOf } from '../android/android-plugin.ts'
import { addToAppGradle, placeholdersOf } from '../android/app-gradle.ts'
import { addMetaData, addTapScheme, metaDataOf } from '../android/manifest.ts'
import { addToSettings, settingsKeepRepositories } from '../android/repositories.ts'
import { addToRootGradle } from '../android/root-gradle.ts'
import type { Edit } from '../edit.ts'
import { androidPaths, gradlePathsOf, type ProjectFiles } from '../project.ts'
import { withoutComments, withoutXmlComments } from '../text/braces.ts'
import { applicationIDsOf, checkAndroidApp } from './android-app.ts'
import { lacking, linesAdded, setupRemedy, type Finding } from './finding.ts'
import { checkLeftovers } from './leftovers.ts'
import { checkAgconnectServices, checkGoogleServices, checkLibraryFile } from './vendor-files.ts'

type AndroidVendor = 'fcm' | 'huawei' | 'honor' | 'xiaomi' | 'oppo' | 'vivo' | 'meizu'
const androidVendors = ['fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/** What is missing for Android, vendor by vendor. */
export const checkAndroid = (files: ProjectFiles, config: CarillonPushFile): Finding[] => {
  const { vendors } = config
  return [
    ...checkAndroidApp(files, config),
    ...checkLeftovers(files),
    ...missing(files, 'app', 'manifest-missing', androidPaths.manifest, addTapScheme).map((finding) => ({
      ...finding,
      // Needed by certificates whose click action opens a page.
      severity: 'warning' as const,
    })),
    ...androidVendors
      .filter((vendor) => vendors[vendor] !== undefined)
      .flatMap((vendor) => checkVendor(files, vendor, vendors)),
  ]
}

const checkVendor = (files: ProjectFiles, vendor: AndroidVendor, all: VendorEntries): Finding[] => {
  const entry = all[vendor]
  const vendors: VendorEntries = entry === undefined ? {} : { [vendor]: entry }
  const { manifest } = androidPaths
  const { appGradle } = gradlePathsOf(files)
  const applicationIDs = applicationIDsOf(files)
  return [
    ...checkRootGradle(files, vendor, vendors),
    ...missing(files, vendor, 'gradle-missing', appGradle, (text) =>
      addToAppGradle(text, vendors, appGradle),
    ),
    ...missing(files, vendor, 'manifest-missing', manifest, (text) => addMetaData(text, vendors)),
    ...checkIDs(files, vendor, vendors),
    ...checkLibraryFile(files, vendor, {
      folder: androidPaths.libs,
      gradle: withoutComments(files.read(appGradle) ?? ''),
    }),
    ...(vendor === 'fcm' ? checkGoogleServices(files, applicationIDs) : []),
    ...(vendor === 'huawei' ? checkAgconnectServices(files, entry?.appID, applicationIDs) : []),
  ]
}

const checkRootGradle = (files: ProjectFiles, vendor: AndroidVendor, vendors: VendorEntries): Finding[] => {
  const { settings, rootGradle } = gradlePathsOf(files)
  const keepsRepositories = settingsKeepRepositories(files.read(settings) ?? '')
  return [
    ...(keepsRepositories
      ? missing(files, vendor, 'gradle-missing', settings, (text) => addToSettings(text, vendors, settings))
      : []),
    ...missing(files, vendor, 'gradle-missing', rootGradle, (text) =>
      addToRootGradle(text, vendors, {
        path: rootGradle,
        settingsKeepRepositories: keepsRepositories,
        androidPluginVersion: androidPluginVersionOf(files),
      }),
    ),
  ]
}

/** What an edit would add to a file is what is missing there. */
const missing = (
  files: ProjectFiles,
  about: Finding['about'],
  code: string,
  file: string,
  edit: (text: string) => Edit,
): Finding[] => {
  const text = files.read(file)
  if (text === undefined) {
    return [
      {
        about,
        code: 'file-missing',
        severity: 'error',
        file,
        what: 'is not there',
        remedy: 'make it as in the template of your React Native',
      },
    ]
  }
  const after = edit(text)
  const lines = [...linesAdded(text, after.text), ...after.byHand]
  return lines.length === 0
    ? []
    : [{ about, code, severity: 'error', file, what: lacking(lines), remedy: setupRemedy, lines }]
}

/** The IDs that stand in the app's files: as placeholders in build.gradle, or in the manifest itself. */
const checkIDs = (files: ProjectFiles, vendor: AndroidVendor, vendors: VendorEntries): Finding[] => {
  const { appGradle } = gradlePathsOf(files)
  const gradle = withoutComments(files.read(appGradle) ?? '')
  const manifest = withoutXmlComments(files.read(androidPaths.manifest) ?? '')
  const values = placeholdersOf(vendors)
  const finding = (file: string, what: string): Finding => ({
    about: vendor,
    code: 'id-differs',
    severity: 'error',
    file,
    what: `${what} is not the value of carillon-push.json`,
    remedy: 'correct one of them: the phone registers with the one, the server pushes with the other',
  })
  return [
    ...Object.entries(values).flatMap(([name, value]) => {
      const found = new RegExp(`\\b${name}["']?\\]?\\s*(?:[=:]|to\\b)\\s*["']([^"']*)["']`).exec(gradle)?.[1]
      return found === undefined || found === value
        ? []
        : [finding(appGradle, `the manifest placeholder ${name}`)]
    }),
    ...Object.entries(metaDataOf(vendors)).flatMap(([name, placeholder]) => {
      const entry = [...manifest.matchAll(/<meta-data\b[^>]*>/g)].find(([each]) => each.includes(`"${name}"`))
      const found = /android:value="([^"]*)"/.exec(entry?.[0] ?? '')?.[1]
      return found === undefined || found.startsWith('${') || found === values[placeholder]
        ? []
        : [finding(androidPaths.manifest, `meta-data ${name}`)]
    }),
  ]
}
