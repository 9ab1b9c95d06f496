import { glob, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { createTencentImSDK } from '@carillon/client'

import { rootFolder } from './run.ts'

const pagePath = 'docs/sdk-coverage.md'

/** A manager of the SDK with how an app gets it. */
interface ManagerMethods {
  title: string
  /** By name: whether it is built. */
  methods: ReadonlyMap<string, boolean>
}

/** A test: its file, and its source. */
interface Test {
  file: string
  source: string
}

/** What a manager offers. Every method answers by itself before initSDK; those that are not built with 7013. */
const methodsOf = async (title: string, manager: object): Promise<ManagerMethods> => {
  const names = new Set<string>()
  for (
    let holder: object = manager;
    holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder) as object
  )
    for (const name of Object.getOwnPropertyNames(holder)) if (name !== 'constructor') names.add(name)
  const methods = new Map<string, boolean>()
  for (const name of [...names].toSorted()) {
    const method = (manager as Record<string, unknown>)[name]
    if (typeof method !== 'function') continue
    const answer = (await method.call(manager)) as { code?: number } | undefined
    methods.set(name, answer?.code !== 7013)
  }
  return { title, methods }
}

/** All methods of the SDK, manager by manager. */
export const sdkMethods = async (): Promise<ManagerMethods[]> => {
  const { v2TIMManager } = createTencentImSDK({ log: () => undefined })
  return [
    await methodsOf('V2TIMManager', v2TIMManager),
    await methodsOf('V2TIMMessageManager', v2TIMManager.getMessageManager()),
    await methodsOf('V2TIMConversationManager', v2TIMManager.getConversationManager()),
    await methodsOf('V2TIMGroupManager', v2TIMManager.getGroupManager()),
    await methodsOf('V2TIMFriendshipManager', v2TIMManager.getFriendshipManager()),
    await methodsOf('V2TIMSignalingManager', v2TIMManager.getSignalingManager()),
    await methodsOf('V2TIMOfflinePushManager', v2TIMManager.getOfflinePushManager()),
  ]
}

/** The tests that use an SDK: against a real server, and of the client alone. */
const findTests = async (): Promise<Test[]> => {
  const tests: Test[] = []
  for await (const path of glob(['tests/sdk/*.test.ts', 'packages/client/src/**/*.test.ts'], {
    cwd: rootFolder,
  })) {
    const source = await readFile(join(rootFolder, path), 'utf8')
    const [, ...cases] = source.split(/^\s*it(?=\(|\.)/m)
    const file = path.startsWith('tests/sdk/')
      ? `sdk/${basename(path, '.test.ts')}`
      : `client/${basename(path, '.test.ts')}`
    tests.push(...cases.map((text) => ({ file, source: text })))
  }
  return tests
}

/** The callbacks of the listeners that an app can add. */
const eventNames = async (): Promise<string[]> => {
  const names = new Set<string>()
  for await (const path of glob('packages/client/src/api/*.ts', { cwd: rootFolder }))
    for (const [, name = ''] of (await readFile(join(rootFolder, path), 'utf8')).matchAll(
      /^ {2}(on[A-Z]\w+)\??\(/gm,
    ))
      names.add(name)
  return [...names].toSorted()
}

/** The text of docs/sdk-coverage.md. */
const coveragePage = async (): Promise<string> => {
  const tests = await findTests()
  const lines = [
    '# What of the SDK is tested',
    '',
    'Each method of the SDK with the number of tests that call it, against a real server (`sdk/`) and of the client alone (`client/`). Made by `npm run sdk-coverage`.',
    '',
    'What the methods take and give is compared with the original by `packages/client/src/api/*types.test.ts`: every method that is built. What is not built answers 7013, and is compared by its name alone; events of it that are heard nowhere do not come yet.',
    '',
  ]
  for (const { title, methods } of await sdkMethods()) {
    const rows = [...methods].map(([name, isBuilt]) => rowOf(name, isBuilt, tests, `.${name}(`))
    lines.push(`## ${title}`, '', '| method | tests | where |', '| --- | --- | --- |', ...rows, '')
  }
  const files = await listeningFiles()
  lines.push('## Events', '', '| event | heard in |', '| --- | --- |')
  for (const name of await eventNames())
    lines.push(`| \`${name}\` | ${[...(files.get(name) ?? ['nowhere'])].toSorted().join(', ')} |`)
  return `${lines.join('\n')}\n`
}

const rowOf = (name: string, isBuilt: boolean, tests: readonly Test[], call: string): string => {
  if (!isBuilt) return `| \`${name}\` | not built | |`
  const using = tests.filter(({ source }) => source.includes(call))
  const where = [...new Set(using.map(({ file }) => file))].toSorted()
  return `| \`${name}\` | ${using.length} | ${where.join(', ')} |`
}

const listeningFiles = async (): Promise<ReadonlyMap<string, Set<string>>> => {
  const files = new Map<string, Set<string>>()
  const patterns = ['tests/sdk/*.ts', 'packages/client/src/**/*.test.ts', 'packages/client/src/testing/*.ts']
  for await (const path of glob(patterns, { cwd: rootFolder }))
    for (const [name] of (await readFile(join(rootFolder, path), 'utf8')).matchAll(/\bon[A-Z]\w+\b/g)) {
      const short = `${path.startsWith('tests/') ? 'sdk' : 'client'}/${basename(path, '.ts').replace(/\.test$/, '')}`
      files.set(name, (files.get(name) ?? new Set()).add(short))
    }
  return files
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(join(rootFolder, pagePath), await coveragePage())
