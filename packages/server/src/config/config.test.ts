import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { ConfigError } from './config-error.ts'
import { configurationPage, exampleEnvironment } from './documentation.ts'
import { configFrom } from './from-values.ts'
import { environmentName } from './keys.ts'
import { loadConfig } from './load.ts'
import { loadMasterKey } from './master-key.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-config-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

const load = (environment: Record<string, string>, overrides: Record<string, string> = {}) =>
  loadConfig({ environment, workingFolder: folder, overrides })

const problemsOf = (work: () => unknown): string[] => {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, message }) => `${key}: ${message}`)
    throw error
  }
  return []
}

it('has a default for everything', () => {
  expect(load({})).toMatchObject({
    dataFolder: join(folder, '.carillon'),
    databaseURL: undefined,
    host: '127.0.0.1',
    port: 8480,
    gateway: { heartbeatIntervalMs: 20_000, unsentBytes: 1_048_576 },
  })
})

it.each([
  ['port', 'CARILLON_PORT'],
  ['dataFolder', 'CARILLON_DATA_FOLDER'],
  ['databaseURL', 'CARILLON_DATABASE_URL'],
  ['push.proxyURL', 'CARILLON_PUSH_PROXY_URL'],
  ['gateway.heartbeatIntervalMs', 'CARILLON_GATEWAY_HEARTBEAT_INTERVAL_MS'],
])('calls %s %s in the environment', (path, name) => {
  expect(environmentName(path)).toBe(name)
})

it.each<[Record<string, string>, string]>([
  [{ CARILLON_PORT: 'eighty' }, 'CARILLON_PORT: expected a whole number from 0 to 65,535, got "eighty"'],
  [{ CARILLON_PORT: '1e3' }, 'CARILLON_PORT: expected a whole number from 0 to 65,535, got "1e3"'],
  [{ CARILLON_PORT: '65536' }, 'CARILLON_PORT: expected a whole number from 0 to 65,535, got 65536'],
  [{ CARILLON_LOG_FORMAT: 'xml' }, 'CARILLON_LOG_FORMAT: expected json, text, got "xml"'],
  [
    { CARILLON_DATABASE_URL: 'mysql://root:hunter2@db/x' },
    'CARILLON_DATABASE_URL: expected a URL such as postgres://user:password@host:5432/name, got something else (not shown, it is a secret)',
  ],
  [
    { CARILLON_MASTER_KEY: 'c2hvcnQ=' },
    'CARILLON_MASTER_KEY: expected 32 random bytes in base64, got something else (not shown, it is a secret)',
  ],
  [
    { CARILLON_PROXY_URL: 'http://proxy:1' },
    'CARILLON_PROXY_URL: is not a key; did you mean CARILLON_PUSH_PROXY_URL? (docs/configuration.md lists them all)',
  ],
  [{ CARILLON_COLOUR: 'red' }, 'CARILLON_COLOUR: is not a key (docs/configuration.md lists them all)'],
])('%j', (environment, problem) => {
  expect(problemsOf(() => load(environment))).toEqual([problem])
})

it('tells every problem at once', () => {
  const problems = problemsOf(() => load({ CARILLON_PORT: 'x', CARILLON_LOG_LEVEL: 'loud', CARILLON_X: '1' }))
  expect(problems).toHaveLength(3)
})

it('takes the file, then the environment, then the command line', async () => {
  const file = join(folder, 'site.json')
  await writeFile(
    file,
    JSON.stringify({ port: 1, host: '::', dataFolder: 'data', push: { requestTimeoutMs: 500 } }),
  )
  const config = loadConfig({
    environment: { CARILLON_CONFIG: file, CARILLON_PORT: '2', CARILLON_HOST: '', OTHER: 'x' },
    workingFolder: '/elsewhere',
    overrides: { port: '3' },
  })
  expect(config).toMatchObject({
    port: 3,
    host: '::',
    dataFolder: join(folder, 'data'),
    push: { requestTimeoutMs: 500 },
  })
})

it.each([
  ['{ "port": "8480" }', /^port in .*bad\.json: expected a whole number from 0 to 65,535, got "8480"$/],
  ['{ "push": { "proxy": 1 } }', /^push\.proxy in .*bad\.json: is not a key/],
  ['{ "push": 5 }', /^push in .*bad\.json: is not a key/],
  ['{ port: 1 }', /bad\.json: is not JSON/],
  ['[]', /bad\.json: expected a JSON object/],
])('file %s', async (text, problem) => {
  const configFile = join(folder, 'bad.json')
  await writeFile(configFile, text)
  const problems = problemsOf(() => loadConfig({ environment: {}, workingFolder: folder, configFile }))
  expect(problems).toEqual([expect.stringMatching(problem)])
})

it('names a file that was asked for and is not there', () => {
  const problems = problemsOf(() => load({ CARILLON_CONFIG: 'nowhere.json' }))
  expect(problems[0]).toMatch(/nowhere\.json: cannot be read: ENOENT/)
})

it('checks what a program gives', () => {
  expect(configFrom({ port: 0, push: { requestTimeoutMs: 200 } })).toMatchObject({
    port: 0,
    host: '127.0.0.1',
    push: { requestTimeoutMs: 200, proxyURL: undefined },
  })
  expect(problemsOf(() => configFrom({ port: -1 }))).toHaveLength(1)
})

it('makes the master key once, readable by its owner alone', async () => {
  const config = { dataFolder: join(folder, 'keys'), masterKey: undefined }
  const [first, second] = await Promise.all([loadMasterKey(config), loadMasterKey(config)])
  expect(first).toHaveLength(32)
  expect(second).toEqual(first)
  const file = join(config.dataFolder, 'master.key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await writeFile(file, 'short')
  await expect(loadMasterKey(config)).rejects.toThrow(/master\.key: expected 32 bytes/)
})

it('keeps the documentation in step', async () => {
  await expect(configurationPage()).toMatchFileSnapshot('../../../../docs/configuration.md')
  await expect(exampleEnvironment()).toMatchFileSnapshot('../../example.env')
})
