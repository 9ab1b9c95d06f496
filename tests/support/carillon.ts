import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { PushStory } from '@carillon/protocol'

const bin = fileURLToPath(new URL('../../packages/server/src/bin.ts', import.meta.url))

/** How a run of the command ended. */
export interface CommandRun {
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs `carillon` in a process of its own, as a person would. */
const carillon = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandRun> =>
  await new Promise((resolve) => {
    execFile(
      process.execPath,
      ['-C', '@carillon/source', bin, ...args],
      { env: { ...process.env, ...environment }, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
      },
    )
  })

/** What `carillon why` says of a message: its facts, and its table for people. */
export const why = async (
  config: { databaseURL?: string | undefined; dataFolder: string },
  msgID: string,
): Promise<{ story: PushStory; table: string }> => {
  const environment: Record<string, string> = { CARILLON_DATA_FOLDER: config.dataFolder }
  if (config.databaseURL !== undefined) environment['CARILLON_DATABASE_URL'] = config.databaseURL
  const [facts, table] = await Promise.all([
    carillon(['why', msgID, '--json'], environment),
    carillon(['why', msgID], environment),
  ])
  if (facts.exitCode !== 0 || table.exitCode !== 0)
    throw new Error(`carillon why ended with ${facts.exitCode}: ${facts.stderr}${table.stderr}`)
  return { story: JSON.parse(facts.stdout) as PushStory, table: table.stdout }
}
