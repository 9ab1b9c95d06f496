import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { StoreStartError } from '../errors.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { openForAccount } from './handed-folder.ts'

/** Name of the one role of an embedded cluster. */
export const roleName = 'carillon'

/**
 * Makes a new cluster: UTF-8, the same sort order on every machine, checksums, logins by password only.
 * It appears under its name when it is complete.
 * @param passwordFile where the role's password is kept, readable by this process alone
 * @param socketFolder a folder the account can reach, for the moment the password is handed over
 */
export const initCluster = async (options: {
  binaries: Binaries
  account: Account | undefined
  cluster: string
  passwordFile: string
  socketFolder: string
  sync: boolean
}): Promise<void> => {
  const { binaries, account, cluster, passwordFile } = options
  const unfinished = `${cluster}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await giveTo(account, unfinished)

  const password = randomBytes(24).toString('base64url')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flush: true })
  await chmod(passwordFile, 0o600)
  const handedOver = join(options.socketFolder, 'initial-password')
  await writeFile(handedOver, `${password}\n`, { mode: 0o600 })
  await giveTo(account, handedOver)

  const folder = await openForAccount(unfinished, account)
  try {
    await runInitdb(binaries.initdb, account, folder, [
      `--pgdata=${folder.path}`,
      `--username=${roleName}`,
      `--pwfile=${handedOver}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(options.sync ? [] : ['--no-sync']),
    ])
  } finally {
    await folder.close()
    await rm(handedOver, { force: true })
  }
  await rename(unfinished, cluster)
}

const runInitdb = async (
  program: string,
  account: Account | undefined,
  folder: { fd: number | undefined },
  args: string[],
): Promise<void> => {
  const child = spawn(program, args, {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    timeout: 120_000,
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    stdio: ['ignore', 'ignore', 'pipe', ...(folder.fd === undefined ? [] : [folder.fd])],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-4000)
  })
  const code = await new Promise<string | number | null>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  if (code !== 0) throw new StoreStartError(explainStartFailure(code, stderr, 'initdb'))
}

/** What to tell of a program of PostgreSQL that could not be run or ended in failure. */
export const explainStartFailure = (
  code: string | number | null | undefined,
  stderr: string,
  program: string,
): string => {
  if (code === 'ENOENT')
    return `The embedded PostgreSQL needs glibc, which this system does not have (Alpine Linux, for example). Use a glibc image, or a PostgreSQL of your own by its URL (CARILLON_DATABASE_URL).`
  const words = stderr.trim().split('\n').slice(-6).join('\n  ')
  return `The embedded PostgreSQL could not be started (${program} ended with ${String(code)}). Its words:\n  ${words}`
}

/** Hands a file or folder to the account PostgreSQL runs as. */
export const giveTo = async (account: Account | undefined, path: string): Promise<void> => {
  if (account !== undefined) await chown(path, account.uid, account.gid)
}
