import { OperatorError } from '@carillon/server'

import { parseArguments, usage, type DemoArguments } from '../cli/arguments.ts'
import { ArgumentError } from '../cli/faults.ts'
import { createScreen, type Screen } from '../cli/screen.ts'
import { ringAll, startDemo, switchFaultsOn, type Demo, type PhoneResult } from './demo.ts'
import { readCommands } from './commands.ts'
import { printResults, printSummary } from './report.ts'

/** Where the command reads and writes. */
export interface DemoIO {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * `npm start`: starts everything, rings every sleeping phone, tells the stories; then stays, or ends with
 * `--once`.
 * @returns the exit code: 0 when every phone shows exactly its notification, 1 when one does not or the
 * start failed, 2 for a command line that is not understood
 */
export const runDemo = async (args: readonly string[], io: DemoIO): Promise<number> => {
  const startedMs = performance.now()
  const screen = createScreen(io.stdout, io.environment)
  const failure = createScreen(io.stderr, io.environment)
  try {
    const options = parseArguments(args)
    if (options.help) {
      screen.write(usage)
      return 0
    }
    // With --json the document is all there is on stdout.
    const progress = options.json ? failure : screen
    await using demo = await startDemo({
      config: { port: options.port },
      onProgress: (step) => progress.write(progress.dim(`· ${step}`)),
    })
    switchFaultsOn(demo, options.faults)
    progress.write(progress.dim('· kill every app, send each phone one message'))
    const results = await ringAll(demo, { waitMs: options.waitMs })
    const isGood = report(screen, options, results, performance.now() - startedMs)
    if (!isGood)
      for (const { phone, problem } of results)
        if (problem !== undefined && options.json) failure.write(`${phone} ${problem}`)
    if (!options.once) await stay(demo, screen, io)
    return isGood ? 0 : 1
  } catch (error) {
    if (error instanceof ArgumentError) {
      failure.write(error.message)
      return 2
    }
    failure.write(
      error instanceof OperatorError
        ? `error: ${error.message} (${error.code})`
        : String((error as Error).stack ?? error),
    )
    return 1
  }
}

const report = (
  screen: Screen,
  { json }: DemoArguments,
  results: readonly PhoneResult[],
  totalMs: number,
): boolean => {
  if (!json) {
    printResults(screen, results)
    return printSummary(screen, results, totalMs)
  }
  const isGood = results.every((result) => result.problem === undefined)
  screen.write(JSON.stringify({ ok: isGood, totalMs: Math.round(totalMs), phones: results }, undefined, 2))
  return isGood
}

const stay = async (demo: Demo, screen: Screen, io: DemoIO): Promise<void> => {
  const { kit } = demo
  screen.write(`
Open the console, which shows the eight phones (the link works once):
  ${await demo.consoleLink()}

The server runs on ${kit.url}, app ${kit.sdkAppID}. Its data is thrown away at the end.
Tell a story again, in another terminal:
  npm run carillon -- why <msgID> --data-folder ${kit.config.dataFolder}
Type here:  send <phone> <text>   kill <phone>   open <phone>   home <phone>   tap <phone>   phones   quit
            user <userID>   a line to sign in with in examples/messenger`)
  await readCommands(demo, screen, io.stdin)
  screen.write('Stopping.')
}
