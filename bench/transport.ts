import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'

import type { ClientJob, Figures } from './transport-client.ts'

const clients = [
  ['own', 'our HTTP/2 client behind HttpTransport'],
  ['node-transport', 'node:http2 behind HttpTransport'],
  ['bare', 'bare node:http2, one session'],
] as const

/**
 * Requests to one FCM emulator process that accepts everything, by each client in a process of its own, one
 * after the other. CPU is the client process's alone.
 */
export const benchTransport = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '5' },
      'in-flight': { type: 'string', default: '500' },
    },
  })
  const emulator = start('transport-emulator.ts')
  try {
    const target = await message<Omit<ClientJob, 'client' | 'seconds' | 'inFlight'>>(emulator)
    const results: Record<string, Figures> = {}
    let receivedBefore = 0
    for (const [client] of clients) {
      const child = start('transport-client.ts')
      const seconds = Number(values.seconds)
      child.send({ ...target, client, seconds, inFlight: Number(values['in-flight']) } satisfies ClientJob)
      results[client] = await message<Figures>(child)
      if (child.exitCode === null) await once(child, 'exit')
      emulator.send('how many?')
      const received = await message<number>(emulator)
      const accepted = results[client].acceptedEver
      if (received - receivedBefore !== accepted)
        throw new Error(`${client}: ${accepted} accepted, but ${received - receivedBefore} reached the phone`)
      receivedBefore = received
    }
    if (values.json) console.log(JSON.stringify(results, null, 2))
    else print(results)
  } finally {
    emulator.kill()
  }
}

const print = (results: Readonly<Record<string, Figures>>): void => {
  const bare = results['bare']
  for (const [client, what] of clients) {
    const figures = results[client]
    if (figures === undefined || bare === undefined) continue
    const columns = [
      `${Math.round(figures.perSecond)}/s`.padStart(8),
      `${Math.round(figures.perCPUSecond)}/CPU-s`.padStart(13),
      `p50 ${figures.p50Ms.toFixed(1)} ms`.padStart(13),
      `p99 ${figures.p99Ms.toFixed(1)} ms`.padStart(14),
      `${Math.round(figures.maxRSSBytes / 2 ** 20)} MiB`.padStart(8),
      `${(figures.perCPUSecond / bare.perCPUSecond).toFixed(2)}x bare per CPU-s`.padStart(21),
      `${(figures.perSecond / bare.perSecond).toFixed(2)}x per s`,
    ]
    console.log(
      `${what.padEnd(40)}${columns.join('  ')}${figures.failed === 0 ? '' : `  ${figures.failed} FAILED`}`,
    )
  }
}

const start = (file: string): ChildProcess =>
  fork(new URL(file, import.meta.url), { execArgv: ['-C', '@carillon/source'] })

/** The child's first message. */
const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(value as T))
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)))
  })
