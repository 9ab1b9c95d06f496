import type { ChildProcess } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'

import type {
  ChatUser,
  ClientsQuestion,
  ClientsTarget,
  Load,
  ServerFacts,
  ServerQuestion,
  ServerUsage,
  TalkFigures,
} from './chat-talk.ts'
import { ask, ended, machine, nextMessage, start } from './processes.ts'
import { processesBelow } from './proc.ts'

/** One kind of load, and what server and database used for it. */
interface LoadFigures {
  load: Load
  clients: TalkFigures
  perSecond: number
  serverCPUSecondsPerThousand: number
  databaseCPUSecondsPerThousand: number
  serverRSSBytes: number
  databasePSSBytes: number
}

/** What connections cost that do nothing but ping. */
interface IdleFigures {
  connections: number
  /** As it stands, against a server from which the garbage was collected. */
  rssBytesEach: number
  /** After a full garbage collection here as well: what cannot be given back. */
  collectedRSSBytesEach: number
  collectedHeapBytesEach: number
  loginsPerSecond: number
  /** CPU of the server for the heartbeats of all of them, in seconds a second. */
  serverCPUShare: number
}

const warmUpMs = 3_000
/** Code is compiled by how often it has run, so a machine that has little time warms up longer. */
const warmUpMessages = 15_000
/** Connected before idle ones are counted, so that what the first login brings is not counted for each. */
const firstConnections = 200
const connectionsPerProcess = 5_000
const idleMs = 20_000

/**
 * One-to-one messages between live clients, and connections that are idle. Server, with its database
 * below it, and clients run in processes of their own; with `--pin` server and database share one core
 * and the clients have the others.
 */
export const benchChat = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      clients: { type: 'string', default: '200' },
      'in-flight': { type: 'string', default: '4' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '10' },
      idle: { type: 'string', default: '10000' },
      pin: { type: 'boolean', default: false },
    },
  })
  const say = (line: string): void => {
    if (!values.json) console.error(line)
  }
  const durationMs = Number(values.seconds) * 1000
  const loads: Load[] = [
    { inFlight: Number(values['in-flight']) },
    ...(Number(values.rate) > 0 ? [{ perSecond: Number(values.rate) }] : []),
  ]
  const facts = machine([])
  let postgres = ''
  const talking = await withServer(values.pin, async (server) => {
    postgres = server.facts.postgres
    return await measureTalk(server, { clients: Number(values.clients), loads, durationMs, say })
  })
  const idle =
    Number(values.idle) > 0
      ? await withServer(values.pin, async (server) => {
          say(`${values.idle} idle connections`)
          return await measureIdle(server, Number(values.idle))
        })
      : undefined
  const result = {
    machine: { ...facts, postgres },
    clients: Number(values.clients),
    isPinned: values.pin,
    loads: talking,
    idle,
  }
  if (values.json) console.log(JSON.stringify(result, null, 2))
  else print(result)
}

interface RunningServer {
  facts: ServerFacts
  ask<Answer>(question: ServerQuestion): Promise<Answer>
  logIn(users: readonly ChatUser[]): Promise<ChildProcess>
}

const withServer = async <T>(isPinned: boolean, work: (server: RunningServer) => Promise<T>): Promise<T> => {
  const child = start('chat-server.ts')
  const clients: ChildProcess[] = []
  try {
    const facts = await nextMessage<ServerFacts>(child)
    if (isPinned)
      for (const pid of [facts.pid, ...processesBelow(facts.pid, 'postgres').map((each) => each.pid)])
        pin(pid, '0')
    return await work({
      facts,
      ask: async (question) => await ask(child, question),
      async logIn(users) {
        const process = start('chat-client.ts')
        clients.push(process)
        if (isPinned) pin(process.pid ?? 0, `1-${cpus().length - 1}`)
        const { url, sdkAppID } = facts
        const target: ClientsTarget = { url, sdkAppID, users }
        await ask(process, { do: 'logIn', ...target } satisfies ClientsQuestion)
        return process
      },
    })
  } finally {
    for (const process of clients) process.kill()
    await Promise.all(clients.map(ended))
    child.kill('SIGTERM')
    await ended(child)
  }
}

/** All threads of a process, and of those it starts from now on. */
const pin = (pid: number, cores: string): void => {
  execFileSync('taskset', ['-acp', cores, String(pid)])
}

