import { describe, expect, it } from 'vitest'

import { planSetup } from '../plan.ts'
import { agconnectServices, googleServices } from '../testing/android-fixtures.ts'
import type { MemoryFiles } from '../testing/memory-files.ts'
import {
  bare076,
  bare087,
  bare088,
  broken,
  config,
  expoManaged,
  halfConfigured,
  kotlinScripts,
  onOriginal,
} from '../testing/projects.ts'
import { diagnose } from './doctor.ts'

const withConfig = (files: MemoryFiles, content: unknown = config): MemoryFiles =>
  files.with({ 'carillon-push.json': JSON.stringify(content) })

/** What only the vendors' platforms can give. */
const vendorFiles = {
  'android/app/google-services.json': googleServices,
  'android/app/agconnect-services.json': agconnectServices,
  'android/app/libs/MiPush_SDK_Client_6_0_1-C_3rd.aar': '',
  'android/app/libs/com.heytap.msp_V3.5.3.aar': '',
  'android/app/libs/vivo_pushSDK_v4.0.6.0_506.aar': '',
}
/** What the app's own developer writes where calls ring. */
const callKit = { 'ios/Chat/Calls.swift': 'CarillonPushNotifications.voipPushHandler = report\n' }
const configured = (files: MemoryFiles): MemoryFiles => {
  const complete = withConfig(files).with({ ...vendorFiles, ...callKit })
  return complete.apply(planSetup(complete, config).changes)
}
const codes = (files: MemoryFiles): string[] =>
  diagnose(files).findings.map(({ about, code }) => `${about} ${code}`)

describe('finds nothing in a project', () => {
  it.each([
    ['of React Native 0.76 after set-up', bare076],
    ['of React Native 0.87 after set-up', bare087],
    ['of React Native 0.88 after set-up', bare088],
    ['with build files in Kotlin, after set-up', kotlinScripts],
    ['that was half done by hand, after set-up', halfConfigured],
  ])('%s', (_, files) => {
    expect(diagnose(configured(files)).findings).toEqual([])
  })
})

it('says of a fresh app, vendor by vendor, what is missing and how to mend it', () => {
  const { findings, vendors } = diagnose(withConfig(bare088))
  expect(vendors).toEqual(Object.keys(config.vendors))
  const found = findings.map(({ about, code, file }) => `${about} ${code} ${file}`)
  for (const expected of [
    'fcm gradle-missing android/build.gradle',
    'fcm gradle-missing android/app/build.gradle',
    'fcm google-services-missing android/app/google-services.json',
    'huawei agconnect-missing android/app/agconnect-services.json',
    'honor manifest-missing android/app/src/main/AndroidManifest.xml',
    'xiaomi library-missing android/app/libs',
    'oppo library-missing android/app/libs',
    'vivo library-missing android/app/libs',
    'vivo manifest-missing android/app/src/main/AndroidManifest.xml',
    'meizu gradle-missing android/app/build.gradle',
    'apns entitlements-missing ios/Chat.xcodeproj/project.pbxproj',
    'apns background-modes-missing ios/Chat/Info.plist',
    'apns app-delegate-missing ios/Chat/AppDelegate.swift',
    'app config-copy-missing android/app/src/main/assets/carillon-push.json',
  ]) {
    expect(found).toContain(expected)
  }
  expect(findings.every(({ remedy, what }) => remedy !== '' && what !== '')).toBe(true)
  expect(findings.map(({ severity }) => severity)).toEqual([
    ...findings.filter(({ severity }) => severity === 'error').map(() => 'error'),
    ...findings.filter(({ severity }) => severity === 'warning').map(() => 'warning'),
  ])
})

