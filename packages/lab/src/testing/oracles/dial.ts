import { text } from 'node:stream/consumers'

import { redirect, type Redirection } from './redirect.ts'

/** What an oracle's process is given on standard input. */
export interface OracleInput<Task> extends Redirection {
  task: Task
}

/**
 * Runs a client that nobody here wrote in this process, unchanged: connections to the vendor's hosts end at
 * the emulator. Prints what `run` gives as JSON.
 */
export const runOracle = async (run: (task: never) => Promise<unknown>): Promise<void> => {
  const { task, ...redirection } = JSON.parse(await text(process.stdin)) as OracleInput<never>
  redirect(redirection)
  process.stdout.write(JSON.stringify(await run(task)))
}
