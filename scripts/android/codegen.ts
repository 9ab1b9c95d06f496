import { createRequire } from 'node:module'
import { join } from 'node:path'

import { rootFolder } from '../run.ts'

const plugin = join(rootFolder, 'packages/react-native-push')

/** What is used of `@react-native/codegen`, whose own types leave these out. */
interface Combine {
  combineSchemas(files: readonly string[]): unknown
}
interface Generator {
  generate(options: Record<string, unknown>, run: { generators: readonly string[] }): boolean
}

/** The Java class the TurboModule extends, made by React Native's codegen from the plugin's spec. @returns its file */
export const generateSpec = (outputDirectory: string): string => {
  const require = createRequire(join(plugin, 'package.json'))
  const { codegenConfig } = require('./package.json') as {
    codegenConfig: { name: string; jsSrcsDir: string; android: { javaPackageName: string } }
  }
  const { combineSchemas } =
    require('@react-native/codegen/lib/cli/combine/combine-js-to-schema.js') as Combine
  const { generate } = require('@react-native/codegen/lib/generators/RNCodegen.js') as Generator
  const spec = join(plugin, codegenConfig.jsSrcsDir, 'NativeCarillonPush.ts')
  const packageName = codegenConfig.android.javaPackageName
  const options = {
    libraryName: codegenConfig.name,
    schema: combineSchemas([spec]),
    outputDirectory,
    packageName,
    assumeNonnull: false,
  }
  if (!generate(options, { generators: ['modulesAndroid'] }))
    throw new Error(`The codegen made nothing of ${spec}`)
  return join(outputDirectory, 'java', ...packageName.split('.'), 'NativeCarillonPushSpec.java')
}
