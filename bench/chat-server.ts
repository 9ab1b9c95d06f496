// The process the server of the chat bench runs in; its embedded PostgreSQL is below it.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { openStore } from '@carillon/server'
import { startTestkit, waitUntil } from '@carillon/testkit'

import type { ChatUser, ServerFacts, ServerQuestion, ServerUsage } from './chat-talk.ts'
import { parentProcess } from './group-send-talk.ts'
import { processesBelow, usageOf } from './proc.ts'

const parent = parentProcess<ServerQuestion>()
const kit = await startTestkit({
  vendors: [],
  config: {
    logLevel: 'silent',
    // The rate of one client is what is measured here, not what is allowed.
    gateway: { requestsPerSecond: 100_000, requestBurst: 100_000, loginTimeoutMs: 120_000 },
  },
})
const store = await openStore({ dataFolder: kit.config.dataFolder }, { purpose: 'command', connections: 1 })
const one = async <Row>(name: string, text: string): Promise<Row> => {
  const [row] = await store.query<Row>({ name: `bench.${name}`, text }, [])
  if (row === undefined) throw new Error(`${text} answered nothing`)
  return row
}

/** Their first login makes the accounts. */
const makeUsers = async (names: readonly string[]): Promise<ChatUser[]> =>
  await kit.admin(async (admin) => {
    const users: ChatUser[] = []
    for (const userID of names) {
      users.push({ userID, userSig: await admin.makeUserSig({ sdkAppID: kit.sdkAppID, userID }) })
    }
    return users
  })

/** What a collection frees is given back to the system a little later. */
const collectGarbage = async (): Promise<void> => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round += 1) {
    collect()
    await sleep(1000)
  }
}

const usage = async (collectsGarbage: boolean): Promise<ServerUsage> => {
  if (collectsGarbage) await collectGarbage()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const database = usageOf(processesBelow(process.pid, 'postgres'))
  return {
    serverCPUSeconds: (user + system) / 1e6,
    serverRSSBytes: rss,
    serverHeapBytes: heapUsed,
    databaseCPUSeconds: database.cpuSeconds,
    databasePSSBytes: database.pssBytes,
  }
}

/** Until every message is decided about: what that costs belongs to the message. */
const settled = async (): Promise<true> =>
  await waitUntil(
    'the decisions about all messages',
    async () =>
      (await one<{ isOpen: boolean }>('open', `select exists (select from outbox) as "isOpen"`)).isOpen
        ? undefined
        : true,
    { timeoutMs: 120_000 },
  )

const answer = async (question: ServerQuestion): Promise<unknown> => {
  switch (question.ask) {
    case 'users':
      return await makeUsers(question.names)
    case 'usage':
      return await usage(question.collectsGarbage === true)
    case 'settled':
      return await settled()
    case 'stored':
    default:
      return await one('stored', 'select count(*)::integer as count from messages')
  }
}

process.once('SIGTERM', () => {
  void store
    .close()
    .then(async () => await kit[Symbol.asyncDispose]())
    .then(() => process.exit())
})
const { version } = await one<{ version: string }>(
  'version',
  `select current_setting('server_version') as version`,
)
parent.say({
  url: kit.url,
  sdkAppID: kit.sdkAppID,
  pid: process.pid,
  postgres: version,
} satisfies ServerFacts)
for (;;) parent.say(await answer(await parent.next()))
