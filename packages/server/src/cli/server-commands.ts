import type { Command } from 'commander'

import { linkURL } from '../console-api/site/link-url.ts'
import { migrate } from '../store/index.ts'
import { newCommand, newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { configOf, openConfiguredStore, print, type CommonOptions } from './session.ts'

/** `carillon serve` */
export const serveCommand = (io: CommandIO): Command =>
  newCommand('serve', 'Run the server')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <port>', 'port to listen on; 0 takes a free one (default: 8480)')
    .action(async (options: CommonOptions & { host?: string; port?: string }) => {
      const config = configOf(options, { host: options.host, port: options.port })
      // The server's parts are many: other commands do not load them.
      const { createServer } = await import('../server.ts')
      const asked = stopSignal()
      const store = await openConfiguredStore(config, io, 'server')
      const failed = new Promise<Error>((resolve) => store.onFailure(resolve))
      try {
        await using server = await createServer(config, { store })
        const { host, port } = server.address
        const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
        io.stderr(`Carillon listens on ${address}\n`)
        if (!(await server.console.hasOwner())) {
          const link = linkURL(config.publicURL ?? address, await server.console.ownerLink())
          io.stderr(`The console has no owner yet. Open this link once, within a day: ${link}\n`)
        }
        const failure = await Promise.race([failed, asked.signal])
        if (failure !== undefined) throw failure
        io.stderr('Stopping; once more stops at once.\n')
      } finally {
        await store.close()
        asked.end()
      }
    })

/** The first SIGTERM or SIGINT asks to stop in good order; the second one ends the process. */
const stopSignal = (): { signal: Promise<undefined>; end: () => void } => {
  let end = (): void => undefined
  const signal = new Promise<undefined>((resolve) => {
    let count = 0
    const processOnSignal = (): void => {
      count += 1
      if (count > 1) process.exit(1)
      resolve(undefined)
    }
    process.on('SIGTERM', processOnSignal).on('SIGINT', processOnSignal)
    end = () => {
      process.off('SIGTERM', processOnSignal).off('SIGINT', processOnSignal)
    }
  })
  return { signal, end: () => end() }
}

/** `carillon migrate` */
export const migrateCommand = (io: CommandIO): Command =>
  newFactCommand('migrate', "Bring the database to this release's form (serve does so by itself)").action(
    async (options: CommonOptions) => {
      await using store = await openConfiguredStore(configOf(options), io, 'command')
      const migrations = await migrate(store)
      const text =
        migrations.length === 0 ? 'The database is up to date.\n' : `Run: ${migrations.join(', ')}\n`
      print(io, options, { migrations }, text)
    },
  )
