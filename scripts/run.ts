import { spawn, type ChildProcess } from 'node:child_process'
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
  /** It and all it started are ended with SIGTERM, then SIGKILL, when it takes longer. */
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
    // A process group of its own, so that what it starts ends with it.
    detached: options.timeoutMs !== undefined,
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
  using deadline = endAfter(child, options.timeoutMs)
  return await new Promise((resolve) => {
    const ended = (exitCode: number, words = ''): void => {
      resolve({ exitCode, output: Buffer.concat(chunks).toString() + words })
    }
    child.once('error', (error) => {
      ended(1, `${error.message}\n`)
    })
    child.once('close', (code) => {
      ended(code ?? 1, deadline.hasPassed() ? `Ended after ${options.timeoutMs} ms.\n` : '')
    })
  })
}

/** Ends a process group when it takes too long, or when this process is interrupted. */
const endAfter = (
  child: ChildProcess,
  timeoutMs: number | undefined,
): Disposable & { hasPassed: () => boolean } => {
  if (timeoutMs === undefined) return { hasPassed: () => false, [Symbol.dispose]: () => {} }
  const kill = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch (error) {
      // ESRCH: it has ended by itself.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  let passed = false
  const gently = setTimeout(() => {
    passed = true
    kill('SIGTERM')
  }, timeoutMs)
  const firmly = setTimeout(() => {
    kill('SIGKILL')
  }, timeoutMs + killGraceMs)
  const interrupted = (): void => {
    kill('SIGKILL')
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  return {
    hasPassed: () => passed,
    [Symbol.dispose]: () => {
      clearTimeout(gently)
      clearTimeout(firmly)
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
    },
  }
}

/** Path of a command that `npm ci` installed. */
export const installedCommand = (name: string): string => join(rootFolder, 'node_modules', '.bin', name)
