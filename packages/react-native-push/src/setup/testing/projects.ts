import type { CarillonPushFile } from '../../config/types.ts'
import {
  agconnectServices,
  appGradle,
  googleServices,
  kotlinAppGradle,
  kotlinRootGradle,
  kotlinSettings,
  manifest,
  rootGradle,
} from './android-fixtures.ts'
import {
  emptyEntitlements,
  expoDelegate,
  infoPlist,
  infoPlistWithModes,
  objcDelegate,
  pbxproj,
  sceneAppDelegate,
  swiftDelegate,
} from './ios-fixtures.ts'
import { MemoryFiles } from './memory-files.ts'

/** carillon-push.json with every vendor. */
export const config: CarillonPushFile = {
  version: 1,
  server: 'wss://chat.example.com',
  sdkAppID: 1400000001,
  androidPackage: 'com.example.chat',
  iosBundleID: 'com.example.chat',
  vendors: {
    fcm: { certificateID: 10001 },
    apns: { certificateID: 10002 },
    apnsVoip: { certificateID: 10003 },
    huawei: { certificateID: 10004, appID: '100' },
    honor: { certificateID: 10005, appID: '101' },
    xiaomi: { certificateID: 10006, appID: '2882303761517', appKey: '5601751' },
    oppo: { certificateID: 10007, appKey: 'k', appSecret: 's' },
    vivo: { certificateID: 10008, appID: '104', appKey: 'vivo-key' },
    meizu: { certificateID: 10009, appID: '105', appKey: 'k' },
  },
}

const packageJson = (dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name: 'chat', dependencies }, undefined, 2)

const common = {
  'android/app/build.gradle': appGradle,
  'android/app/src/main/AndroidManifest.xml': manifest,
  'android/gradle.properties': 'newArchEnabled=true\n',
  'node_modules/@react-native/gradle-plugin/gradle/libs.versions.toml': '[versions]\nagp = "8.12.0"\n',
  'ios/Chat/Info.plist': infoPlist,
  'ios/Chat.xcodeproj/project.pbxproj': pbxproj(),
}

/** A fresh app of React Native 0.76. */
export const bare076 = new MemoryFiles({
  ...common,
  'package.json': packageJson({ 'react-native': '0.76.9', '@carillon/react-native-push': '0.0.0' }),
  'android/build.gradle': rootGradle('35.0.0'),
  'ios/Chat/AppDelegate.mm': objcDelegate,
})

/** A fresh app of React Native 0.87. */
export const bare087 = new MemoryFiles({
  ...common,
  'package.json': packageJson({ 'react-native': '0.87.2', '@carillon/react-native-push': '0.0.0' }),
  'android/build.gradle': rootGradle('36.0.0'),
  'ios/Chat/AppDelegate.swift': swiftDelegate,
})

/** A fresh app of React Native 0.88, with scenes. */
export const bare088 = new MemoryFiles({
  ...common,
  'package.json': packageJson({ 'react-native': '0.88.1', '@carillon/react-native-push': '0.0.0' }),
  'android/build.gradle': rootGradle('37.0.0'),
  'ios/Chat/AppDelegate.swift': sceneAppDelegate,
})

/** An app whose build files are in Kotlin, and whose settings keep the repositories. */
export const kotlinScripts = bare087.with({
  'android/build.gradle': undefined,
  'android/app/build.gradle': undefined,
  'android/build.gradle.kts': kotlinRootGradle,
  'android/app/build.gradle.kts': kotlinAppGradle,
  'android/settings.gradle.kts': kotlinSettings,
})

