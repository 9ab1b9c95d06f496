import { parseCarillonPushFile } from '../../config/parse.ts'
import type { CarillonPushFile } from '../../config/types.ts'
import { messageOf } from '../../errors.ts'
import {
  androidPaths,
  dependenciesOf,
  hasAndroid,
  iosPathsOf,
  readJson,
  type ProjectFiles,
} from '../project.ts'
import type { Finding } from './finding.ts'

export const packageName = '@carillon/react-native-push'
/** The packages this one takes the place of. An alias to it under their name is fine. */
export const originals = ['react-native-tim-push', '@tencentcloud/react-native-push']
const oldestReactNative = [0, 76] as const

/** What holds for the whole app. */
export const checkApp = (files: ProjectFiles): Finding[] => {
  const dependencies = dependenciesOf(files)
  const about = 'app'
  const findings: Finding[] = []
  if (files.read('package.json') === undefined) {
    return [
      {
        about,
        code: 'not-a-project',
        severity: 'error',
        file: 'package.json',
        what: 'is not there',
        remedy: 'run the command in the folder of the app, or name it: --project path',
      },
    ]
  }
  const aliases = originals.filter((name) => dependencies[name] !== undefined && isOurs(files, name))
  if (dependencies[packageName] === undefined && aliases.length === 0) {
    findings.push({
      about,
      code: 'package-missing',
      severity: 'error',
      file: 'package.json',
      what: `does not depend on ${packageName}`,
      remedy: `npm install ${packageName}`,
    })
  }
  for (const name of originals) {
    if (dependencies[name] === undefined || aliases.includes(name)) continue
    findings.push({
      about,
      code: 'original-package',
      severity: 'error',
      file: 'package.json',
      what: `still depends on ${name}: two plugins would register the same phone`,
      remedy: `npm uninstall ${name}, or make it an alias: npm install ${name}@npm:${packageName}`,
    })
  }
  return [...findings, ...checkReactNative(dependencies['react-native']), ...checkArchitecture(files)]
}

/** By what package.json asks for; of a file or a folder by the name of what is installed. */
const isOurs = (files: ProjectFiles, name: string): boolean =>
  dependenciesOf(files)[name]?.includes(packageName) === true ||
  readJson(files, `node_modules/${name}/package.json`)?.name === packageName

/** The carillon-push.json of the project's folder, or the one that is given. */
export const readConfig = (
  files: ProjectFiles,
  path: string,
): { config?: CarillonPushFile; findings: Finding[] } => {
  const finding = (what: string): Finding => ({
    about: 'app',
    code: 'config-unusable',
    severity: 'error',
    file: path,
    what,
    remedy: 'download it from the console, page "Get started", and put it into the folder of the app',
  })
  const text = files.read(path)
  if (text === undefined) return { findings: [finding('is not there')] }
  try {
    return { config: parseCarillonPushFile(text), findings: [] }
  } catch (error) {
    return { findings: [finding(messageOf(error))] }
  }
}

const checkReactNative = (range: string | undefined): Finding[] => {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(range ?? '') ?? []
  if (major === undefined || minor === undefined) return []
  const isOld =
    Number(major) < oldestReactNative[0] ||
    (Number(major) === oldestReactNative[0] && Number(minor) < oldestReactNative[1])
  return isOld
    ? [
        {
          about: 'app',
          code: 'react-native-old',
          severity: 'error',
          file: 'package.json',
          what: `react-native ${range} is older than ${oldestReactNative.join('.')}`,
          remedy: 'bring React Native up to date',
        },
      ]
    : []
}

const checkArchitecture = (files: ProjectFiles): Finding[] => {
  const finding = (file: string): Finding => ({
    about: 'app',
    code: 'old-architecture',
    severity: 'error',
    file,
    what: 'switches the new architecture off, which the native module needs',
    remedy: 'take that line out',
  })
  const ios = iosPathsOf(files)
  return [
    ...(/^\s*newArchEnabled\s*=\s*false/m.test(files.read('android/gradle.properties') ?? '')
      ? [finding('android/gradle.properties')]
      : []),
    ...(/^[^#\n]*RCT_NEW_ARCH_ENABLED'?\]?\s*=\s*'?0/m.test(files.read('ios/Podfile') ?? '')
      ? [finding('ios/Podfile')]
      : []),
    ...(ios?.infoPlist !== undefined &&
    /<key>RCTNewArchEnabled<\/key>\s*<false\/>/.test(files.read(ios.infoPlist) ?? '')
      ? [finding(ios.infoPlist)]
      : []),
  ]
}

/** Whether the copies in the app say what carillon-push.json says. */
export const checkCopies = (files: ProjectFiles, config: CarillonPushFile): Finding[] => {
  const ios = iosPathsOf(files)
  const copies = [
    ...(hasAndroid(files) ? [androidPaths.config] : []),
    ...(ios !== undefined && config.vendors.apns !== undefined
      ? [`ios/${ios.folder}/carillon-push.json`]
      : []),
  ]
  return copies.flatMap((file): Finding[] => {
    const text = files.read(file)
    const isSame = text !== undefined && text === `${JSON.stringify(config, undefined, 2)}\n`
    return isSame
      ? []
      : [
          {
            about: 'app',
            code: text === undefined ? 'config-copy-missing' : 'config-copy-differs',
            // Apps that pass everything to init need no copy.
            severity: 'warning',
            file,
            what: text === undefined ? 'is not there' : 'differs from carillon-push.json',
            remedy: 'npx carillon-push setup writes it; not needed where init is given all parameters',
          },
        ]
  })
}
