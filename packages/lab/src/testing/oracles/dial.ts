import { text } from 'node:stream/consumers'
import tls, { type ConnectionOptions } from 'node:tls'

/** What an oracle's process is given on standard input. */
export interface OracleInput<Task> {
  /** Ports on 127.0.0.1 that stand for the vendor's hosts. */
  hosts: Record<string, number>
  /** PEM. */
  ca: string
  task: Task
}

/**
 * Runs a client that nobody here wrote in this process, unchanged: connections to the vendor's hosts end at
 * the emulator. Prints what `run` gives as JSON.
 */
export const runOracle = async (run: (task: never) => Promise<unknown>): Promise<void> => {
  const { hosts, ca, task } = JSON.parse(await text(process.stdin)) as OracleInput<never>
  const dial = tls.connect.bind(tls) as (options: ConnectionOptions) => ReturnType<typeof tls.connect>
  const redirected = (...parts: unknown[]): ReturnType<typeof tls.connect> => {
    const options: ConnectionOptions = {}
    for (const part of parts) {
      if (typeof part === 'number') options.port = part
      else if (typeof part === 'string') options.host = part
      else if (typeof part === 'object' && part !== null) Object.assign(options, part)
    }
    const host = options.servername ?? options.host ?? 'localhost'
    const port = hosts[host]
    if (port === undefined) throw new Error(`The oracle dialled ${host}, which is no emulator`)
    return dial({ ...options, host: '127.0.0.1', port, servername: host, ca })
  }
  tls.connect = redirected
  process.stdout.write(JSON.stringify(await run(task)))
}
