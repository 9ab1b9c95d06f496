import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)))

/** How a command ended. */
export interface CommandResult {
  /** 1 as well when it could not be started or was ended by a signal. */
  exitCode: number
  /** What it printed, both streams, in the order it arrived; only with `capture`. */
  output: string
}

/** How a command is run. */
export interface CommandOptions {
  /** Default: the repository's root. */
  cwd?: string
  /** Added to this process's own environment. */
  env?: Readonly<Record<string, string>>
  /** `print` passes output on as it comes, `capture` keeps it, `both` does both. Default `print`. */
  output?: 'print' | 'capture' | 'both'
  /** Ended with SIGTERM, then SIGKILL, when it takes longer. */
  timeoutMs?: number
}

/** Lets SIGTERM be obeyed before SIGKILL. */
const killGraceMs = 5_000

/** Runs a command and waits for its end. Never rejects: what cannot be started has failed. */
export const run = async (
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> => {
  const mode = options.output ?? 'print'
  const child = spawn(command, args, {
    cwd: options.cwd ?? rootFolder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', mode === 'print' ? 'inherit' : 'pipe', mode === 'print' ? 'inherit' : 'pipe'],
  })
  const chunks: Buffer[] = []
  const keep =
    (stream: NodeJS.WriteStream) =>
    (chunk: Buffer): void => {
      chunks.push(chunk)
      if (mode === 'both') stream.write(chunk)
    }
  child.stdout?.on('data', keep(process.stdout))
  child.stderr?.on('data', keep(process.stderr))
  const timers: NodeJS.Timeout[] = []
  if (options.timeoutMs !== undefined) {
    timers.push(setTimeout(() => child.kill('SIGTERM'), options.timeoutMs))
    timers.push(setTimeout(() => child.kill('SIGKILL'), options.timeoutMs + killGraceMs))
  }
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => {
        resolve({ exitCode: 1, output: `${Buffer.concat(chunks).toString()}${error.message}\n` })
      })
      child.once('close', (code) => {
        resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() })
      })
    })
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}

/** Path of a command that `npm ci` installed. */
export const installedCommand = (name: string): string => join(rootFolder, 'node_modules', '.bin', name)
