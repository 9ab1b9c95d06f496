import { join } from 'node:path'

import { rootFolder } from '../run.ts'
import { mustRun } from './lane.ts'

/** The example app: an app of its own, with its own lock file. */
export const messengerFolder = join(rootFolder, 'examples', 'messenger')

const node = async (args: readonly string[]): Promise<string> =>
  await mustRun(process.execPath, args, { cwd: messengerFolder, timeoutMs: 300_000 })

/** Checks its types against the packages as they are built. @throws with the compiler's words */
export const checkTypes = async (): Promise<void> => {
  await mustRun('node_modules/.bin/tsc', [], { cwd: messengerFolder })
}

/** Bundles it with its own Metro configuration as a release build does. Answers the bundle's file. */
export const bundleMessenger = async (platform: 'android' | 'ios', folder: string): Promise<string> => {
  const file = join(folder, `messenger-${platform}.js`)
  await node([
    'node_modules/@react-native-community/cli/build/bin.js',
    'bundle',
    `--platform=${platform}`,
    '--dev=false',
    '--minify=false',
    '--entry-file=index.js',
    `--bundle-output=${file}`,
  ])
  return file
}

/** Builds it for browsers, on react-native-web, into `folder`. */
export const buildForBrowsers = async (folder: string): Promise<void> => {
  await node(['node_modules/vite/bin/vite.js', 'build', '--outDir', folder, '--logLevel', 'error'])
}
