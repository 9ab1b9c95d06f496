import type { CarillonPushFile, VendorEntries } from '../../config/types.ts'
import { fieldsOf } from '../../taps/fields.ts'
import { expoLibraryFolder } from '../libraries.ts'
import { dependenciesOf, readJson, type ProjectFiles } from '../project.ts'
import { originals, packageName } from './app.ts'
import type { Finding } from './finding.ts'
import { checkAgconnectServices, checkGoogleServices, checkLibraryFile } from './vendor-files.ts'

const configs = ['app.json', 'app.config.js', 'app.config.ts', 'app.config.mjs', 'app.config.cjs']

/** For projects of Expo without native folders: whether the plugin is in the app's config, and finds its files. */
export const checkExpo = (files: ProjectFiles, config: CarillonPushFile | undefined): Finding[] => [
  ...checkPlugin(files),
  ...(config === undefined ? [] : checkFiles(files, config.vendors)),
]

const checkPlugin = (files: ProjectFiles): Finding[] => {
  // Under an alias it is named as the app knows it.
  const names = [packageName, ...originals.filter((name) => dependenciesOf(files)[name] !== undefined)]
  if (configs.some((file) => names.some((name) => files.read(file)?.includes(name)))) return []
  return [
    {
      about: 'app',
      code: 'expo-plugin-missing',
      severity: 'error',
      file: 'app.json',
      what: `does not name ${packageName} among its plugins`,
      remedy: `add to "plugins": ["${packageName}", { "config": "./carillon-push.json" }], then npx expo prebuild`,
    },
  ]
}

const checkFiles = (files: ProjectFiles, vendors: VendorEntries): Finding[] => {
  const expo = fieldsOf(readJson(files, 'app.json')?.expo)
  const applicationID = fieldsOf(expo?.android)?.package
  const applicationIDs = typeof applicationID === 'string' ? [applicationID] : []
  // Expo itself copies a file that stands under this name.
  const isGivenToExpo = configs.some((file) => files.read(file)?.includes('googleServicesFile'))
  return [
    ...(vendors.fcm === undefined || isGivenToExpo
      ? []
      : checkGoogleServices(files, applicationIDs, 'google-services.json')),
    ...(vendors.huawei === undefined
      ? []
      : checkAgconnectServices(files, vendors.huawei.appID, applicationIDs, 'agconnect-services.json')),
    ...(Object.keys(vendors) as (keyof VendorEntries)[]).flatMap((vendor) =>
      checkLibraryFile(files, vendor, { folder: expoLibraryFolder, gradle: '' }),
    ),
  ]
}
