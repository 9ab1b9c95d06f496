import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** Starts a file of this folder as a process of its own. */
export const start = (file: string, args: readonly string[] = []): ChildProcess =>
  fork(new URL(file, import.meta.url), args, {
    execArgv: ['-C', '@carillon/source', '--no-warnings', ...profiling()],
  })

/** `CARILLON_BENCH_PROFILE=<folder>` has every process write a CPU profile there. */
const profiling = (): string[] => {
  const folder = process.env['CARILLON_BENCH_PROFILE']
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

/** The child's next message. @throws when it ends without one */
export const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (value) => {
      child.off('exit', onExit)
      resolve(value as T)
    })
  })

/** Says something to a child and waits for its answer. */
export const ask = async <T>(child: ChildProcess, question: object): Promise<T> => {
  child.send(question)
  return await nextMessage<T>(child)
}

/** Waits until a child has ended by itself. */
export const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** What a figure depends on beside the code; `packages` are those it is compared with. */
export const machine = (
  packages: readonly string[] = ['firebase-admin', '@parse/node-apn', 'apns2'],
): Record<string, string> => {
  const versionOf = (name: string): string =>
    (
      JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
        version: string
      }
    ).version
  return {
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  }
}

/** The middle of some figures, and how far they lie apart. */
export interface Spread {
  median: number
  least: number
  most: number
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const at = (index: number): number => sorted[index] ?? Number.NaN
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  }
}
