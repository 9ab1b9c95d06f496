import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { Command } from 'commander'

import { OperatorError } from '../operator-error.ts'
import { ExitCodeError } from './exit-code-error.ts'
import type { CommandIO } from './io.ts'

/** `carillon lab`: the emulated vendors, which are a package of their own. What follows is that command's. */
export const labCommand = (io: CommandIO): Command =>
  new Command('lab')
    .description(
      "Serve emulated push vendors and virtual phones, for any program's tests (needs @carillon/lab)",
    )
    .argument('[arguments...]', "the lab's own; carillon lab --help lists them")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      const found = findLab([fileURLToPath(import.meta.url), join(process.cwd(), 'here.js')])
      const exitCode = await runLab(found, args, io)
      if (exitCode !== 0) throw new ExitCodeError(exitCode)
    })

/**
 * The program of the installed lab.
 * @param from files from which it is looked for as an import in them would be, in this order
 * @throws OperatorError when it is not there
 */
export const findLab = (from: readonly string[]): string => {
  for (const file of from) {
    const entry = resolved(file)
    if (entry === undefined) continue
    // Beside the entry, in the sources as in what is published.
    const program = fileURLToPath(new URL(`./bin${extname(entry)}`, pathToFileURL(entry)))
    if (existsSync(program)) return program
  }
  throw new OperatorError(
    'CRL_LAB_NOT_INSTALLED',
    'The lab is a package of its own and is not installed. Install it where you call this command: npm install --save-dev @carillon/lab.',
  )
}

const resolved = (file: string): string | undefined => {
  try {
    return createRequire(file).resolve('@carillon/lab')
  } catch {
    // Not to be found from there.
    return undefined
  }
}

/** Runs it until it ends, or until this process is asked to. @returns its exit code */
const runLab = async (program: string, args: readonly string[], io: CommandIO): Promise<number> => {
  // Its standard input is ours to close: it ends with this process, however this one ends.
  const child = spawn(process.execPath, [...process.execArgv, program, '--until-stdin-ends', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => io.stdout(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => io.stderr(text))
  child.stdin.on('error', () => {})
  let asked = false
  const processOnSignal = (): void => {
    if (asked) child.kill('SIGKILL')
    asked = true
    child.stdin.end()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, processOnSignal)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code ?? 1
  } finally {
    for (const signal of signals) process.off(signal, processOnSignal)
  }
}