describe('one thing wrong in a project that was right', () => {
  const right = configured(bare088)
  const replaced = (path: string, from: string | RegExp, to: string): MemoryFiles =>
    right.with({ [path]: right.read(path)?.replace(from, to) })
  const gradle = 'android/app/build.gradle'
  const manifestPath = 'android/app/src/main/AndroidManifest.xml'
  it.each<[string, MemoryFiles]>([
    ['app config-unusable', right.with({ 'carillon-push.json': undefined })],
    ['app config-unusable', right.with({ 'carillon-push.json': '{}' })],
    ['app package-missing', right.with({ 'package.json': '{"dependencies":{}}' })],
    [
      'app original-package',
      replaced('package.json', '{\n    ', '{\n    "react-native-tim-push": "0.3.0",\n    '),
    ],
    ['app react-native-old', replaced('package.json', '0.88.1', '^0.75.2')],
    ['app old-architecture', right.with({ 'android/gradle.properties': 'newArchEnabled=false\n' })],
    ['app old-architecture', right.with({ 'ios/Podfile': "ENV['RCT_NEW_ARCH_ENABLED'] = '0'\n" })],
    [
      'app package-differs',
      right.with({ 'carillon-push.json': JSON.stringify({ ...config, androidPackage: 'a.b' }) }),
    ],
    ['app config-copy-differs', right.with({ 'android/app/src/main/assets/carillon-push.json': '{}' })],
    ['app manifest-missing', replaced('android/app/src/main/AndroidManifest.xml', 'tencent_im_push', 'x')],
    ['fcm secret-in-app', right.with({ 'android/app/google-services.json': '{"private_key":"x"}' })],
    ['fcm google-services-unusable', right.with({ 'android/app/google-services.json': '[]' })],
    [
      'fcm google-services-package',
      right.with({ 'android/app/google-services.json': googleServices.replace('com.example.chat', 'a.b') }),
    ],
    ['fcm gradle-missing', replaced(gradle, /.*google-services.*\n/, '')],
    [
      'huawei agconnect-package',
      right.with({
        'android/app/agconnect-services.json': agconnectServices.replace('com.example.chat', 'a.b'),
      }),
    ],
    [
      'huawei id-differs',
      right.with({ 'android/app/agconnect-services.json': agconnectServices.replace('100', '999') }),
    ],
    ['huawei gradle-missing', replaced('android/build.gradle', /.*agcp.*\n/, '')],
    ['honor gradle-missing', replaced(gradle, /.*hihonor.*\n/, '')],
    ['vivo id-differs', replaced(gradle, '"vivo-key"', '"other"')],
    [
      'xiaomi library-missing',
      right.with({ 'android/app/libs/MiPush_SDK_Client_6_0_1-C_3rd.aar': undefined }),
    ],
    ['apns entitlements-missing', replaced('ios/Chat/CarillonPush.entitlements', 'aps-environment', 'x')],
    [
      'apns app-delegate-missing',
      replaced('ios/Chat/AppDelegate.swift', /.*CarillonPushNotifications\.start.*\n/, ''),
    ],
    [
      'apns config-resource-missing',
      replaced('ios/Chat.xcodeproj/project.pbxproj', /carillon-push\.json in Resources/g, 'x'),
    ],
    [
      'apns bundle-id-differs',
      replaced('ios/Chat.xcodeproj/project.pbxproj', /com\.example\.chat;/g, 'a.b;'),
    ],
    [
      'apns entitlements-missing',
      replaced('ios/Chat.xcodeproj/project.pbxproj', /\n\t+CODE_SIGN_ENTITLEMENTS[^\n]*/, ''),
    ],
    ['apnsVoip voip-handler-missing', right.with({ 'ios/Chat/Calls.swift': undefined })],
    [
      'xiaomi library-missing',
      right.with({
        'android/app/libs/MiPush_SDK_Client_6_0_1-C_3rd.aar': undefined,
        'android/app/libs/MiPush_SDK_Client_6_0_1.jar': '',
      }),
    ],
    ['app package-suffix', replaced(gradle, 'versionCode 1', 'applicationIdSuffix ".debug"')],
    ['app launch-mode', replaced(manifestPath, ' android:launchMode="singleTask"', '')],
    ['app launch-mode', replaced(manifestPath, 'singleTask', 'standard')],
    ['app backup', replaced(manifestPath, ' android:allowBackup="false"', '')],
    ['app backup', replaced(manifestPath, 'allowBackup="false"', 'allowBackup="true"')],
    [
      'app permission-removed',
      replaced(
        manifestPath,
        '    <application',
        '    <uses-permission android:name="android.permission.POST_NOTIFICATIONS" tools:node="remove" />\n    <application',
      ),
    ],
    [
      'app original-entry',
      replaced(
        manifestPath,
        '    </application>',
        '    <receiver\n android:name="com.tencent.timpush.VivoPushReceiver" /></application>',
      ),
    ],
    [
      'app original-package',
      replaced(gradle, 'dependencies {', 'dependencies {\n implementation "com.tencent.timpush:huawei:8.1"'),
    ],
    ['app original-config', right.with({ 'android/app/src/main/assets/timpush-configs.json': '{}' })],
    [
      'app other-service',
      replaced(
        manifestPath,
        '    </application>',
        '<service android:name=".Own"><intent-filter><action android:name="com.google.firebase.MESSAGING_EVENT" /></intent-filter></service></application>',
      ),
    ],
    ['app other-service', replaced('package.json', '{\n    ', '{\n    "expo-notifications": "1.0.0",\n    ')],
    ['fcm plugin-old', replaced('android/build.gradle', 'google-services:4.4.2', 'google-services:4.3.14')],
    ['huawei plugin-old', replaced('android/build.gradle', 'agcp:1.9.1.303', 'agcp:1.9.1')],
    ['vivo id-differs', replaced(manifestPath, /\$\{VIVO_APPID\}/, '999')],
    ['apns pod-missing', right.with({ 'ios/Podfile.lock': 'PODS:\n  - React (0.88.1)\n' })],
  ])('%s', (expected, files) => {
    expect(codes(files)).toContain(expected)
  })

  it('an alias under the original’s name is right', () => {
    const aliased = replaced(
      'package.json',
      '"@carillon/react-native-push": "0.0.0"',
      '"react-native-tim-push": "npm:@carillon/react-native-push@0.0.0"',
    )
    expect(codes(aliased)).toEqual([])
    const fromFile = aliased.with({
      'package.json': aliased
        .read('package.json')
        ?.replace('npm:@carillon/react-native-push@0.0.0', 'file:push.tgz'),
    })
    expect(codes(fromFile)).toEqual(['app package-missing', 'app original-package'])
    const installed = {
      'node_modules/react-native-tim-push/package.json': '{"name":"@carillon/react-native-push"}',
    }
    expect(codes(fromFile.with(installed))).toEqual([])
  })
})

