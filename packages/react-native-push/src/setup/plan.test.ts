import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { VendorEntries } from '../config/types.ts'
import { planSetup, planUndo } from './plan.ts'
import {
  bare076,
  bare087,
  bare088,
  broken,
  config,
  expoPrebuilt,
  halfConfigured,
  kotlinScripts,
  onOriginal,
} from './testing/projects.ts'
import type { MemoryFiles } from './testing/memory-files.ts'

const setUp = (files: MemoryFiles, vendors: VendorEntries = config.vendors): MemoryFiles =>
  files.apply(planSetup(files, { ...config, vendors }).changes)

const projects = {
  bare076,
  bare087,
  bare088,
  expoPrebuilt,
  kotlinScripts,
  onOriginal,
  halfConfigured,
  broken,
}
const windows = (files: MemoryFiles): MemoryFiles =>
  files.with(
    Object.fromEntries(
      [...files.all].map(([path, text]) => [path, text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')]),
    ),
  )

describe.each(Object.entries(projects))('%s', (_, files) => {
  it('is given back its bytes by undo', () => {
    for (const each of [files, windows(files)]) {
      const configured = setUp(each)
      expect(configured.toRecord()).not.toEqual(each.toRecord())
      expect(configured.apply(planUndo(configured).changes).toRecord()).toEqual(each.toRecord())
    }
  })

  it('set up twice is the same as once', () => {
    const configured = setUp(files)
    expect(planSetup(configured, config).changes).toEqual([])
  })

  it('set up with other vendors is the same as from the beginning, and can be undone', () => {
    const names = Object.keys(config.vendors) as (keyof VendorEntries)[]
    fc.assert(
      fc.property(
        fc.subarray(names, { minLength: 1 }),
        fc.subarray(names, { minLength: 1 }),
        (one, other) => {
          const pick = (chosen: typeof names): VendorEntries =>
            Object.fromEntries(chosen.map((name) => [name, config.vendors[name]]))
          const first = setUp(files, pick(one))
          const second = setUp(first, pick(other))
          expect(second.apply(planUndo(second).changes).toRecord()).toEqual(files.toRecord())
        },
      ),
      { numRuns: 30 },
    )
  })
})

const linesAdded = (files: MemoryFiles, path: string): string[] => {
  const before = (files.read(path) ?? '').split(/\r?\n/)
  return (setUp(files).read(path) ?? '')
    .split(/\r?\n/)
    .filter((line) => !before.includes(line) && !line.includes('carillon-push:'))
    .map((line) => line.trim())
}

describe('a fresh app gets', () => {
  it('the vendors’ plugins and repositories', () => {
    expect(linesAdded(bare076, 'android/build.gradle')).toEqual([
      'maven { url "https://developer.huawei.com/repo/" }',
      'classpath("com.android.tools.build:gradle:8.12.0")',
      'classpath("com.google.gms:google-services:4.4.2")',
      'classpath("com.huawei.agconnect:agcp:1.9.1.303")',
      'allprojects {',
      'maven { url "https://developer.huawei.com/repo/" }',
      'maven { url "https://developer.hihonor.com/repo" }',
    ])
    expect(linesAdded(bare088, 'android/app/build.gradle')).toEqual([
      'apply plugin: "com.google.gms.google-services"',
      'apply plugin: "com.huawei.agconnect"',
      'manifestPlaceholders["VIVO_APPKEY"] = "vivo-key"',
      'manifestPlaceholders["VIVO_APPID"] = "104"',
      'manifestPlaceholders["HONOR_APPID"] = "101"',
      'implementation(platform("com.google.firebase:firebase-bom:33.7.0"))',
      'implementation("com.google.firebase:firebase-messaging")',
      'implementation("com.huawei.hms:push:6.13.0.300")',
      'implementation("com.hihonor.mcs:push:8.0.12.307")',
      'implementation("com.meizu.flyme.internet:push-internal:4.3.0")',
      'implementation("com.google.code.gson:gson:2.10.1")',
      'implementation("commons-codec:commons-codec:1.15")',
      'implementation(fileTree(dir: "libs", include: ["*.aar", "*.jar"]))',
    ])
  })

  it('with Huawei, the Android Gradle plugin by its version, which agconnect reads there', () => {
    const gradle = setUp(bare087).read('android/build.gradle') ?? ''
    expect(gradle).toContain(`    dependencies {
        // carillon-push:begin
        // carillon-push:was         classpath("com.android.tools.build:gradle")
        classpath("com.android.tools.build:gradle:8.12.0")
        // carillon-push:end
`)
    const { huawei, ...others } = config.vendors
    expect(huawei).toBeDefined()
    expect(setUp(bare087, others).read('android/build.gradle')).not.toContain('8.12.0')
    const path = 'android/build.gradle'
    const ownVersion = bare087.with({
      [path]: bare087.read(path)?.replace('build:gradle")', 'build:gradle:8.9.1")'),
    })
    expect(linesAdded(ownVersion, path)).not.toContain('classpath("com.android.tools.build:gradle:8.12.0")')
    const without = bare087.with({
      [path]: bare087.read(path)?.replace(/ *classpath\("com\.android.*\n/, ''),
    })
    expect(linesAdded(without, path)).toContain('classpath("com.android.tools.build:gradle:8.12.0")')
    const notInstalled = bare087.with({
      'node_modules/@react-native/gradle-plugin/gradle/libs.versions.toml': undefined,
    })
    expect(planSetup(notInstalled, config).byHand).toEqual([
      expect.stringMatching(/^android\/build\.gradle: .*write out the version/),
    ])
  })

  it('each line in its place', () => {
    const gradle = setUp(bare088).read('android/app/build.gradle') ?? ''
    expect(gradle).toMatch(/versionName "1\.0"\n {8}\/\/ carillon-push:begin\n {8}manifestPlaceholders/)
    expect(gradle).toMatch(
      /implementation jscFlavor\n {4}\}\n {4}\/\/ carillon-push:begin\n {4}implementation/,
    )
  })

  it('the vendors’ IDs and the scheme for taps in its manifest', () => {
    const manifest = setUp(bare088).read('android/app/src/main/AndroidManifest.xml') ?? ''
    expect(manifest).toContain(`            <category android:name="android.intent.category.LAUNCHER" />
        </intent-filter>
        <!-- carillon-push:begin -->
        <intent-filter>
            <action android:name="android.intent.action.VIEW" />
            <category android:name="android.intent.category.DEFAULT" />
            <data android:scheme="tencent_im_push" android:host="\${applicationId}" />
        </intent-filter>
        <!-- carillon-push:end -->
      </activity>
      <!-- carillon-push:begin -->
      <meta-data android:name="com.vivo.push.api_key" android:value="\${VIVO_APPKEY}" />
      <meta-data android:name="com.vivo.push.app_id" android:value="\${VIVO_APPID}" />
      <meta-data android:name="com.hihonor.push.app_id" android:value="\${HONOR_APPID}" />
      <!-- carillon-push:end -->
    </application>`)
  })

  it('its delegate’s calls, in Objective-C', () => {
    const delegate = setUp(bare076).read('ios/Chat/AppDelegate.mm') ?? ''
    expect(delegate).toMatch(
      /launchOptions\n\{\n {2}\/\/ carillon-push:begin\n {2}\[CarillonPushNotifications startWithLaunchOptions:launchOptions\];/,
    )
    expect(delegate).toMatch(
      /didRegisterWithDeviceToken:deviceToken\];\n\}\n\/\/ carillon-push:end\n[\s\S]*@end\n$/,
    )
    expect(linesAdded(bare076, 'ios/Chat/AppDelegate.mm')[0]).toBe(
      '#import <CarillonPush/CarillonPushNotifications.h>',
    )
  })

  it('its delegate’s calls, in Swift', () => {
    expect(linesAdded(bare087, 'ios/Chat/AppDelegate.swift')).toEqual([
      'import CarillonPush',
      'CarillonPushNotifications.start(launchOptions: launchOptions)',
      'func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data) {',
      'CarillonPushNotifications.didRegister(deviceToken: deviceToken)',
      'func application(_ application: UIApplication, didFailToRegisterForRemoteNotificationsWithError error: Error) {',
      'CarillonPushNotifications.didFailToRegister(error: error)',
      'func application(_ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any], fetchCompletionHandler completionHandler: @escaping (UIBackgroundFetchResult) -> Void) {',
      'CarillonPushNotifications.didReceive(userInfo: userInfo)',
      'completionHandler(.noData)',
    ])
    expect(setUp(bare087).read('ios/Chat/AppDelegate.swift')).toMatch(
      /carillon-push:end\n\}\n\nclass ReactNativeDelegate/,
    )
  })

  it('a method of its own for the start where didFinishLaunching is a lone expression', () => {
    const delegate = setUp(bare088).read('ios/Chat/AppDelegate.swift') ?? ''
    expect(delegate).toContain(`  ) -> Bool {
    true
  }
  // carillon-push:begin
  func application(_ application: UIApplication, willFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]? = nil) -> Bool {
    CarillonPushNotifications.start(launchOptions: launchOptions)
    return true
  }
  // carillon-push:end
`)
    const own = bare088.with({
      'ios/Chat/AppDelegate.swift': delegate
        .replaceAll(/ *\/\/ carillon-push:.*\n/g, '')
        .replace(/ *CarillonPushNotifications\.start.*\n/, ''),
    })
    expect(setUp(own).read('ios/Chat/AppDelegate.swift')).toMatch(
      /willFinishLaunching[^{]*\{\n {4}\/\/ carillon-push:begin\n {4}CarillonPushNotifications\.start/,
    )
  })

  it('the same in Kotlin build files, and repositories where the settings keep them', () => {
    expect(linesAdded(kotlinScripts, 'android/build.gradle.kts')).toEqual([
      'maven { url = uri("https://developer.huawei.com/repo/") }',
      'classpath("com.android.tools.build:gradle:8.12.0")',
      'classpath("com.google.gms:google-services:4.4.2")',
      'classpath("com.huawei.agconnect:agcp:1.9.1.303")',
    ])
    expect(linesAdded(kotlinScripts, 'android/settings.gradle.kts')).toEqual([
      'maven { url = uri("https://developer.huawei.com/repo/") }',
      'maven { url = uri("https://developer.hihonor.com/repo") }',
    ])
    const gradle = setUp(kotlinScripts).read('android/app/build.gradle.kts') ?? ''
    expect(gradle).toMatch(
      /id\("com\.facebook\.react"\)\n\}\n\/\/ carillon-push:begin\napply\(plugin = "com\.google\.gms\.google-services"\)/,
    )
    expect(gradle).toMatch(
      /versionName = "1\.0"\n {8}\/\/ carillon-push:begin\n {8}manifestPlaceholders\["VIVO/,
    )
    expect(gradle).toContain(
      '    implementation(fileTree(mapOf("dir" to "libs", "include" to listOf("*.aar", "*.jar"))))\n',
    )
  })

  it('entitlements, background modes and its carillon-push.json as a resource', () => {
    const configured = setUp(bare088)
    expect(configured.read('ios/Chat/CarillonPush.entitlements')).toMatch(/aps-environment/)
    expect(configured.read('ios/Chat/Info.plist')).toMatch(
      /<key>UIBackgroundModes<\/key>\n\t<array>\n\t\t<string>remote-notification<\/string>\n\t\t<string>voip<\/string>\n\t<\/array>/,
    )
    const project = configured.read('ios/Chat.xcodeproj/project.pbxproj') ?? ''
    expect(project.match(/CODE_SIGN_ENTITLEMENTS = Chat\/CarillonPush\.entitlements;/g)).toHaveLength(2)
    expect(project).toMatch(
      /13B07F8E1A680F5B00A75B9A \/\* Resources \*\/ = \{\n\t\t\tisa = PBXResourcesBuildPhase;\n\t\t\tfiles = \(\n\t\t\t\tCA2111/,
    )
    expect(JSON.parse(configured.read('android/app/src/main/assets/carillon-push.json') ?? '')).toEqual(
      config,
    )
  })
})

describe('what is there already is left', () => {
  it('and only the rest is added', () => {
    expect(linesAdded(halfConfigured, 'android/build.gradle')).not.toContain(
      'classpath("com.google.gms:google-services:4.4.2")',
    )
    expect(linesAdded(halfConfigured, 'android/app/build.gradle')).not.toContain(
      'manifestPlaceholders["VIVO_APPKEY"] = "vivo-key"',
    )
    expect(linesAdded(halfConfigured, 'ios/Chat/Info.plist')).toEqual([
      '<string>remote-notification</string>',
      '<string>voip</string>',
      '<key>CarillonPushVoip</key>',
      '<true/>',
    ])
    expect(linesAdded(halfConfigured, 'ios/Chat/Chat.entitlements')).toEqual([
      '<key>aps-environment</key>',
      '<string>development</string>',
    ])
    expect(setUp(halfConfigured).read('ios/Chat/CarillonPush.entitlements')).toBeUndefined()
  })

  it('of an app that was configured by hand, everything of its own', () => {
    const byHand = setUp(bare087)
    const unmarked = byHand.with(
      Object.fromEntries(
        [...byHand.all].map(([path, text]) => [
          path,
          text.replaceAll(/.*carillon-push:(?:begin|end).*\n/g, ''),
        ]),
      ),
    )
    const { changes, byHand: left } = planSetup(unmarked, config)
    expect([changes, left]).toEqual([[], []])
  })

  it('a fileTree that takes jars alone does not stand for one that takes the vendors’ libraries', () => {
    const path = 'android/app/build.gradle'
    const withTree = (tree: string): MemoryFiles =>
      bare087.with({
        [path]: bare087
          .read(path)
          ?.replace('dependencies {\n', `dependencies {\n    implementation ${tree}\n`),
      })
    const added = 'implementation(fileTree(dir: "libs", include: ["*.aar", "*.jar"]))'
    expect(linesAdded(withTree('fileTree(dir: "libs", include: ["*.jar"])'), path)).toContain(added)
    expect(linesAdded(withTree('fileTree(dir: "libs", include: ["*.aar"])'), path)).not.toContain(added)
  })

  it('the delegate’s own method gets the call', () => {
    expect(setUp(halfConfigured).read('ios/Chat/AppDelegate.swift')).toMatch(
      /deviceToken: Data\) \{\n {4}\/\/ carillon-push:begin\n {4}CarillonPushNotifications\.didRegister\(deviceToken: deviceToken\)\n {4}\/\/ carillon-push:end\n {4}OtherLibrary/,
    )
  })

  it('vendors’ files that lie in the root are copied to where they are looked for', () => {
    const configured = setUp(halfConfigured)
    expect(configured.read('android/app/google-services.json')).toBe(
      halfConfigured.read('google-services.json'),
    )
    expect(configured.read('android/app/agconnect-services.json')).toBe(
      halfConfigured.read('agconnect-services.json'),
    )
  })
})

it('says what it cannot do', () => {
  const { byHand } = planSetup(broken, config)
  for (const what of [
    /^android\/build\.gradle: was not found/,
    /^android\/app\/build\.gradle: below the application plugin: add apply plugin/,
    /^android\/app\/build\.gradle: dependencies \{: add/,
    /^android\/app\/src\/main\/AndroidManifest\.xml: inside <application>: add <meta-data/,
    /^ios\/Chat\/AppDelegate\.swift: the delegate's class: add\nfunc application\(.*willFinish/,
    /^ios\/Chat\.xcodeproj\/project\.pbxproj: the app's target/,
    /^ios\/Chat\/Info\.plist: UIBackgroundModes: add remote-notification and voip/,
  ]) {
    expect(byHand).toContainEqual(expect.stringMatching(what))
  }
})

it('an iOS app without an APNs certificate is left alone', () => {
  const { changes } = planSetup(bare088, { ...config, vendors: { fcm: { certificateID: 1 } } })
  expect(changes.filter(({ path }) => path.startsWith('ios/'))).toEqual([])
})

it('a state file that was tampered with writes nothing outside the native folders', () => {
  const state = JSON.stringify({ files: { '../../x': 'a', 'android/../../x': 'a', 'package.json': 'a' } })
  const { changes } = planUndo(bare088.with({ '.carillon-push-setup.json': state }))
  expect(changes).toEqual([{ path: '.carillon-push-setup.json', text: undefined }])
})
