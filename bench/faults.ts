import { parseArgs } from 'node:util'

import { entryOf, parseClientNames, type ClientName } from './clients/index.ts'
import type { PhonesReport } from './emulator/faulty.ts'
import type { FaultsFigures, FaultsJob } from './faults-client.ts'
import { ask, ended, machine, nextMessage, start } from './processes.ts'
import type { Target } from './target.ts'

/** What became of a client's pushes. */
interface Losses {
  pushes: number
  /** Never on the phone, whatever was said. */
  lost: number
  /** Copies beside the first on the screen. */
  duplicate: number
  /** Copies that took the place of the first, under the same collapse key. */
  replaced: number
  saidLostButDelivered: number
  saidDeliveredButLost: number
  /** The client said neither. */
  saidNothing: number
  seconds: number
  /** Faults that fired. */
  faults: Readonly<Record<string, number>>
}

const defaultClients = 'carillon-fcm,send-each,send,carillon-apns,node-apn,apns2'

/**
 * Pushes through the lab's FCM and APNs while they fail as vendors do, and what each client says of them
 * held against what the phones got.
 */
export const benchFaults = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      pushes: { type: 'string', default: '10000' },
      'in-flight': { type: 'string', default: '200' },
      clients: { type: 'string', default: defaultClients },
    },
  })
  const names = parseClientNames(values.clients)
  const job = {
    pushes: Number(values.pushes),
    inFlight: Number(values['in-flight']),
    stepAsideMs: 5_000,
    silenceMs: 120_000,
  }
  const emulator = start('emulator/faulty.ts')
  try {
    const target = await nextMessage<Target>(emulator)
    const results: Partial<Record<ClientName, Losses>> = {}
    for (const client of names) {
      if (!values.json) console.error(entryOf(client).title)
      await ask<PhonesReport>(emulator, { report: true })
      const child = start('faults-client.ts')
      const figures = await ask<FaultsFigures>(child, { client, target, ...job } satisfies FaultsJob)
      await ended(child)
      results[client] = lossesOf(figures, await ask<PhonesReport>(emulator, { report: true }))
    }
    const facts = machine()
    if (values.json) console.log(JSON.stringify({ machine: facts, job, clients: results }, null, 2))
    else print(facts, results)
  } finally {
    emulator.disconnect()
    await ended(emulator)
  }
}

const lossesOf = ({ said, seconds }: FaultsFigures, { received, fired }: PhonesReport): Losses => {
  const pushes = Object.entries(said).map(([id, word]) => ({
    word,
    times: received[id]?.times ?? 0,
    places: received[id]?.places ?? 0,
  }))
  const count = (matches: (push: (typeof pushes)[number]) => boolean): number => pushes.filter(matches).length
  return {
    pushes: pushes.length,
    lost: count(({ times }) => times === 0),
    duplicate: pushes.reduce((sum, { places }) => sum + Math.max(0, places - 1), 0),
    replaced: pushes.reduce((sum, { times, places }) => sum + times - places, 0),
    saidLostButDelivered: count(({ word, times }) => word === 'failed' && times > 0),
    saidDeliveredButLost: count(({ word, times }) => word === 'accepted' && times === 0),
    saidNothing: count(({ word }) => word === 'nothing'),
    seconds,
    faults: fired,
  }
}

const columns = [
  ['lost', 'lost'],
  ['duplicate', 'duplicate'],
  ['saidLostButDelivered', 'said lost, delivered'],
  ['saidDeliveredButLost', 'said delivered, lost'],
  ['saidNothing', 'said nothing'],
  ['replaced', 'replaced'],
] as const

const print = (
  facts: Readonly<Record<string, string>>,
  results: Readonly<Partial<Record<ClientName, Losses>>>,
): void => {
  console.log(
    Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  )
  console.log(`${''.padEnd(26)}  pushes  ${columns.map(([, title]) => title).join('  ')}  seconds  faults`)
  for (const [name, losses] of Object.entries(results)) {
    const figures = columns.map(([field, title]) => String(losses[field]).padStart(title.length))
    const fired = Object.entries(losses.faults).map(([fault, times]) => `${fault} ${times}`)
    console.log(
      `${entryOf(name as ClientName).title.padEnd(26)}  ${String(losses.pushes).padStart(6)}  ` +
        `${figures.join('  ')}  ${losses.seconds.toFixed(1).padStart(7)}  ${fired.join(', ')}`,
    )
  }
}
