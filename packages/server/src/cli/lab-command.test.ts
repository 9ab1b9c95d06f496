import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { findLab } from './lab-command.ts'

let folder: string

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'carillon-lab-command-')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Lays a package out as npm would. */
const install = async (place: string, files: readonly string[]): Promise<string> => {
  const root = join(folder, place, 'node_modules', '@carillon', 'lab')
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"exports":{".":{"default":"./dist/index.js"}}}')
  for (const file of files) await writeFile(join(root, 'dist', file), '')
  return join(folder, place, 'x.js')
}

it('finds the lab from the first place that has it', async () => {
  const without = join(folder, 'x.js')
  const broken = await install('broken', ['index.js'])
  const whole = await install('whole', ['index.js', 'bin.js'])
  const program = join(folder, 'whole', 'node_modules', '@carillon', 'lab', 'dist', 'bin.js')
  expect(findLab([without, broken, whole])).toBe(program)
  for (const places of [[], [without], [without, broken]])
    expect(() => findLab(places)).toThrow(
      expect.objectContaining({
        code: 'CRL_LAB_NOT_INSTALLED',
        message: expect.stringContaining('npm install --save-dev @carillon/lab') as string,
      }),
    )
})

const carillon = (...args: string[]) =>
  spawn(
    process.execPath,
    [
      '--no-warnings',
      '-C',
      '@carillon/source',
      fileURLToPath(new URL('../bin.ts', import.meta.url)),
      'lab',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: {} },
  )

it.each([
  [['--help'], 0, /^Usage: carillon-lab /, ''],
  [['--version'], 0, /^\d+\.\d+\.\d+/, ''],
  [['--port', 'x'], 2, /^$/, 'error: --port must be a whole number'],
])('carillon lab %j is the lab’s own', async (args, code, stdout, stderr) => {
  const child = carillon(...args)
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code: child.exitCode, out, errors }).toEqual({
    code,
    out: expect.stringMatching(stdout) as string,
    errors: expect.stringContaining(stderr) as string,
  })
})

it('serves until it is asked to stop, and takes the lab along', async () => {
  const child = carillon('--vendors', 'meizu')
  child.stderr.resume()
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { control } = JSON.parse(line.toString()) as { control: string }
  expect((await fetch(`${control}/v1`)).status).toBe(200)
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([0, null])
  await expect(fetch(`${control}/v1`)).rejects.toThrow('fetch failed')
})
