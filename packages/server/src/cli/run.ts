import { readFileSync } from 'node:fs'

import { Command, CommanderError } from 'commander'

import { OperatorError } from '../operator-error.ts'
import { alarmsCommand } from './alarms-command.ts'
import { appCommands } from './app-commands.ts'
import { auditCommand } from './audit-command.ts'
import { certificateCommands } from './certificate-commands.ts'
import { consoleCommands } from './console-commands.ts'
import { ExitCodeError } from './exit-code-error.ts'
import { processIO, type CommandIO } from './io.ts'
import { labCommand } from './lab-command.ts'
import { pushCommands } from './push-commands.ts'
import { migrateCommand, serveCommand } from './server-commands.ts'
import { statsCommand } from './stats-command.ts'
import { userCommands, userSigCommand } from './user-commands.ts'
import { whyCommand } from './why-command.ts'

/** Exit codes of the command. */
const exitCodes = { ok: 0, failure: 1, usage: 2 } as const

/**
 * Runs the `carillon` command.
 * @param args without the program's own two
 * @returns the exit code: 0, 1 for a failure, 2 for a command line that is not understood
 */
export const runCommand = async (args: readonly string[], io: CommandIO = processIO): Promise<number> => {
  const program = new Command('carillon')
    .description('A self-hosted chat backend whose messages reach phones that are asleep')
    .version(ownVersion())
    // What follows `lab` is the lab's.
    .enablePositionalOptions()
  const commands = [
    serveCommand(io),
    migrateCommand(io),
    appCommands(io),
    userCommands(io),
    userSigCommand(io),
    certificateCommands(io),
    consoleCommands(io),
    whyCommand(io),
    pushCommands(io),
    auditCommand(io),
    statsCommand(io),
    alarmsCommand(io),
    labCommand(io),
  ]
  for (const command of commands) program.addCommand(command)
  prepare(program, io)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    // Commander has printed its own.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    if (error instanceof ExitCodeError) return error.exitCode
    io.stderr(explain(error))
    return exitCodes.failure
  }
}

const prepare = (command: Command, io: CommandIO): void => {
  command
    .exitOverride()
    .showHelpAfterError('(--help says more)')
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
  for (const child of command.commands) prepare(child, io)
}

const explain = (error: unknown): string => {
  if (error instanceof OperatorError) return `error: ${error.message} (${error.code})\n`
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  // A port in use or a folder without rights explains itself; a stack is for what nobody expected.
  if (error instanceof Error && typeof code === 'string' && code.startsWith('E'))
    return `error: ${error.message} (${code})\n`
  return `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

const ownVersion = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
