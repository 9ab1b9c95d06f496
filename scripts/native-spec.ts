import { createRequire } from 'node:module'
import { join } from 'node:path'

import { rootFolder } from './run.ts'

const plugin = join(rootFolder, 'packages/react-native-push')

/** What is used of `@react-native/codegen`, whose own types leave these out. */
interface Combine {
  combineSchemas(files: readonly string[]): unknown
}
interface Generator {
  generate(options: Record<string, unknown>, run: { generators: readonly string[] }): boolean
}

/**
 * Has React Native's codegen make what the React Native plugin's native module implements, from its spec.
 * @returns the file: a Java class for Android, an Objective-C header for iOS
 */
export const generateNativeSpec = (platform: 'android' | 'ios', outputDirectory: string): string => {
  const require = createRequire(join(plugin, 'package.json'))
  const { codegenConfig } = require('./package.json') as {
    codegenConfig: { name: string; jsSrcsDir: string; android: { javaPackageName: string } }
  }
  const { combineSchemas } =
    require('@react-native/codegen/lib/cli/combine/combine-js-to-schema.js') as Combine
  const { generate } = require('@react-native/codegen/lib/generators/RNCodegen.js') as Generator
  const { name: libraryName, android } = codegenConfig
  const options = {
    libraryName,
    schema: combineSchemas([join(plugin, codegenConfig.jsSrcsDir, 'NativeCarillonPush.ts')]),
    outputDirectory,
    packageName: android.javaPackageName,
    assumeNonnull: false,
  }
  const generators = [platform === 'android' ? 'modulesAndroid' : 'modulesIOS']
  if (!generate(options, { generators })) throw new Error(`The codegen made nothing for ${platform}`)
  return platform === 'android'
    ? join(outputDirectory, 'java', ...android.javaPackageName.split('.'), 'NativeCarillonPushSpec.java')
    : join(outputDirectory, libraryName, `${libraryName}.h`)
}
