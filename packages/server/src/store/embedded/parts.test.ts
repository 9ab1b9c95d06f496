import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { parsePasswd, permissionsOf } from './account.ts'
import { findBinaries } from './binaries.ts'
import { takeFolderLock } from './lock.ts'
import { parsePostmasterPid } from './postmaster-pid.ts'
import { settingArguments } from './settings.ts'

it('reads accounts, with IDs below zero as the kernel counts them', () => {
  const text = 'root:x:0:0:root:/root:/bin/sh\n# a note\nnobody:*:-2:-2::/:/bin/false\n\n'
  expect(parsePasswd(text)).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'nobody', uid: 4294967294, gid: 4294967294 },
  ])
})

it.each([
  ['owner', { uid: 7, gid: 9 }, 0o7],
  ['group', { uid: 8, gid: 7 }, 0o5],
  ['others', { uid: 8, gid: 9 }, 0o1],
])('knows the permissions of the %s', (_, owner, expected) => {
  expect(permissionsOf({ mode: 0o100751, ...owner }, { name: 'x', uid: 7, gid: 7 })).toBe(expected)
})

it.each([
  [
    '42\n/data\n1795429202\n5432\n/run\n\n  5432001  3\nready   \n',
    { pid: 42, socketFolder: '/run', isReady: true },
  ],
  [
    '42\n/data\n1795429202\n5432\n/run\n\n  5432001  3\nstarting\n',
    { pid: 42, socketFolder: '/run', isReady: false },
  ],
  ['42\n/data\n', { pid: 42, socketFolder: '', isReady: false }],
  ['', undefined],
])('reads postmaster.pid %j', (text, expected) => {
  expect(parsePostmasterPid(text)).toEqual(expected)
})

it('changes a setting by name', () => {
  const args = settingArguments('/run/x', { jit: 'on' })
  expect(args).toContain('jit=on')
  expect(args).not.toContain('jit=off')
  expect(args).toContain('unix_socket_directories="/run/x"')
})

it.each(['abstract', 'file'] as const)('gives a folder to one at a time (%s)', async (style) => {
  if (style === 'abstract' && process.platform !== 'linux') return
  await using folder = await temporaryFolder()
  const tries = await Promise.all(
    [1, 2, 3].map(async () => await takeFolderLock(folder.path, 'server', style)),
  )
  const won = tries.flatMap((each) => ('lock' in each ? [each.lock] : []))
  expect(won).toHaveLength(1)
  expect(await takeFolderLock(folder.path, 'server', style)).toMatchObject({
    holder: { pid: process.pid, purpose: 'server' },
  })
  await won[0]?.release()
  await won[0]?.release()
  const next = await takeFolderLock(folder.path, 'command', style)
  expect(next).toHaveProperty('lock')
  if ('lock' in next) await next.lock.release()
})

it('makes the symlinks that the install script was not allowed to make', async () => {
  await using folder = await temporaryFolder()
  const native = await plantBinaries(folder.path)
  const binaries = await findBinaries(undefined, native)
  expect(binaries.postgres).toBe(join(native, 'bin/postgres'))
  expect(await readlink(join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.18')
})

it.runIf(process.getuid?.() === 0)('copies binaries that the account cannot read', async () => {
  await using folder = await temporaryFolder()
  const native = await plantBinaries(join(folder.path, 'private'))
  const copies = join(folder.path, 'copies')
  await mkdir(copies)
  const account = { name: 'nobody', uid: 65534, gid: 65534 }
  const found = await Promise.all([1, 2].map(async () => await findBinaries(account, native, copies)))
  expect(found[0]?.postgres.startsWith(copies)).toBe(true)
  expect(found[1]).toEqual(found[0])
  expect((await stat(found[0]?.postgres ?? '')).mode & 0o777).toBe(0o755)
  expect(await readFile(join(found[0]?.postgres ?? '', '../../lib/libpq.so.5'), 'utf8')).toBe('library')
})

it.runIf(process.getuid?.() === 0)('does not run binaries that others may write to', async () => {
  await using folder = await temporaryFolder()
  const native = await plantBinaries(join(folder.path, 'private'))
  const copies = join(folder.path, 'copies')
  await mkdir(copies)
  const account = { name: 'nobody', uid: 65534, gid: 65534 }
  const { postgres } = await findBinaries(account, native, copies)
  const { chown } = await import('node:fs/promises')
  await chown(join(postgres, '../..'), 65534, 65534)
  await expect(findBinaries(account, native, copies)).rejects.toThrow('belongs to somebody else')
})

const plantBinaries = async (parent: string): Promise<string> => {
  const native = join(parent, 'native')
  await mkdir(join(native, 'bin'), { recursive: true, mode: 0o700 })
  await mkdir(join(native, 'lib'), { mode: 0o700 })
  await writeFile(join(native, 'bin/postgres'), 'program', { mode: 0o700 })
  await writeFile(join(native, 'lib/libpq.so.5.18'), 'library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}

const temporaryFolder = async (): Promise<AsyncDisposable & { path: string }> => {
  const path = await mkdtemp(join(tmpdir(), 'carillon-parts-'))
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true, force: true }) }
}