const measureTalk = async (
  server: RunningServer,
  given: { clients: number; loads: readonly Load[]; durationMs: number; say: (line: string) => void },
): Promise<LoadFigures[]> => {
  const { clients, loads, durationMs, say } = given
  const names = Array.from({ length: clients }, (_, index) => `user${index}`)
  const process = await server.logIn(await server.ask<ChatUser[]>({ ask: 'users', names }))
  const talk = async (load: Load, forMs: number): Promise<TalkFigures> => {
    const figures = await ask<TalkFigures>(process, {
      do: 'talk',
      load,
      durationMs: forMs,
    } satisfies ClientsQuestion)
    await server.ask({ ask: 'settled' })
    return figures
  }
  const results: LoadFigures[] = []
  let answered = 0
  for (const load of loads) {
    say(`${clients} clients, ${loadText(load)}`)
    do answered += (await talk(load, warmUpMs)).answered
    while (answered < warmUpMessages)
    const before = await server.ask<ServerUsage>({ ask: 'usage' })
    const figures = await talk(load, durationMs)
    const after = await server.ask<ServerUsage>({ ask: 'usage' })
    answered += figures.answered
    const perThousand = (seconds: number): number => (seconds * 1000) / figures.answered
    results.push({
      load,
      clients: figures,
      perSecond: figures.answered / figures.seconds,
      serverCPUSecondsPerThousand: perThousand(after.serverCPUSeconds - before.serverCPUSeconds),
      databaseCPUSecondsPerThousand: perThousand(after.databaseCPUSeconds - before.databaseCPUSeconds),
      serverRSSBytes: after.serverRSSBytes,
      databasePSSBytes: after.databasePSSBytes,
    })
    if (figures.delivered !== figures.answered)
      throw new Error(`${figures.answered} messages were answered, ${figures.delivered} delivered`)
  }
  const { count } = await server.ask<{ count: number }>({ ask: 'stored' })
  if (count !== answered) throw new Error(`${answered} messages were answered, ${count} are stored`)
  return results
}

const measureIdle = async (server: RunningServer, connections: number): Promise<IdleFigures> => {
  const names = Array.from({ length: connections + firstConnections }, (_, index) => `idle${index}`)
  const users = await server.ask<ChatUser[]>({ ask: 'users', names })
  await server.logIn(users.splice(0, firstConnections))
  const usage = async (collectsGarbage: boolean): Promise<ServerUsage> =>
    await server.ask<ServerUsage>({ ask: 'usage', collectsGarbage })
  const collectedBefore = await usage(true)
  const startMs = performance.now()
  while (users.length > 0) await server.logIn(users.splice(0, connectionsPerProcess))
  const seconds = (performance.now() - startMs) / 1000
  const atStart = await usage(false)
  await new Promise<void>((resolve) => {
    setTimeout(resolve, idleMs)
  })
  const after = await usage(false)
  const collectedAfter = await usage(true)
  const each = (bytes: number): number => bytes / connections
  return {
    connections,
    rssBytesEach: each(after.serverRSSBytes - collectedBefore.serverRSSBytes),
    collectedRSSBytesEach: each(collectedAfter.serverRSSBytes - collectedBefore.serverRSSBytes),
    collectedHeapBytesEach: each(collectedAfter.serverHeapBytes - collectedBefore.serverHeapBytes),
    loginsPerSecond: connections / seconds,
    serverCPUShare: (after.serverCPUSeconds - atStart.serverCPUSeconds) / (idleMs / 1000),
  }
}

const loadText = (load: Load): string =>
  'inFlight' in load ? `${load.inFlight} in flight each` : `${load.perSecond} messages a second`

const print = (result: {
  machine: Readonly<Record<string, string>>
  isPinned: boolean
  loads: readonly LoadFigures[]
  idle: IdleFigures | undefined
}): void => {
  const facts = Object.entries(result.machine).map(([name, value]) => `${name} ${value}`)
  console.log([...facts, ...(result.isPinned ? ['server and database on one core'] : [])].join(', '))
  const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`
  for (const { load, clients, ...figures } of result.loads) {
    console.log(
      `${loadText(load)}: ${Math.round(figures.perSecond)} messages a second; ` +
        `answered p50 ${clients.answerMs.p50.toFixed(1)} ms, p99 ${clients.answerMs.p99.toFixed(1)} ms; ` +
        `delivered p50 ${clients.deliveryMs.p50.toFixed(1)} ms, p99 ${clients.deliveryMs.p99.toFixed(1)} ms`,
    )
    console.log(
      `  CPU-seconds for 1,000 messages: server ${figures.serverCPUSecondsPerThousand.toFixed(3)}, ` +
        `database ${figures.databaseCPUSecondsPerThousand.toFixed(3)}, ` +
        `clients ${((clients.cpuSeconds * 1000) / clients.answered).toFixed(3)}; ` +
        `memory: server ${mib(figures.serverRSSBytes)}, database ${mib(figures.databasePSSBytes)}`,
    )
  }
  if (result.idle === undefined) return
  const { idle } = result
  console.log(
    `${idle.connections} idle connections: ${kib(idle.rssBytesEach)} of RSS each, ` +
      `${kib(idle.collectedRSSBytesEach)} after a garbage collection (${kib(idle.collectedHeapBytesEach)} of heap); ` +
      `${Math.round(idle.loginsPerSecond)} logins a second; ` +
      `CPU of their heartbeats ${(idle.serverCPUShare * 100).toFixed(1)} % of a core`,
  )
}
