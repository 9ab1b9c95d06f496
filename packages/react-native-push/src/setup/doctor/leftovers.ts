import { androidPaths, dependenciesOf, gradlePathsOf, type ProjectFiles } from '../project.ts'
import { withoutComments, withoutXmlComments } from '../text/braces.ts'
import type { Finding } from './finding.ts'

/** Other packages with a service of their own for FCM. */
const packagesWithService = [
  '@react-native-firebase/messaging',
  'expo-notifications',
  'react-native-push-notification',
  'react-native-notifications',
  'react-native-onesignal',
  'jpush-react-native',
]

/** Gradle plugins whose older versions do not run on what React Native 0.76 builds with. */
const oldestPlugins = [
  { about: 'fcm', plugin: 'com.google.gms:google-services', oldest: '4.3.15' },
  { about: 'huawei', plugin: 'com.huawei.agconnect:agcp', oldest: '1.9.1.300' },
] as const

/** What the original's guide and other push packages leave in a project, and what it does there. */
export const checkLeftovers = (files: ProjectFiles): Finding[] => [
  ...checkOriginalEntries(files),
  ...checkOriginalLibraries(files),
  ...checkOldPlugins(files),
  ...checkOtherServices(files),
]

const checkOriginalEntries = (files: ProjectFiles): Finding[] => {
  const file = androidPaths.manifest
  const code = withoutXmlComments(files.read(file) ?? '')
  const entries = code.matchAll(
    /<(?:receiver|service|activity|provider)\b[^>]*android:name="(com\.tencent\.[\w.]*push[\w.]*)"/gi,
  )
  return [...entries].map(([, name = '']) => ({
    about: 'app',
    code: 'original-entry',
    severity: 'error',
    file,
    what: `names ${name}, a class of the original: without it the app ends when the vendor calls it, with it every push is taken twice`,
    remedy: 'take the entry out; this package’s own manifest has all receivers and services',
  }))
}

const checkOriginalLibraries = (files: ProjectFiles): Finding[] => {
  const { appGradle } = gradlePathsOf(files)
  const library = /["'](com\.tencent\.(?:timpush|tpns)[\w.]*:[\w.-]+)/.exec(
    withoutComments(files.read(appGradle) ?? ''),
  )?.[1]
  const config = ['timpush-configs.json', 'android/app/src/main/assets/timpush-configs.json'].find(
    (path) => files.read(path) !== undefined,
  )
  return [
    ...(library === undefined
      ? []
      : [
          {
            about: 'app' as const,
            code: 'original-package',
            severity: 'error' as const,
            file: appGradle,
            what: `still builds ${library} in: two plugins would register the same phone`,
            remedy: 'take that line out',
          },
        ]),
    ...(config === undefined
      ? []
      : [
          {
            about: 'app' as const,
            code: 'original-config',
            severity: 'warning' as const,
            file: config,
            what: 'is not read: its certificates are not of this server',
            remedy: 'delete it; carillon-push.json from the console takes its place',
          },
        ]),
  ]
}

const checkOldPlugins = (files: ProjectFiles): Finding[] => {
  const { rootGradle } = gradlePathsOf(files)
  const code = withoutComments(files.read(rootGradle) ?? '')
  return oldestPlugins.flatMap(({ about, plugin, oldest }): Finding[] => {
    const version = new RegExp(`${plugin.replaceAll('.', String.raw`\.`)}:([\\d.]+)`).exec(code)?.[1]
    return version === undefined || !isOlder(version, oldest)
      ? []
      : [
          {
            about,
            code: 'plugin-old',
            severity: 'error',
            file: rootGradle,
            what: `${plugin}:${version} does not run on the Android Gradle plugin 8 of React Native 0.76 and newer`,
            remedy: `take a version from ${oldest} on; without the line, npx carillon-push setup adds one`,
          },
        ]
  })
}

const isOlder = (version: string, oldest: string): boolean => {
  const [one, other] = [version, oldest].map((each) => each.split('.').map(Number))
  for (const [index, part] of (other ?? []).entries()) {
    const own = one?.[index] ?? 0
    if (own !== part) return own < part
  }
  return false
}

const checkOtherServices = (files: ProjectFiles): Finding[] => {
  const code = withoutXmlComments(files.read(androidPaths.manifest) ?? '')
  const ownService = [...code.matchAll(/<service\b[\s\S]*?<\/service>/g)].find(([service]) =>
    service.includes('com.google.firebase.MESSAGING_EVENT'),
  )
  const names = Object.keys(dependenciesOf(files)).filter((name) => packagesWithService.includes(name))
  const found = [...(ownService === undefined ? [] : ['the app']), ...names]
  return found.length === 0
    ? []
    : [
        {
          about: 'app',
          code: 'other-service',
          severity: 'warning',
          file: ownService === undefined ? 'package.json' : androidPaths.manifest,
          what: `${found.join(', ')}: a service of FCM’s that goes before this package’s hears new tokens and the pushes to the app in front`,
          remedy:
            'hand on from it as docs/react-native-native.md says ("Beside your own services"), or take it out',
        },
      ]
}
