import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { rootFolder } from '../run.ts'
import { laneFolder } from './lane.ts'

interface Schema {
  modules: Record<string, { spec: { methods: { name: string }[] } }>
}
interface Parser {
  TypeScriptParser: new () => { parseString(code: string, file: string): Schema }
}
interface Generator {
  generate(
    options: {
      libraryName: string
      schema: Schema
      outputDirectory: string
      packageName: string
      assumeNonnull: boolean
      useLocalIncludePaths: boolean
    },
    what: { generators: string[] },
  ): boolean
}

/** Makes the native interfaces of the spec with one version of React Native's codegen. Answers its Java file. */
export const generate = async (codegen: string): Promise<string> => {
  const require = createRequire(join(laneFolder, 'package.json'))
  const { TypeScriptParser } = require(`${codegen}/lib/parsers/typescript/parser.js`) as Parser
  const generator = require(`${codegen}/lib/generators/RNCodegen.js`) as Generator
  const file = join(rootFolder, 'packages/react-native-push/src/native/NativeCarillonPush.ts')
  const schema = new TypeScriptParser().parseString(await readFile(file, 'utf8'), file)
  const outputDirectory = await mkdtemp(join(tmpdir(), 'carillon-codegen-'))
  try {
    generator.generate(
      {
        libraryName: 'CarillonPushSpec',
        schema,
        outputDirectory,
        packageName: 'dev.carillon.push',
        assumeNonnull: false,
        useLocalIncludePaths: false,
      },
      { generators: ['modulesAndroid', 'modulesIOS', 'modulesCxx'] },
    )
    return await readFile(join(outputDirectory, 'java/dev/carillon/push/NativeCarillonPushSpec.java'), 'utf8')
  } finally {
    await rm(outputDirectory, { recursive: true, force: true })
  }
}

/** Names of the abstract methods a native module must have. */
export const abstractMethods = (java: string): string[] =>
  [...java.matchAll(/public abstract \w+ (\w+)\(/g)].map(([, name = '']) => name)
