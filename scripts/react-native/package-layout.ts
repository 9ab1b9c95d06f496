import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Manifest {
  main: string
  types: string
  bin: Record<string, string>
  exports: Record<string, string | Record<string, string>>
  codegenConfig: { jsSrcsDir: string }
}

/** What autolinking, codegen, CocoaPods and Expo look for by its name. */
const namedByOthers = [
  'README.md',
  'LICENSE',
  'CarillonPush.podspec',
  'app.plugin.js',
  'android/build.gradle',
  'android/consumer-rules.pro',
  'android/src/main/AndroidManifest.xml',
  'android/src/main/kotlin/dev/carillon/push/CarillonPushPackage.kt',
  'ios/CarillonPush.mm',
  'lib/module/index.js',
  'lib/typescript/src/index.d.ts',
]

/**
 * Problems of the push plugin as it is published, in the layout that react-native-builder-bob gives packages
 * for React Native: `lib/module`, `lib/typescript`, sources for codegen and source maps, the native parts.
 */
export const layoutProblems = async (folder: string): Promise<string[]> => {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const named = [
    manifest.main,
    manifest.types,
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    ),
    ...namedByOthers,
  ]
  const files: string[] = []
  for await (const file of glob('**/*', { cwd: folder })) files.push(file)
  const specs = files.filter((file) => file.startsWith(`${manifest.codegenConfig.jsSrcsDir}/Native`))
  return [
    ...named.filter((path) => !existsSync(join(folder, path))).map((path) => `${path} is not there`),
    ...(specs.length === 1
      ? []
      : [`codegen finds ${specs.length} specs in ${manifest.codegenConfig.jsSrcsDir}`]),
    ...files
      .filter((file) => /\.test\.|(?:^|\/)testing\/|src\/test\//.test(file))
      .map((file) => `${file} is a test's`),
  ]
}
