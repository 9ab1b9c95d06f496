import { describe, expect, it } from 'vitest'

import { planSetup } from '../plan.ts'
import { agconnectServices, googleServices } from '../testing/android-fixtures.ts'
import type { MemoryFiles } from '../testing/memory-files.ts'
import { bare076, bare088, broken, config, expoManaged, halfConfigured } from '../testing/projects.ts'
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
const configured = (files: MemoryFiles): MemoryFiles => {
  const complete = withConfig(files).with(vendorFiles)
  return complete.apply(planSetup(complete, config).changes)
}
const codes = (files: MemoryFiles): string[] =>
  diagnose(files).findings.map(({ about, code }) => `${about} ${code}`)

describe('finds nothing in a project', () => {
  it.each([
    ['of React Native 0.76 after set-up', bare076],
    ['of React Native 0.88 after set-up', bare088],
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
  })
})

it('asks a project of Expo for the plugin only', () => {
  const expo = withConfig(expoManaged)
  expect(codes(expo)).toEqual(['app package-missing', 'app expo-plugin-missing'])
  expect(codes(expo.with({ 'app.json': '{"expo":{"plugins":["@carillon/react-native-push"]}}' }))).toEqual([
    'app package-missing',
  ])
})

it('a folder that is no project is said to be none', () => {
  expect(codes(expoManaged.with({ 'package.json': undefined }))).toEqual(['app not-a-project'])
})

it('reads broken projects without failing', () => {
  expect(codes(withConfig(broken))).toEqual(
    expect.arrayContaining(['fcm file-missing', 'apns project-unusable', 'apns app-delegate-missing']),
  )
})
