import type { VendorEntries, VendorEntry } from '../../config/types.ts'
import { fieldsOf, type Fields } from '../../taps/fields.ts'
import { libraryFiles } from '../libraries.ts'
import { androidPaths, readJson, type ProjectFiles } from '../project.ts'
import type { Finding } from './finding.ts'

/** google-services.json; one for each flavour is looked at by Gradle alone. */
export const checkGoogleServices = (
  files: ProjectFiles,
  applicationIDs: readonly string[],
  file: string = androidPaths.googleServices,
): Finding[] => {
  const finding = (code: string, what: string, remedy: string): Finding[] => [
    { about: 'fcm', code, severity: 'error', file, what, remedy },
  ]
  const download = 'Firebase console, project settings, your apps: download it and put it there'
  if (files.read(file) === undefined) {
    return hasOneForAFlavour(files, 'google-services.json')
      ? []
      : finding('google-services-missing', 'is not there', download)
  }
  const json = readJson(files, file)
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
  return applicationIDs
    .filter(
      (applicationID) =>
        !packages.includes(applicationID) && !hasOneForAFlavour(files, 'google-services.json'),
    )
    .flatMap((applicationID) =>
      finding(
        'google-services-package',
        `is not for ${applicationID}`,
        `add this app in Firebase, then: ${download}`,
      ),
    )
}

/** agconnect-services.json. */
export const checkAgconnectServices = (
  files: ProjectFiles,
  appID: VendorEntry['appID'],
  applicationIDs: readonly string[],
  file: string = androidPaths.agconnectServices,
): Finding[] => {
  const finding = (code: string, what: string, remedy: string): Finding[] => [
    { about: 'huawei', code, severity: 'error', file, what, remedy },
  ]
  const download = 'AppGallery Connect, project settings: download it and put it there'
  if (files.read(file) === undefined) {
    return hasOneForAFlavour(files, 'agconnect-services.json')
      ? []
      : finding('agconnect-missing', 'is not there', download)
  }
  const client: Fields | undefined = fieldsOf(readJson(files, file)?.client)
  if (client === undefined) return finding('agconnect-unusable', 'is no agconnect-services.json', download)
  const { package_name: packageName } = client
  return [
    ...(applicationIDs.length > 0 && !applicationIDs.some((applicationID) => applicationID === packageName)
      ? finding(
          'agconnect-package',
          `is not for ${applicationIDs.join(', ')}`,
          `add this app there, then: ${download}`,
        )
      : []),
    ...(appID !== undefined && client.app_id !== appID
      ? finding('id-differs', `app_id is not the appID ${appID} of carillon-push.json`, 'correct one of them')
      : []),
  ]
}

const hasOneForAFlavour = (files: ProjectFiles, name: string): boolean =>
  files
    .list('android/app/src')
    .some((flavour) => files.read(`android/app/src/${flavour}/${name}`) !== undefined)

/** The library that Xiaomi, OPPO and vivo give as a file; nothing for other vendors. */
export const checkLibraryFile = (
  files: ProjectFiles,
  vendor: keyof VendorEntries,
  { folder, gradle }: { folder: string; gradle: string },
): Finding[] => {
  if (vendor !== 'xiaomi' && vendor !== 'oppo' && vendor !== 'vivo') return []
  const signs = { xiaomi: /mipush|xiaomi/, oppo: /heytap|oppo/, vivo: /vivo[\w.:-]*push|push[\w.:-]*vivo/ }
  if (files.list(folder).some((name) => libraryFiles[vendor].test(name))) return []
  if (signs[vendor].test(gradle.toLowerCase())) return []
  return [
    {
      about: vendor,
      code: 'library-missing',
      severity: 'error',
      file: folder,
      what: `holds no push library (.aar) of ${vendor}: the vendor is not offered in this build`,
      remedy: "download it from the vendor's developer platform and put the .aar there",
    },
  ]
}
