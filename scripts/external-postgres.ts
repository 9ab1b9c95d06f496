import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { installPackages } from './apt.ts'
import { run } from './run.ts'

/** A PostgreSQL that is not the embedded one. */
export interface ExternalPostgres extends AsyncDisposable {
  url: string
}

const installFolder = '/usr/lib/postgresql'
const minute = 60_000

/**
 * Starts a throw-away cluster of the distribution's PostgreSQL on a port of 127.0.0.1, and installs
 * PostgreSQL first where it is missing (Debian, as root). Disposing stops it and removes its folder.
 */
export const startExternalPostgres = async (): Promise<ExternalPostgres> => {
  const binaries = (await findBinaries()) ?? (await install())
  const folder = await mkdtemp(join(tmpdir(), 'carillon-external-postgres-'))
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(16).toString('hex')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveToPostgres(folder)
  await giveToPostgres(passwordFile)
  const port = await freePort()
  await asPostgres(join(binaries, 'initdb'), [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-sync',
  ])
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off -c max_connections=300`
  const log = join(folder, 'log')
  await asPostgres(join(binaries, 'pg_ctl'), [
    'start',
    '--wait',
    `--pgdata=${data}`,
    `--log=${log}`,
    `--options=${settings}`,
  ])
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      await asPostgres(join(binaries, 'pg_ctl'), ['stop', '--wait', '--mode=immediate', `--pgdata=${data}`])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Folder of the newest PostgreSQL's commands; undefined when there is none. */
const findBinaries = async (): Promise<string | undefined> => {
  const versions = await readdir(installFolder).catch(() => [])
  return versions
    .filter((version) => existsSync(join(installFolder, version, 'bin', 'initdb')))
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(installFolder, version, 'bin'))[0]
}

const install = async (): Promise<string> => {
  await installPackages(['postgresql'])
  const binaries = await findBinaries()
  if (binaries === undefined) throw new Error(`apt-get installed postgresql, but ${installFolder} holds none`)
  return binaries
}

const isRoot = process.getuid?.() === 0

/** PostgreSQL refuses to run as root: then it runs as the account its package made. */
const asPostgres = async (command: string, args: readonly string[]): Promise<void> => {
  const [program, given] = isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args]
  const { exitCode } = await run(program, given, { cwd: tmpdir(), timeoutMs: minute })
  if (exitCode !== 0) throw new Error(`${command} failed`)
}

const giveToPostgres = async (path: string): Promise<void> => {
  if (!isRoot) return
  const [user, group] = await Promise.all(['-u', '-g'].map(idOfPostgres))
  if (user === undefined || group === undefined) throw new Error('There is no account named postgres.')
  await chown(path, user, group)
}

const idOfPostgres = async (flag: string): Promise<number | undefined> => {
  const { exitCode, output } = await run('id', [flag, 'postgres'], { output: 'capture' })
  return exitCode === 0 ? Number(output) : undefined
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
