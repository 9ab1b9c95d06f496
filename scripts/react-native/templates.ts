import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { run } from '../run.ts'
import { laneFolder } from './lane.ts'

/** Apps as React Native's template makes them: the oldest that is supported, and one with scenes. */
export const templates = ['template-0.76', 'template-0.88'] as const

const config = {
  version: 1,
  server: 'wss://chat.example.com',
  sdkAppID: 1_400_000_001,
  androidPackage: 'com.helloworld',
  iosBundleID: 'org.reactjs.native.example.HelloWorld',
  vendors: {
    fcm: { certificateID: 10_001 },
    apns: { certificateID: 10_002 },
    apnsVoip: { certificateID: 10_003 },
    huawei: { certificateID: 10_004, appID: '100' },
    honor: { certificateID: 10_005, appID: '101' },
    xiaomi: { certificateID: 10_006, appID: '102', appKey: 'k' },
    oppo: { certificateID: 10_007, appKey: 'k', appSecret: 's' },
    vivo: { certificateID: 10_008, appID: '104', appKey: 'k' },
    meizu: { certificateID: 10_009, appID: '105', appKey: 'k' },
  },
}

/** What only the vendors and the app's developer can give, in the doctor's words. */
const leftToOthers = [
  'apnsVoip voip-handler-missing',
  'fcm google-services-missing',
  'huawei agconnect-missing',
  'oppo library-missing',
  'vivo library-missing',
  'xiaomi library-missing',
]

interface Facts {
  byHand?: string[]
  findings?: { about: string; code: string }[]
}

/**
 * Takes a fresh app the way docs/react-native.md says: install, setup, doctor, and undo, which gives back
 * every byte. @throws with what was not as it says
 */
export const walkTemplate = async (template: (typeof templates)[number]): Promise<void> => {
  const app = await mkdtemp(join(tmpdir(), 'carillon-template-'))
  try {
    await cp(join(laneFolder, 'node_modules', template, 'template'), app, { recursive: true })
    await addDependency(join(app, 'package.json'))
    await writeFile(join(app, 'carillon-push.json'), JSON.stringify(config))
    // What npm install brings, as far as it is looked at.
    const catalog = 'node_modules/@react-native/gradle-plugin/gradle/libs.versions.toml'
    await cp(join(laneFolder, catalog), join(app, catalog))
    const before = await contentsOf(app)
    const setup = await command(app, 'setup')
    expectSame('left to do by hand', setup.facts.byHand, [])
    expectSame('exit code of setup', setup.exitCode, 0)
    const doctor = await command(app, 'doctor')
    const found = doctor.facts.findings?.map(({ about, code }) => `${about} ${code}`).toSorted()
    expectSame('what the doctor finds', found, leftToOthers)
    await command(app, 'setup', '--undo')
    expectSame('files after undo', Object.fromEntries(await contentsOf(app)), Object.fromEntries(before))
  } finally {
    await rm(app, { recursive: true, force: true })
  }
}

const addDependency = async (file: string): Promise<void> => {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> }
  manifest.dependencies['@carillon/react-native-push'] = '0.0.0'
  await writeFile(file, JSON.stringify(manifest, undefined, 2))
}

const command = async (app: string, ...words: string[]): Promise<{ exitCode: number; facts: Facts }> => {
  const bin = join(laneFolder, 'node_modules/@carillon/react-native-push/lib/module/cli/bin.js')
  const { exitCode, output } = await run(process.execPath, [bin, ...words, '--json'], {
    cwd: app,
    output: 'capture',
  })
  return { exitCode, facts: JSON.parse(output) as Facts }
}

const contentsOf = async (folder: string): Promise<Map<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      files
        .toSorted()
        .map(async (path) => [path.slice(folder.length), await readFile(path, 'base64')] as const),
    ),
  )
}

const expectSame = (what: string, found: unknown, expected: unknown): void => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${what}: found ${one.slice(0, 2000)}, expected ${other.slice(0, 2000)}`)
}
