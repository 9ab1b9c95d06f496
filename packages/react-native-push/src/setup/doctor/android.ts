import type { CarillonPushFile, VendorEntries } from '../../config/types.ts'
import { fieldsOf, type Fields } from '../../taps/fields.ts'
import { addToAppGradle, placeholdersOf } from '../android/app-gradle.ts'
import { addMetaData, addTapScheme } from '../android/manifest.ts'
import { addToRootGradle } from '../android/root-gradle.ts'
import type { Edit } from '../edit.ts'
import { libraryFiles } from '../libraries.ts'
import { androidPaths, readJson, type ProjectFiles } from '../project.ts'
import { withoutComments } from '../text/braces.ts'
import { linesAdded, setupRemedy, type Finding } from './finding.ts'

type AndroidVendor = 'fcm' | 'huawei' | 'honor' | 'xiaomi' | 'oppo' | 'vivo' | 'meizu'
const androidVendors = ['fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/** What is missing for Android, vendor by vendor. */
export const checkAndroid = (files: ProjectFiles, config: CarillonPushFile): Finding[] => {
  const { vendors } = config
  const applicationID = applicationIDOf(files)
  return [
    ...checkPackage(config, applicationID),
    ...missing(files, 'app', 'manifest-missing', androidPaths.manifest, addTapScheme).map((finding) => ({
      ...finding,
      // Needed by certificates whose click action opens a page.
      severity: 'warning' as const,
    })),
    ...androidVendors
      .filter((vendor) => vendors[vendor] !== undefined)
      .flatMap((vendor) => checkVendor(files, vendor, vendors, applicationID)),
  ]
}

const checkVendor = (
  files: ProjectFiles,
  vendor: AndroidVendor,
  all: VendorEntries,
  applicationID: string | undefined,
): Finding[] => {
  const entry = all[vendor]
  const vendors: VendorEntries = entry === undefined ? {} : { [vendor]: entry }
  const { rootGradle, appGradle, manifest } = androidPaths
  return [
    ...missing(files, vendor, 'gradle-missing', rootGradle, (text) => addToRootGradle(text, vendors)),
    ...missing(files, vendor, 'gradle-missing', appGradle, (text) => addToAppGradle(text, vendors)),
    ...missing(files, vendor, 'manifest-missing', manifest, (text) => addMetaData(text, vendors)),
    ...checkPlaceholders(files, vendor, vendors),
    ...checkLibraryFile(files, vendor),
    ...(vendor === 'fcm' ? checkGoogleServices(files, applicationID) : []),
    ...(vendor === 'huawei' ? checkAgconnectServices(files, entry?.appID, applicationID) : []),
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
        remedy: 'Kotlin build files (.kts) are not edited: add by hand what docs/react-native.md names',
      },
    ]
  }
  const after = edit(text)
  const lines = [...linesAdded(text, after.text), ...after.byHand]
  return lines.length === 0
    ? []
    : [{ about, code, severity: 'error', file, what: `lacks ${lines.join(' ')}`, remedy: setupRemedy }]
}

const checkPackage = ({ androidPackage }: CarillonPushFile, applicationID: string | undefined): Finding[] =>
  androidPackage === undefined || applicationID === undefined || androidPackage === applicationID
    ? []
    : [
        {
          about: 'app',
          code: 'package-differs',
          severity: 'error',
          file: androidPaths.appGradle,
          what: `applicationId is ${applicationID}, the certificates are for ${androidPackage}`,
          remedy: 'use the certificates of this application ID, or correct the ID',
        },
      ]

