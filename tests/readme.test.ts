import { spawn } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
let folder = ''
let program = ''
let printed = ''

beforeAll(async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const section = readme.slice(readme.indexOf('\n## Use it from a program\n'))
  const [, ts = '', text = ''] =
    /\n```ts\n([\s\S]+?)\n```\n[\s\S]*?\n```\n([\s\S]+?)\n```\n/.exec(section) ?? []
  program = ts
  printed = text
  folder = await realpath(await mkdtemp(join(tmpdir(), 'carillon-readme-')))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(join(folder, 'hello.ts'), program)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const run = async (command: string, ...args: string[]): Promise<{ code: number | null; output: string }> => {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, output: Buffer.concat(chunks).toString() }
}

/** IDs and times differ from run to run. */
const withoutChance = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'DEVICE')
    .replaceAll(/\b[0-9a-z]+-[0-9a-z]+-[0-9a-f]{12}\b/g, 'MSGID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\+\d+ ms +/g, '+N ms ')
    .trim()

describe('the program in the README', () => {
  it('runs as printed and prints what stands below it', async () => {
    const { code, output } = await run(process.execPath, '-C', '@carillon/source', 'hello.ts')
    expect(withoutChance(output)).toBe(withoutChance(printed))
    expect(code).toBe(0)
  })

  it('has no type errors', async () => {
    const options = { types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.base.json'),
        compilerOptions: options,
        files: ['hello.ts'],
      }),
    )
    const { code, output } = await run(join(root, 'node_modules', '.bin', 'tsc'), '--project', folder)
    expect(output).toBe('')
    expect(code).toBe(0)
  })

  it('is short', () => {
    expect(program.split('\n').length).toBeLessThanOrEqual(50)
  })
})
