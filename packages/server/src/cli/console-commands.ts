import { Command } from 'commander'

import { systemClock } from '../clock.ts'
import { createConsoleAdmin } from '../console-api/console-admin.ts'
import { linkURL } from '../console-api/site/link-url.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { print, withSession, type CommonOptions } from './session.ts'

/** `carillon console ...` */
export const consoleCommands = (io: CommandIO): Command => {
  const console = new Command('console').description('The web console: who may open it')
  console.addCommand(
    newFactCommand(
      'owner-link',
      'Make a one-time link with which somebody becomes an owner of the console, or is one again',
    )
      .option('--name <name>', 'sign this person in at once, as an owner made if there is none of the name')
      .option('--address <url>', 'where the server is opened (default: publicURL, else its host and port)')
      .action(async (options: CommonOptions & { name?: string; address?: string }) => {
        await withSession(options, io, async ({ store, config }) => {
          const { host, port, publicURL } = config
          const admin = createConsoleAdmin(store, systemClock)
          const token =
            options.name === undefined ? await admin.ownerLink() : await admin.signInLink(options.name)
          const address = options.address ?? publicURL ?? `http://${host}:${port}`
          const url = linkURL(address.replace(/\/$/, ''), token)
          print(io, options, { url }, `Open this link once, within a day: ${url}\n`)
        })
      }),
  )
  return console
}
