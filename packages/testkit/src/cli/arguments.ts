import { parseArgs } from 'node:util'

import { ArgumentError, parseFault, parseRefuse, type FaultRequest } from './faults.ts'

/** What the command was asked to do. */
export interface DemoArguments {
  /** End after the notifications instead of staying. */
  once: boolean
  /** Print one JSON document instead of text. */
  json: boolean
  help: boolean
  port: number
  /** How long the notifications may take, milliseconds. */
  waitMs: number
  faults: FaultRequest[]
}

const defaultPort = 8480

/** What `--help` prints. */
export const usage = `Starts a server with its database, emulated push vendors and one phone for each, sends one message
to each sleeping phone and shows its notification and its push story.

  npm start                          and stay
  npm start -- --once                and end: 0 if every phone shows exactly its notification

  --port <number>                    port on 127.0.0.1 (default ${defaultPort}; 0 takes any)
  --wait <seconds>                   how long the notifications may take (default 20)
  --refuse <vendor>[=<code>]         the vendor's emulator refuses every push
  --fault <vendor>:<name>[,k=v...]   the vendor's emulator has a fault: unavailable, too-many-requests,
                                     goaway, goaway-hard, cut, cut-before, refuse-stream, hang, slow,
                                     drip, clock-skew, expired-auth, dead-token, wrong-json
  --json                             one JSON document instead of text
  --help                             this text`

/**
 * Reads the command line.
 * @throws ArgumentError
 */
export const parseArguments = (args: readonly string[]): DemoArguments => {
  const values = read(args)
  return {
    once: values.once ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
    port: toNumber('--port', values.port, defaultPort, 0, 65_535),
    waitMs: toNumber('--wait', values.wait, 20, 1, 600) * 1000,
    faults: [...(values.refuse ?? []).map(parseRefuse), ...(values.fault ?? []).map(parseFault)],
  }
}

const read = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        wait: { type: 'string' },
        refuse: { type: 'string', multiple: true },
        fault: { type: 'string', multiple: true },
      },
    }).values
  } catch (error) {
    throw new ArgumentError(`${(error as Error).message} (--help lists what there is)`)
  }
}

const toNumber = (
  name: string,
  text: string | undefined,
  absent: number,
  least: number,
  most: number,
): number => {
  if (text === undefined) return absent
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new ArgumentError(`${name}: expected a whole number from ${least} to ${most}, got "${text}"`)
}
