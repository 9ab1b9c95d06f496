import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { openStore } from '../store.ts'
import { quickFolder } from '../testing.ts'
import { isPostmasterAlive, readPostmasterPid } from './postmaster-pid.ts'

const isRoot = process.getuid?.() === 0

it('starts on a fresh folder, is refused to a second server, lets a command in, and starts again', async () => {
  await using folder = await temporaryFolder()
  const dataFolder = join(folder.path, 'data')
  const store = await openStore({ dataFolder }, { sync: false })
  await store.query({ name: 'test.create', text: 'create table notes (text text)' })

  await expect(openStore({ dataFolder })).rejects.toMatchObject({
    code: 'CRL_STORE_IN_USE',
    message: expect.stringContaining(`${dataFolder} is in use by process ${process.pid}`),
  })

  const command = await openStore({ dataFolder }, { purpose: 'command' })
  await command.query({ name: 'test.insert', text: `insert into notes values ('by the command')` })
  await command.close()
  expect(await store.query({ name: 'test.read', text: 'select text from notes' })).toHaveLength(1)

  await store.close()
  await store.close()
  expect(await readdir(dataFolder)).toEqual(['carillon-data.json', 'postgres', 'postgres.password'])

  await using again = await openStore({ dataFolder }, { purpose: 'command' })
  expect(await again.query({ name: 'test.read', text: 'select text from notes' })).toHaveLength(1)
})

it('takes a folder over from a server that was killed, PostgreSQL and all', async () => {
  await using folder = await temporaryFolder()
  const holder = await startHolder(folder.path)
  const cluster = join(folder.path, 'postgres')
  const orphan = await readPostmasterPid(cluster)
  if (orphan === undefined) throw new Error('no postmaster.pid')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(await isPostmasterAlive(cluster, orphan)).toBe(true)

  await using store = await openStore({ dataFolder: folder.path })
  expect(await isPostmasterAlive(cluster, orphan)).toBe(false)
  expect(await store.query({ name: 'test.read', text: 'select text from notes' })).toEqual([
    { text: 'committed' },
  ])
})

it('keeps what was committed when PostgreSQL is killed, reports that, and starts again', async () => {
  await using folder = await temporaryFolder()
  const holder = await startHolder(folder.path)
  const postmaster = await readPostmasterPid(join(folder.path, 'postgres'))
  let words = ''
  holder.stderr?.on('data', (chunk) => (words += String(chunk)))
  process.kill(postmaster?.pid ?? 0, 'SIGKILL')
  // It keeps running: only its database is gone.
  await once(holder.stderr ?? holder, 'data')
  expect(words).toContain('PostgreSQL has ended by itself')
  holder.kill('SIGKILL')
  await once(holder, 'exit')

  await using store = await openStore({ dataFolder: folder.path })
  expect(await store.query({ name: 'test.read', text: 'select text from notes' })).toEqual([
    { text: 'committed' },
  ])
})

it('is not misled by a stranger who got the number of a PostgreSQL that was killed', async () => {
  await using folder = await temporaryFolder()
  const first = await openStore({ dataFolder: folder.path }, { sync: false })
  const file = join(folder.path, 'postgres/postmaster.pid')
  const lines = await readFile(file, 'utf8')
  await first.close()
  await writeFile(file, lines.replace(/^\d+/, String(process.pid)))
  if (isRoot) await chmod(file, 0o666)

  await using store = await openStore({ dataFolder: folder.path })
  expect(await store.query({ name: 'test.one', text: 'select 1 as one' })).toEqual([{ one: 1 }])
})

it.each([
  ['below a folder of this user alone', 'private/data', 0o700],
  ['with a path too long for a socket', `${'long/'.repeat(25)}data`, 0o755],
])('works in a folder %s', async (_, path, mode) => {
  await using folder = await temporaryFolder()
  const dataFolder = join(folder.path, path)
  await mkdir(join(dataFolder, '..'), { recursive: true })
  await chmod(join(folder.path, path.split('/')[0] ?? ''), mode)
  await using store = await openStore({ dataFolder }, { sync: false })
  expect(await store.query({ name: 'test.one', text: 'select 1 as one' })).toEqual([{ one: 1 }])
})

it.each([
  ['a folder that holds something else', { 'notes.txt': '' }, /not a Carillon data folder.*notes\.txt/],
  [
    'another PostgreSQL',
    { 'carillon-data.json': '{"format":1,"postgresMajor":19}' },
    /PostgreSQL 19.*brings PostgreSQL 18/,
  ],
  ['a newer format', { 'carillon-data.json': '{"format":2,"postgresMajor":18}' }, /format 2.*up to 1/],
  ['a damaged marker', { 'carillon-data.json': '{' }, /carillon-data\.json is damaged/],
])('refuses %s', async (_, files, message) => {
  await using folder = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text)
  await expect(openStore({ dataFolder: folder.path })).rejects.toMatchObject({
    code: 'CRL_STORE_FORMAT',
    message: expect.stringMatching(message),
  })
})

const startHolder = async (dataFolder: string): Promise<ChildProcess> => {
  const program = fileURLToPath(new URL('hold-store.ts', import.meta.url))
  const child = spawn(process.execPath, ['-C', '@carillon/source', program, dataFolder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the holder ended with ${String(code)}`)
    }),
  ])
  return child
}

const temporaryFolder = async (): Promise<AsyncDisposable & { path: string }> => {
  const path = await mkdtemp(join(await quickFolder(), 'carillon-embedded-'))
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true, force: true }) }
}
