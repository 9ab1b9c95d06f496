import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface Arguments {
  command: 'setup' | 'doctor'
  project: string
  config: string
  platform: 'android' | 'ios' | undefined
  undo: boolean
  dryRun: boolean
  json: boolean
}

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `Usage: carillon-push setup [options]    puts what offline push needs into the app's native projects
       carillon-push setup --undo       takes it out again, byte for byte
       carillon-push doctor [options]   says what is missing for each vendor and how to mend it; changes nothing

Options:
  --project <folder>     the app, default the current folder
  --config <file>        carillon-push.json from the console, default the one in the app's folder
  --platform <platform>  setup: android or ios alone
  --dry-run              setup: say what would be changed, and change nothing
  --json                 print facts for programs
  --help                 print this

Exit codes: 0 all is well, 1 something is left to do, 2 the command or carillon-push.json cannot be used.
`

/** @throws UsageError; undefined when help is asked for */
export const parseArguments = (given: readonly string[]): Arguments | undefined => {
  const { values, positionals } = parse(given)
  if (values.help === true || positionals[0] === 'help') return undefined
  const [command, surplus] = positionals
  if (command !== 'setup' && command !== 'doctor') {
    throw new UsageError(command === undefined ? 'say setup or doctor' : `there is no command ${command}`)
  }
  if (surplus !== undefined) throw new UsageError(`${surplus} is one word too many`)
  const { platform, undo = false, json = false } = values
  const dryRun = values['dry-run'] ?? false
  if (platform !== undefined && platform !== 'android' && platform !== 'ios') {
    throw new UsageError(`--platform is android or ios, not ${platform}`)
  }
  if (command === 'doctor' && (undo || dryRun || platform !== undefined)) {
    throw new UsageError('--undo, --dry-run and --platform are for setup')
  }
  if (undo && platform !== undefined) throw new UsageError('--undo takes everything out: give no --platform')
  const { project = '.', config = 'carillon-push.json' } = values
  return { command, project, config, platform, undo, dryRun, json }
}

const parse = (given: readonly string[]) => {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        project: { type: 'string' },
        config: { type: 'string' },
        platform: { type: 'string' },
        undo: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
