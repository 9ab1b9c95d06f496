// npm start: builds the web console when its sources have changed, then starts the whole house.
import { runDemo } from '@carillon/testkit'

import { ensureConsoleSite } from './console-site.ts'

// Who does not stay does not open the console.
const stays = !process.argv.slice(2).some((word) => ['--once', '--help', '-h'].includes(word))

try {
  if (stays) await ensureConsoleSite(() => console.error('· build the console (once, a few seconds)'))
} catch (error) {
  // The phones ring without it.
  console.error(`The console is not there: ${(error as Error).message}`)
}
const { stdin, stdout, stderr, env } = process
process.exitCode = await runDemo(process.argv.slice(2), { stdin, stdout, stderr, environment: env })