/** An app on the original packages, set up as their guide says, with the package taken under their name. */
export const onOriginal = bare087.with({
  'package.json': packageJson({
    'react-native': '0.87.2',
    'react-native-tim-js': 'npm:@carillon/client@0.0.0',
    'react-native-tim-push': 'npm:@carillon/react-native-push@0.0.0',
  }),
  'android/build.gradle': rootGradle('36.0.0').replace(
    '        mavenCentral()\n    }\n    dependencies {\n',
    `        mavenCentral()
        maven {url 'https://developer.huawei.com/repo/'}
    }
    dependencies {
        classpath 'com.google.gms:google-services:4.2.0'
        classpath 'com.huawei.agconnect:agcp:1.4.1.300'
`,
  ),
  'android/app/build.gradle': `${appGradle.replace(
    'versionName "1.0"',
    `versionName "1.0"
        manifestPlaceholders = [
            "VIVO_APPKEY" : "vivo-key",
            "VIVO_APPID" : "104"
        ]`,
  )}
apply plugin: 'com.google.gms.google-services'
apply plugin: 'com.huawei.agconnect'
`,
  'android/app/src/main/AndroidManifest.xml': manifest.replace(
    '    </application>',
    `      <receiver android:name="com.tencent.qcloud.tim.demo.thirdpush.VIVOPushMessageReceiverImpl">
        <intent-filter>
          <!-- Receive push message -->
          <action android:name="com.vivo.pushclient.action.RECEIVE" />
        </intent-filter>
      </receiver>
      <meta-data tools:replace="android:value"
        android:name="com.vivo.push.api_key"
        android:value="vivo-key" />
      <meta-data tools:replace="android:value"
        android:name="com.vivo.push.app_id"
        android:value="104" />
    </application>`,
  ),
})

/** The native folders Expo makes. */
export const expoPrebuilt = new MemoryFiles({
  ...common,
  'package.json': packageJson({ expo: '~54.0.0', 'react-native': '0.81.5' }),
  'android/build.gradle': rootGradle('36.0.0'),
  'ios/Chat/AppDelegate.swift': expoDelegate,
})

/** A project of Expo without native folders. */
export const expoManaged = new MemoryFiles({
  'package.json': packageJson({ expo: '~54.0.0', 'react-native': '0.81.5' }),
  'app.json': '{"expo":{"name":"chat"}}',
})

/** Some vendors were set up by hand, as their guides say; Windows line ends in one file. */
export const halfConfigured = bare087.with({
  'google-services.json': googleServices,
  'agconnect-services.json': agconnectServices,
  'android/build.gradle': rootGradle('36.0.0')
    .replace(
      'classpath("com.facebook.react:react-native-gradle-plugin")\n',
      'classpath("com.facebook.react:react-native-gradle-plugin")\n        classpath "com.google.gms:google-services:4.3.15"\n',
    )
    .replaceAll('\n', '\r\n'),
  'android/app/build.gradle': appGradle.replace(
    'versionName "1.0"',
    'versionName "1.0"\n        manifestPlaceholders = [VIVO_APPKEY: "vivo-key", VIVO_APPID: "104"]',
  ),
  'ios/Chat/Info.plist': infoPlistWithModes,
  'ios/Chat/Chat.entitlements': emptyEntitlements,
  'ios/Chat.xcodeproj/project.pbxproj': pbxproj('\n\t\t\t\tCODE_SIGN_ENTITLEMENTS = Chat/Chat.entitlements;'),
  'ios/Chat/AppDelegate.swift': swiftDelegate.replace(
    '    return true\n  }\n',
    `    return true
  }

  func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data) {
    OtherLibrary.didRegister(deviceToken)
  }
`,
  ),
})

/** Files that nobody can edit: a missing build file, one-line blocks, an unknown Xcode project. */
export const broken = bare087.with({
  'android/build.gradle': undefined,
  'android/app/build.gradle': 'android { defaultConfig { applicationId "com.example.chat" } }\n',
  'android/app/src/main/AndroidManifest.xml': '<manifest><application/></manifest>',
  'ios/Chat.xcodeproj/project.pbxproj': '// empty\n',
  'ios/Chat/AppDelegate.swift': 'import UIKit\n',
  'ios/Chat/Info.plist': '<plist><dict><key>UIBackgroundModes</key><array/></dict></plist>',
})
