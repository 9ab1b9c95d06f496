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

/** Where a message's story is kept. */
interface StoryConfig {
  databaseURL?: string | undefined
  dataFolder: string
}

const runWhy = async (
  { databaseURL, dataFolder }: StoryConfig,
  msgID: string,
  ...options: string[]
): Promise<string> => {
  const { exitCode, stdout, stderr } = await carillon(['why', msgID, ...options], {
    CARILLON_DATA_FOLDER: dataFolder,
    ...(databaseURL === undefined ? {} : { CARILLON_DATABASE_URL: databaseURL }),
  })
  if (exitCode !== 0) throw new Error(`carillon why ended with ${exitCode}: ${stderr}`)
  return stdout
}

/** The table `carillon why` prints of a message, for people. */
export const whyTable = async (config: StoryConfig, msgID: string): Promise<string> =>
  await runWhy(config, msgID)

/** What `carillon why` says of a message: its facts, and its table for people. */
export const why = async (
  config: StoryConfig,
  msgID: string,
): Promise<{ story: PushStory; table: string }> => {
  const [facts, table] = await Promise.all([runWhy(config, msgID, '--json'), runWhy(config, msgID)])
  return { story: JSON.parse(facts) as PushStory, table }
}