it('of an app on the original says what its guide left, and is content when that is gone', () => {
  const before = configured(onOriginal)
  expect(codes(before)).toEqual(['app original-entry', 'fcm plugin-old', 'huawei plugin-old'])
  const followed = before.with({
    'android/app/src/main/AndroidManifest.xml': before
      .read('android/app/src/main/AndroidManifest.xml')
      ?.replace(/ *<receiver[\s\S]*?<\/receiver>\n/, ''),
    'android/build.gradle': before
      .read('android/build.gradle')
      ?.replace(/ *classpath 'com\.(?:google\.gms|huawei\.agconnect).*\n/g, ''),
  })
  expect(codes(followed)).toEqual(['fcm gradle-missing', 'huawei gradle-missing'])
  expect(codes(followed.apply(planSetup(followed, config).changes))).toEqual([])
})

it('google-services.json of a flavour counts, and every flavour’s application ID', () => {
  const right = configured(bare087)
  const flavours = right.with({
    'android/app/build.gradle': right
      .read('android/app/build.gradle')
      ?.replace(
        '    signingConfigs {',
        '    productFlavors { beta { applicationId "com.example.beta" } }\n    signingConfigs {',
      ),
  })
  expect(codes(flavours)).toEqual(['fcm google-services-package'])
  const text = flavours.read('android/app/google-services.json') ?? ''
  expect(codes(flavours.with({ 'android/app/src/beta/google-services.json': text }))).toEqual([])
  const own = flavours.with({
    'android/app/google-services.json': undefined,
    'android/app/src/beta/google-services.json': text,
  })
  expect(codes(own)).toEqual([])
})

it('names many missing lines by the first, and has all of them for programs', () => {
  const delegate = diagnose(withConfig(bare087)).findings.find(({ code }) => code === 'app-delegate-missing')
  expect(delegate?.what).toBe('lacks import CarillonPush and 11 lines more')
  expect(delegate?.lines).toContain('CarillonPushNotifications.start(launchOptions: launchOptions)')
})

it('asks a project of Expo for the plugin and what the vendors give', () => {
  const expo = withConfig(expoManaged)
  const vendors = [
    'fcm google-services-missing',
    'huawei agconnect-missing',
    'xiaomi library-missing',
    'oppo library-missing',
    'vivo library-missing',
  ]
  expect(codes(expo)).toEqual(['app package-missing', 'app expo-plugin-missing', ...vendors])
  const appJson = {
    expo: { android: { package: 'com.example.chat' }, plugins: ['@carillon/react-native-push'] },
  }
  const complete = expo.with({
    'package.json': expo
      .read('package.json')
      ?.replace('"expo"', '"@carillon/react-native-push": "0.0.0",\n    "expo"'),
    'app.json': JSON.stringify(appJson),
    'google-services.json': googleServices,
    'agconnect-services.json': agconnectServices,
    ...Object.fromEntries(
      Object.keys(vendorFiles)
        .filter((path) => path.endsWith('.aar'))
        .map((path) => [path.replace('android/app/libs', 'push-libs'), '']),
    ),
  })
  expect(codes(complete)).toEqual([])
  expect(
    codes(complete.with({ 'google-services.json': googleServices.replace('com.example.chat', 'a.b') })),
  ).toEqual(['fcm google-services-package'])
  const given = { expo: { ...appJson.expo, android: { googleServicesFile: './keys/google-services.json' } } }
  expect(
    codes(complete.with({ 'google-services.json': undefined, 'app.json': JSON.stringify(given) })),
  ).toEqual([])
})

it('a folder that is no project is said to be none', () => {
  expect(codes(expoManaged.with({ 'package.json': undefined }))).toEqual(['app not-a-project'])
})

it('reads broken projects without failing', () => {
  expect(codes(withConfig(broken))).toEqual(
    expect.arrayContaining(['fcm file-missing', 'apns project-unusable', 'apns app-delegate-missing']),
  )
})
