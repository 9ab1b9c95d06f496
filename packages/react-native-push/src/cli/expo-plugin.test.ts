import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { config, expoPrebuilt } from '../setup/testing/projects.ts'
import { applyChanges, diskFiles } from './disk-files.ts'
import { withCarillonPush, type ExpoConfig } from './expo-plugin.ts'

const require = createRequire(import.meta.url)
const { compileModsAsync } = require('@expo/config-plugins/build/plugins/mod-compiler.js') as {
  compileModsAsync(
    config: ExpoConfig,
    props: { projectRoot: string; platforms: string[]; introspect: boolean },
  ): Promise<ExpoConfig>
}

/** A project with Expo's own library for plugins, as far as it is needed here. */
const expoProject = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-push-expo-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  applyChanges(
    folder,
    [...expoPrebuilt.all].map(([path, text]) => ({ path, text })),
  )
  writeFileSync(join(folder, 'carillon-push.json'), JSON.stringify(config))
  mkdirSync(join(folder, 'node_modules/expo'), { recursive: true })
  const real = JSON.stringify(require.resolve('@expo/config-plugins'))
  writeFileSync(join(folder, 'node_modules/expo/config-plugins.js'), `module.exports = require(${real})\n`)
  return folder
}

const prebuild = async (folder: string): Promise<ExpoConfig> => {
  const expo = withCarillonPush({
    ios: { infoPlist: { UIBackgroundModes: ['audio'] } },
    _internal: { projectRoot: folder },
  })
  return compileModsAsync(expo, { projectRoot: folder, platforms: ['android', 'ios'], introspect: false })
}

it('prebuild gives the native projects what set-up gives, however often it runs', async () => {
  const folder = expoProject()
  const expo = await prebuild(folder)
  expect(expo.ios).toEqual({
    infoPlist: { UIBackgroundModes: ['audio', 'remote-notification', 'voip'], CarillonPushVoip: true },
    entitlements: { 'aps-environment': 'development' },
  })
  const files = diskFiles(folder)
  const paths = [
    'android/build.gradle',
    'android/app/build.gradle',
    'android/app/src/main/AndroidManifest.xml',
    'ios/Chat/AppDelegate.swift',
    'ios/Chat.xcodeproj/project.pbxproj',
  ]
  const texts = paths.map((path) => files.read(path))
  for (const text of texts) expect(text).toMatch(/carillon-push/)
  expect(files.read('ios/Chat/AppDelegate.swift')).toMatch(
    /public override func application\([^)]*didRegisterForRemoteNotificationsWithDeviceToken[^}]*super\.application\(application, didRegisterForRemoteNotificationsWithDeviceToken: deviceToken\)/,
  )
  // Expo writes these itself, from the config.
  expect(files.read('ios/Chat/Info.plist')).toBe(expoPrebuilt.read('ios/Chat/Info.plist'))
  expect(files.list('ios/Chat')).not.toContain('CarillonPush.entitlements')
  expect(files.read('.carillon-push-setup.json')).toBeUndefined()
  await prebuild(folder)
  expect(paths.map((path) => files.read(path))).toEqual(texts)
})

it('the libraries of push-libs come into the build as they are', async () => {
  const folder = expoProject()
  const bytes = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x80])
  mkdirSync(join(folder, 'push-libs'))
  writeFileSync(join(folder, 'push-libs/vivo_pushSDK_v4.0.6.0_506.aar'), bytes)
  writeFileSync(join(folder, 'push-libs/readme.txt'), 'no library')
  await prebuild(folder)
  await prebuild(folder)
  const libs = join(folder, 'android/app/libs')
  expect(readdirSync(libs)).toEqual(['vivo_pushSDK_v4.0.6.0_506.aar'])
  expect(readFileSync(join(libs, 'vivo_pushSDK_v4.0.6.0_506.aar'))).toEqual(bytes)
})

it('stops with the reason when something cannot be done, or the file is unusable', async () => {
  const folder = expoProject()
  writeFileSync(join(folder, 'ios/Chat/AppDelegate.swift'), 'import Expo\n')
  await expect(prebuild(folder)).rejects.toThrow(
    /not done: ios\/Chat\/AppDelegate\.swift: the delegate's class/,
  )
  writeFileSync(join(folder, 'carillon-push.json'), '{}')
  await expect(prebuild(folder)).rejects.toThrow(/carillon-push\.json cannot be used/)
})
