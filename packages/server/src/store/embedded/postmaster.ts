import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

import { StoreStartError } from '../errors.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { openForAccount } from './handed-folder.ts'
import { explainStartFailure } from './initdb.ts'
import { isAlive, isPostmasterAlive, readPostmasterPid } from './postmaster-pid.ts'
import { settingArguments, type PostgresSettings } from './settings.ts'

/** A running PostgreSQL, our child. */
export interface Postmaster {
  /** Fulfilled when it has ended, with its last words. */
  readonly ended: Promise<string>
  /** Ends its clients' transactions, stops it and waits. May be called twice. */
  stop(): Promise<void>
}

const startDeadlineMs = 120_000
const fastStopMs = 60_000

/** Starts PostgreSQL on a cluster and waits until it takes connections. */
export const startPostmaster = async (options: {
  binaries: Binaries
  account: Account | undefined
  cluster: string
  socketFolder: string
  settings: PostgresSettings
  log: (line: string) => void
}): Promise<Postmaster> => {
  const deadline = Date.now() + startDeadlineMs
  for (;;) {
    const result = await tryStart(options)
    if (typeof result !== 'string') return result
    // Backends of a postmaster that was killed need a moment to notice.
    const lingering = result.includes('is still in use') || result.includes('lock file "postmaster.pid"')
    if (!lingering || Date.now() > deadline) throw new StoreStartError(result)
    await sleep(100)
  }
}

const tryStart = async (options: Parameters<typeof startPostmaster>[0]): Promise<Postmaster | string> => {
  const { account, binaries } = options
  const folder = await openForAccount(options.cluster, account)
  const child = spawn(
    binaries.postgres,
    ['-D', folder.path, ...settingArguments(options.socketFolder, options.settings)],
    {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      // A session of its own: Ctrl-C in the terminal is the server's to handle, not PostgreSQL's.
      detached: true,
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
      stdio: ['ignore', 'ignore', 'pipe', ...(folder.fd === undefined ? [] : [folder.fd])],
    },
  )
  const lastLines: string[] = []
  const ready = new Promise<true>((resolve) => {
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line)
      if (lastLines.length > 20) lastLines.shift()
      options.log(line)
      if (line.includes('ready to accept connections')) resolve(true)
    })
  })
  const ended = endOf(child, () => lastLines.join('\n'))
  try {
    const cancel = new AbortController()
    const late = sleep(startDeadlineMs, 'late' as const, { signal: cancel.signal, ref: false }).catch(
      () => 'late' as const,
    )
    const first = await Promise.race([ready, ended, late])
    cancel.abort()
    if (first === 'late') {
      child.kill('SIGQUIT')
      await ended
      return `The embedded PostgreSQL was not ready within ${startDeadlineMs / 1000} s. Its words:\n  ${lastLines.join('\n  ')}`
    }
    if (first !== true) return first
  } finally {
    await folder.close()
  }
  return adopt(child, ended)
}

const adopt = (child: ChildProcess, ended: Promise<string>): Postmaster => {
  // process.exit and uncaught errors leave no time to wait, but time for a signal.
  const stopWithProcess = (): void => {
    child.kill('SIGINT')
  }
  process.once('exit', stopWithProcess)
  void ended.then(() => process.off('exit', stopWithProcess))
  return {
    ended,
    async stop() {
      child.kill('SIGINT')
      if (await within(ended, fastStopMs)) return
      child.kill('SIGQUIT')
      if (await within(ended, fastStopMs)) return
      child.kill('SIGKILL')
      await ended
    },
  }
}

const endOf = async (child: ChildProcess, words: () => string): Promise<string> =>
  await new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(explainStartFailure(error.code ?? error.message, words(), 'postgres'))
    })
    // 'close' comes after the last line of stderr.
    child.once('close', (code, signal) => resolve(explainStartFailure(code ?? signal, words(), 'postgres')))
  })

const within = async (promise: Promise<unknown>, timeoutMs: number): Promise<boolean> => {
  const cancel = new AbortController()
  const late = sleep(timeoutMs, false, { signal: cancel.signal }).catch(() => false)
  const result = await Promise.race([promise.then(() => true), late])
  cancel.abort()
  return result
}

/**
 * Stops a PostgreSQL that outlived the server which started it. To be called by the holder of the
 * folder's lock. Answers the socket folder it used.
 * @param cluster its real path
 */
export const stopOrphan = async (cluster: string): Promise<string | undefined> => {
  const orphan = await readPostmasterPid(cluster)
  if (orphan === undefined) return undefined
  if (await isPostmasterAlive(cluster, orphan)) {
    process.kill(orphan.pid, 'SIGINT')
    const deadline = Date.now() + fastStopMs
    // A zombie that nobody reaps yet is not alive in this sense.
    while (await isPostmasterAlive(cluster, orphan)) {
      if (Date.now() > deadline)
        throw new StoreStartError(
          `PostgreSQL (process ${orphan.pid}) of an earlier server still runs on ${cluster} and does not stop. End it, then start again.`,
        )
      await sleep(10)
    }
  } else if (isAlive(orphan.pid)) await disownPid(cluster)
  return orphan.socketFolder
}

/**
 * Puts a number that no process has into `postmaster.pid`, whose number now belongs to a stranger:
 * PostgreSQL would take the stranger for a postmaster and refuse to start. The file itself has to stay:
 * by its other lines PostgreSQL notices backends that are still alive.
 */
const disownPid = async (cluster: string): Promise<void> => {
  const file = join(cluster, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, ['2147483647', ...lines.slice(1)].join('\n'))
}