const checkPlaceholders = (files: ProjectFiles, vendor: AndroidVendor, vendors: VendorEntries): Finding[] => {
  const gradle = withoutComments(files.read(androidPaths.appGradle) ?? '')
  return Object.entries(placeholdersOf(vendors)).flatMap(([name, value]): Finding[] => {
    const found = new RegExp(`\\b${name}["']?\\]?\\s*[=:]\\s*["']([^"']*)["']`).exec(gradle)?.[1]
    return found === undefined || found === value
      ? []
      : [
          {
            about: vendor,
            code: 'id-differs',
            severity: 'error',
            file: androidPaths.appGradle,
            what: `the manifest placeholder ${name} is not the value of carillon-push.json`,
            remedy: 'correct one of them: the phone registers with the one, the server pushes with the other',
          },
        ]
  })
}

const checkLibraryFile = (files: ProjectFiles, vendor: AndroidVendor): Finding[] => {
  if (vendor !== 'xiaomi' && vendor !== 'oppo' && vendor !== 'vivo') return []
  const names = files.list(androidPaths.libs)
  const gradle = withoutComments(files.read(androidPaths.appGradle) ?? '').toLowerCase()
  const signs = { xiaomi: /mipush|xiaomi/, oppo: /heytap|oppo/, vivo: /vivo[\w.:-]*push|push[\w.:-]*vivo/ }
  if (names.some((name) => libraryFiles[vendor].test(name)) || signs[vendor].test(gradle)) return []
  return [
    {
      about: vendor,
      code: 'library-missing',
      severity: 'error',
      file: androidPaths.libs,
      what: `holds no push library of ${vendor}: the vendor is not offered in this build`,
      remedy: "download it from the vendor's developer platform and put the .aar there",
    },
  ]
}

const checkGoogleServices = (files: ProjectFiles, applicationID: string | undefined): Finding[] => {
  const file = androidPaths.googleServices
  const finding = (code: string, what: string, remedy: string): Finding[] => [
    { about: 'fcm', code, severity: 'error', file, what, remedy },
  ]
  const download = 'Firebase console, project settings, your apps: download it and put it there'
  const json = readJson(files, file)
  if (files.read(file) === undefined) return finding('google-services-missing', 'is not there', download)
  if (json?.private_key !== undefined) {
    return finding(
      'secret-in-app',
      'is a service account key, which can send pushes to everyone',
      'delete it here and in the Google console; it belongs to the server alone. The app needs google-services.json',
    )
  }
  const clients = Array.isArray(json?.client) ? (json.client as unknown[]) : undefined
  if (clients === undefined)
    return finding('google-services-unusable', 'is no google-services.json', download)
  const packages = clients.map((client) => {
    const info = fieldsOf(fieldsOf(fieldsOf(client)?.client_info)?.android_client_info)
    return info?.package_name
  })
  return applicationID === undefined || packages.includes(applicationID)
    ? []
    : finding(
        'google-services-package',
        `is not for ${applicationID}`,
        `add this app in Firebase, then: ${download}`,
      )
}

const checkAgconnectServices = (
  files: ProjectFiles,
  appID: string | undefined,
  applicationID: string | undefined,
): Finding[] => {
  const file = androidPaths.agconnectServices
  const finding = (code: string, what: string, remedy: string): Finding[] => [
    { about: 'huawei', code, severity: 'error', file, what, remedy },
  ]
  const download = 'AppGallery Connect, project settings: download it and put it there'
  if (files.read(file) === undefined) return finding('agconnect-missing', 'is not there', download)
  const client: Fields | undefined = fieldsOf(readJson(files, file)?.client)
  if (client === undefined) return finding('agconnect-unusable', 'is no agconnect-services.json', download)
  return [
    ...(applicationID !== undefined && client.package_name !== applicationID
      ? finding('agconnect-package', `is not for ${applicationID}`, `add this app there, then: ${download}`)
      : []),
    ...(appID !== undefined && client.app_id !== appID
      ? finding('id-differs', `app_id is not the appID ${appID} of carillon-push.json`, 'correct one of them')
      : []),
  ]
}

const applicationIDOf = (files: ProjectFiles): string | undefined =>
  /\bapplicationId\s*=?\s*["']([^"']+)["']/.exec(
    withoutComments(files.read(androidPaths.appGradle) ?? ''),
  )?.[1]
