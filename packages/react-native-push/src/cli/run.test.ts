import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import type { MemoryFiles } from '../setup/testing/memory-files.ts'
import { bare088, config, expoManaged } from '../setup/testing/projects.ts'
import { applyChanges } from './disk-files.ts'
import { run } from './run.ts'

const onDisk = (files: MemoryFiles): string => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-push-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  applyChanges(
    folder,
    [...files.all].map(([path, text]) => ({ path, text })),
  )
  return folder
}
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  )
const command = (...given: string[]) => {
  const words = { out: '', error: '' }
  const exitCode = run(given, {
    out: (text) => (words.out += text),
    error: (text) => (words.error += text),
  })
  return { exitCode, ...words }
}
const withConfig = (files: MemoryFiles) => files.with({ 'carillon-push.json': JSON.stringify(config) })

describe('setup', () => {
  it('writes, tells what, and takes it out again byte for byte', () => {
    const folder = onDisk(withConfig(bare088))
    const before = contents(folder)
    const dry = command('setup', '--project', folder, '--dry-run')
    expect(dry).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/build\.gradle would be written/) as string,
    })
    expect(contents(folder)).toEqual(before)
    expect(command('setup', '--project', folder)).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/android\/app\/build\.gradle written[\s\S]*carillon-push doctor/) as string,
    })
    expect(contents(folder)).not.toEqual(before)
    const again = command('setup', '--project', folder, '--json')
    expect(JSON.parse(again.out)).toEqual({ dryRun: false, changed: [], byHand: [] })
    expect(command('setup', '--undo', '--project', folder)).toMatchObject({ exitCode: 0 })
    expect(contents(folder)).toEqual(before)
    expect(readdirSync(join(folder, 'android/app/src/main'))).toEqual(['AndroidManifest.xml'])
  })

  it('one platform alone', () => {
    const folder = onDisk(withConfig(bare088))
    const { out } = command('setup', '--project', folder, '--platform', 'ios', '--json')
    const { changed } = JSON.parse(out) as { changed: { path: string }[] }
    expect(changed.every(({ path }) => /^(?:ios\/|\.carillon)/.test(path))).toBe(true)
  })

  it('of an Expo project names the plugin', () => {
    const { exitCode, out } = command('setup', '--project', onDisk(withConfig(expoManaged)))
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/app\.json: add \["@carillon/)])
  })
})

describe('doctor', () => {
  it('reports by vendor, for people and for programs', () => {
    const folder = onDisk(withConfig(bare088))
    const { exitCode, out } = command('doctor', '--project', folder)
    expect(exitCode).toBe(1)
    expect(out).toMatch(
      /fcm:\n {2}✗ android\/build\.gradle lacks classpath.*\n {4}npx carillon-push setup adds it\. \[gradle-missing\]/,
    )
    expect(out).toMatch(
      /\n\n\d+ to mend, \d+ to know\. \d+ of them npx carillon-push setup takes care of\.\n$/,
    )
    const facts = JSON.parse(command('doctor', '--project', folder, '--json').out) as { ok: boolean }
    expect(facts).toMatchObject({ ok: false, vendors: Object.keys(config.vendors) })
  })

  it('is content with a project that needs nothing more', () => {
    const onlyGoogle = { ...config, vendors: { meizu: config.vendors.meizu } }
    const folder = onDisk(bare088.with({ 'own.json': JSON.stringify(onlyGoogle) }))
    command('setup', '--project', folder, '--config', 'own.json')
    expect(command('doctor', '--project', folder, '--config', 'own.json')).toEqual({
      exitCode: 0,
      out: 'meizu: well\napp: well\n',
      error: '',
    })
  })
})

describe('says how it is used', () => {
  it.each([
    [['--help'], 0, /Usage: carillon-push setup/, ''],
    [[], 2, '', /say setup or doctor/],
    [['fix'], 2, '', /there is no command fix/],
    [['setup', 'now'], 2, '', /now is one word too many/],
    [['setup', '--platform', 'web'], 2, '', /--platform is android or ios/],
    [['doctor', '--undo'], 2, '', /--undo, --dry-run and --platform are for setup/],
    [['setup', '--undo', '--platform', 'ios'], 2, '', /takes everything out/],
    [['setup', '--fix'], 2, '', /Unknown option '--fix'/],
    [['setup', '--project', '/nonexistent'], 2, '', /holds no package\.json/],
  ])('%j', (given, exitCode, out, error) => {
    const answer = command(...given)
    expect(answer.exitCode).toBe(exitCode)
    expect(answer.out).toMatch(out)
    expect(answer.error).toMatch(error)
  })

  it('without a usable carillon-push.json', () => {
    const folder = onDisk(bare088)
    expect(command('setup', '--project', folder)).toMatchObject({
      exitCode: 2,
      error: expect.stringMatching(/carillon-push\.json is not there: download it/) as string,
    })
    const wrong = onDisk(bare088.with({ 'carillon-push.json': '{}' }))
    expect(command('setup', '--project', wrong)).toMatchObject({
      exitCode: 2,
      error: expect.stringMatching(/cannot be used: .*server: is missing/) as string,
    })
  })
})
