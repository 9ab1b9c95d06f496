import { readFileSync } from 'node:fs'
import { DataFolderError } from './data-folder.ts'
import { helpText } from './help.ts'
import { parseCommandLine, UsageError, type CliRequest } from './options.ts'
import { startStandalone } from './standalone.ts'

/** Exit codes of the command. */
const exitCodes = { ok: 0, failure: 1, usage: 2 } as const

/** Where the command writes, and what ends it. */
export interface CliParts {
  stdout(text: string): void
  stderr(text: string): void
  /** Resolves when the lab is to stop. */
  stopped: Promise<void>
  /** Resolves when standard input has ended. Asked only by who wants to know: it reads what comes and drops it. */
  stdinEnded(): Promise<void>
}

/**
 * Runs the `carillon-lab` command.
 * @param args without the program's own two
 * @returns the exit code: 0, 1 for a failure, 2 for a command line that is not understood
 */
export const runLab = async (args: readonly string[], parts: CliParts): Promise<number> => {
  let request: CliRequest
  try {
    request = parseCommandLine(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    parts.stderr(`error: ${error.message}\n(--help says more)\n`)
    return exitCodes.usage
  }
  if (request.kind === 'serve') return serve(request.options, parts)
  parts.stdout(request.kind === 'help' ? helpText : `${ownVersion()}\n`)
  return exitCodes.ok
}

const serve = async (
  options: Extract<CliRequest, { kind: 'serve' }>['options'],
  { stdout, stderr, stopped, stdinEnded }: CliParts,
): Promise<number> => {
  try {
    await using lab = await startStandalone(options, ownVersion(), stderr)
    const { announcement } = lab
    stdout(`${JSON.stringify(announcement)}\n`)
    stderr(
      `The lab stands: control API ${announcement.control}, proxy ${announcement.proxy}, ` +
        `all vendors on port ${announcement.port}. Ctrl-C ends it.\n`,
    )
    await Promise.race(options.untilStdinEnds ? [stopped, stdinEnded()] : [stopped])
    return exitCodes.ok
  } catch (error) {
    stderr(explain(error))
    return exitCodes.failure
  }
}

const explain = (error: unknown): string => {
  if (error instanceof DataFolderError) return `error: ${error.message}\n`
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `error: ${message}. Something listens there already: choose another port, or 0 for a free one.\n`
  if (code === 'EACCES')
    return `error: ${message}. This account may not use that: choose another port or folder.\n`
  if (typeof code === 'string' && code.startsWith('E')) return `error: ${message}\n`
  return `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

const ownVersion = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
