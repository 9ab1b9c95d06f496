import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

import { parseCarillonPushFile } from '../config/parse.ts'
import { expoLibraryFolder } from '../setup/libraries.ts'
import { planSetup } from '../setup/plan.ts'
import { androidPaths } from '../setup/project.ts'
import { applyChanges, diskFiles } from './disk-files.ts'

/** What is read and written of an app's config. */
export interface ExpoConfig {
  ios?: { infoPlist?: Record<string, unknown>; entitlements?: Record<string, unknown> }
  _internal?: { projectRoot?: string }
}

interface ConfigPlugins {
  withDangerousMod(
    config: ExpoConfig,
    mod: [
      'android' | 'ios',
      <T extends { modRequest: { projectRoot: string } }>(config: T) => Promise<T> | T,
    ],
  ): ExpoConfig
}

/**
 * Expo's config plugin: with each prebuild the native projects get what `carillon-push setup` gives bare
 * ones. In app.json: `"plugins": [["@carillon/react-native-push", { "config": "./carillon-push.json" }]]`.
 * google-services.json and agconnect-services.json are taken from the app's folder, the libraries of
 * Xiaomi, OPPO and vivo from its folder push-libs.
 * @throws PushPluginError when carillon-push.json is unusable
 */
export const withCarillonPush = (
  expoConfig: ExpoConfig,
  { config: path = './carillon-push.json' }: { config?: string } = {},
): ExpoConfig => {
  const projectRoot = expoConfig._internal?.projectRoot ?? process.cwd()
  const file = parseCarillonPushFile(readFileSync(resolve(projectRoot, path), 'utf8'))
  // The app's own Expo, whichever version that is.
  const { withDangerousMod } = createRequire(join(projectRoot, 'package.json'))(
    'expo/config-plugins',
  ) as ConfigPlugins
  const withNative = (['android', 'ios'] as const).reduce(
    (config, platform) =>
      withDangerousMod(config, [
        platform,
        (modConfig) => {
          const folder = modConfig.modRequest.projectRoot
          const plan = planSetup(diskFiles(folder), file, { platform, isExpo: true })
          applyChanges(folder, plan.changes)
          if (platform === 'android') copyLibraries(folder)
          if (plan.byHand.length > 0) {
            throw new Error(`@carillon/react-native-push: not done: ${plan.byHand.join('; ')}`)
          }
          return modConfig
        },
      ]),
    expoConfig,
  )
  return file.vendors.apns === undefined
    ? withNative
    : withIos(withNative, file.vendors.apnsVoip !== undefined)
}

const copyLibraries = (folder: string): void => {
  const names = diskFiles(folder)
    .list(expoLibraryFolder)
    .filter((name) => name.endsWith('.aar'))
  if (names.length > 0) mkdirSync(join(folder, androidPaths.libs), { recursive: true })
  for (const name of names) {
    copyFileSync(join(folder, expoLibraryFolder, name), join(folder, androidPaths.libs, name))
  }
}

const withIos = (config: ExpoConfig, voip: boolean): ExpoConfig => {
  const infoPlist = config.ios?.infoPlist ?? {}
  const given = infoPlist.UIBackgroundModes
  const modes = Array.isArray(given) ? (given as unknown[]) : []
  const wanted = ['remote-notification', ...(voip ? ['voip'] : [])]
  return {
    ...config,
    ios: {
      ...config.ios,
      infoPlist: {
        ...infoPlist,
        UIBackgroundModes: [...new Set([...modes, ...wanted])],
        ...(voip && { CarillonPushVoip: true }),
      },
      // Expo writes "production" into the build it makes for the store.
      entitlements: { 'aps-environment': 'development', ...config.ios?.entitlements },
    },
  }
}
