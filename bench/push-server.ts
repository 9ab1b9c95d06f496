// The server's process of the push benches: the whole server with its embedded database, outbox and journal on.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { createVendorClient, type VendorClient } from '@carillon/channels'
import type { Outcome } from '@carillon/protocol'
import { openStore, type ServerEvents } from '@carillon/server'
import { startTestkit } from '@carillon/testkit'

import { parentProcess } from './group-send-talk.ts'
import { percentile } from './percentiles.ts'
import { fill, makeGroup, type Rows } from './push-rows.ts'
import type { Target } from './target.ts'

/** What a server is started with. */
export interface PushServerJob {
  /** FCM's emulator; without one every vendor is stood for in this process. */
  target?: Target
  senders: number
  /** Sleeping phones with FCM. */
  phones: number
  /** Sleeping phones with the other vendor, which is stood for in this process. */
  otherPhones: number
}

/** Who may send, and where. */
export interface PushServerReady {
  url: string
  sdkAppID: number
  senders: { userID: string; userSig: string }[]
}

export type PushServerQuestion =
  | { ask: 'other'; answers: 'accepts' | 'hangs' | 'busy' }
  /** Forgets what was counted. */
  | { ask: 'begin' }
  /** @param collectsGarbage tells what is alive of the heap; what that costs is not counted */
  | { ask: 'report'; collectsGarbage?: true }
  | { ask: 'group'; members: number }
  /** Puts waiting messages into the outbox, straight into the database. */
  | { ask: 'fill'; messages: number }
  | { ask: 'forget-memory' }

/** What the server did since `begin`. */
export interface PushServerReport {
  /** Of the whole process, all threads. */
  cpuSeconds: number
  rssBytes: number
  /** Of the heap; what is alive of it, after a collection. */
  heapBytes: number
  peakRSSBytes: number
  acceptedFCM: number
  requests: number
  /** When the first request about each message went out, epoch milliseconds. */
  requestedAtMs: Record<string, number>
  lastRequestAtMs: number
  outboxMessages: number
  journalRows: number
  /** How long timers were late, milliseconds: the 99th of a hundred. */
  loopDelayP99Ms: number
}

const parent = parentProcess<PushServerJob | PushServerQuestion>()
const { target, senders, phones, otherPhones } = (await parent.next()) as PushServerJob

let otherAnswers: 'accepts' | 'hangs' | 'busy' = 'accepts'
let cpu = process.cpuUsage()
let acceptedFCM = 0
let requests = 0
let requestedAtMs: Record<string, number> = {}
let lastRequestAtMs = 0
let keepsTimes = true
let peakRSSBytes = 0
let delays: number[] = []

const now = (): number => performance.timeOrigin + performance.now()

let expectedMs = now() + 20
setInterval(() => {
  delays.push(Math.max(0, now() - expectedMs))
  if (delays.length > 100_000) delays = delays.slice(-50_000)
  expectedMs = now() + 20
  peakRSSBytes = Math.max(peakRSSBytes, process.memoryUsage.rss())
}, 20).unref()

const real =
  target === undefined ? undefined : createVendorClient({ extraCertificateAuthorities: [target.ca] })

const accepted: Outcome = { kind: 'accepted', requestID: 'bench' }
const busy: Outcome = { kind: 'retry', words: { code: '503' }, afterMs: 5_000 }

const vendorClient: VendorClient = {
  async send(vendor, request) {
    if (vendor === 'fcm' && real !== undefined) return await real.send(vendor, request)
    if (otherAnswers === 'hangs') {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, request.requestDeadlineMs - Date.now())
      request.signal?.addEventListener('abort', () => resolve(), { once: true })
      await promise
      clearTimeout(timer)
      return request.tokens.map((): Outcome => ({ kind: 'unknown', words: { code: 'TIMEOUT' } }))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
    return request.tokens.map(() => (otherAnswers === 'accepts' ? accepted : busy))
  },
  recall: async (...recall) =>
    real === undefined ? await Promise.reject(new Error('no recalls here')) : await real.recall(...recall),
  clear: async (...clear) =>
    real === undefined
      ? await Promise.reject(new Error('nothing is cleared here'))
      : await real.clear(...clear),
  probe: async (...probe) => await real?.probe(...probe),
  async [Symbol.asyncDispose]() {
    await real?.[Symbol.asyncDispose]()
  },
}

const watch = (events: ServerEvents): ServerEvents => ({
  ...events,
  vendorRequest(event) {
    requests += 1
    lastRequestAtMs = now()
    if (keepsTimes) for (const msgID of event.msgIDs) requestedAtMs[msgID] ??= lastRequestAtMs
    events.vendorRequest(event)
  },
  fault(event) {
    console.error(event.where, event.error)
    events.fault(event)
  },
  vendorAnswer(event) {
    if (event.vendor === 'fcm' && event.outcome === 'accepted') acceptedFCM += event.tokens
    events.vendorAnswer(event)
  },
})

const kit = await startTestkit({
  vendors: [],
  parts: { vendorClient, watch },
  config: {
    logLevel: 'silent',
    gateway: { requestsPerSecond: 100_000, requestBurst: 1_000_000 },
  },
})
const store = await openStore({ dataFolder: kit.config.dataFolder }, { purpose: 'command', connections: 2 })
parent.atEnd(async () => {
  await store.close()
  await kit[Symbol.asyncDispose]()
})
const run = async <Row>(name: string, text: string, values: unknown[] = []): Promise<Row[]> =>
  await store.query<Row>({ name: `bench.${name}`, text }, values)

const users: PushServerReady['senders'] = []
for (let index = 0; index < senders; index += 1) {
  const { userID, userSig } = await kit.createUser(`sender${index}`)
  users.push({ userID, userSig })
}

const addCertificate = async (vendor: string, fields: Record<string, unknown>): Promise<number> =>
  await kit.admin(
    async (admin) =>
      (await admin.addCertificate({ sdkAppID: kit.sdkAppID, vendor, name: 'bench', fields })).certificateID,
  )

/** Users with a phone that sleeps; straight in the database, as an import would be. */
const addPhones = async (
  prefix: string,
  vendor: string,
  certificateID: number,
  tokens: readonly string[],
): Promise<void> => {
  await run(
    'users',
    `insert into users (sdk_app_id, user_id) select $1, $2 || n from generate_series(0, $3::integer - 1) n`,
    [kit.sdkAppID, prefix, tokens.length],
  )
  await run(
    'devices',
    `insert into devices (sdk_app_id, device_id, user_id, platform, login_state, last_seen_at)
    select $1, 'phone-' || $2 || n, $2 || n, 'android', 'logged-in', now() from generate_series(0, $3::integer - 1) n`,
    [kit.sdkAppID, prefix, tokens.length],
  )
  await run(
    'tokens',
    `insert into push_tokens (sdk_app_id, device_id, user_id, certificate_id, vendor, token, registered_at, state_since)
    select $1, 'phone-' || $2 || (n - 1), $2 || (n - 1), $3, $4, token, now(), now()
    from unnest($5::text[]) with ordinality t (token, n)`,
    [kit.sdkAppID, prefix, certificateID, vendor, tokens],
  )
}

if (target !== undefined) {
  const port = Object.values(target.hosts)[0]
  const url = `https://127.0.0.1:${port}`
  const account = { ...target.fcm.serviceAccount, token_uri: `${url}/token` }
  const fcm = await addCertificate('fcm', {
    serviceAccountJson: JSON.stringify(account),
    baseURL: url,
    tokenURL: `${url}/token`,
  })
  await addPhones('phone', 'fcm', fcm, target.fcm.tokens.slice(0, phones))
}
// Huawei takes a message of a conversation as often as it comes, 6,000 a second: what is measured is the server.
const other = await addCertificate('huawei', { appID: '100000001', clientSecret: 'bench-secret' })
await addPhones(
  'other',
  'huawei',
  other,
  Array.from({ length: otherPhones }, (_, index) => `token-of-other-${index}`),
)
await run('analyze', 'analyze')
parent.say({ url: kit.url, sdkAppID: kit.sdkAppID, senders: users } satisfies PushServerReady)

const counted = async (): Promise<{ outbox: number; journal: number }> => {
  const [row] = await run<{ outbox: number; journal: number }>(
    'counted',
    `select (select count(*) from outbox)::integer as outbox, (select count(*) from journal)::integer as journal`,
  )
  return row ?? { outbox: 0, journal: 0 }
}

const rows: Rows = { run, sdkAppID: kit.sdkAppID }

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
/** Seconds since `begin` that are the bench's own. */
let collectingSeconds = 0
const cpuSecondsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

let journalBefore = 0

const begin = async (): Promise<void> => {
  journalBefore = (await counted()).journal
  acceptedFCM = 0
  requests = 0
  requestedAtMs = {}
  delays = []
  collectingSeconds = 0
  cpu = process.cpuUsage()
}

const report = async (collectsGarbage: boolean): Promise<PushServerReport> => {
  const cpuSeconds = cpuSecondsSince(cpu) - collectingSeconds
  const { outbox, journal } = await counted()
  if (collectsGarbage) {
    const start = process.cpuUsage()
    collectGarbage()
    collectingSeconds += cpuSecondsSince(start)
  }
  return {
    cpuSeconds,
    rssBytes: process.memoryUsage.rss(),
    heapBytes: process.memoryUsage().heapUsed,
    peakRSSBytes,
    acceptedFCM,
    requests,
    requestedAtMs,
    lastRequestAtMs,
    outboxMessages: outbox,
    journalRows: journal - journalBefore,
    loopDelayP99Ms: percentile(delays, 0.99),
  }
}

for (;;) {
  const question = (await parent.next()) as PushServerQuestion
  switch (question.ask) {
    case 'other':
      otherAnswers = question.answers
      parent.say('done')
      break
    case 'begin':
      await begin()
      parent.say('done')
      break
    case 'report':
      parent.say(await report(question.collectsGarbage === true))
      break
    case 'group':
      parent.say({ groupID: await makeGroup(rows, question.members) })
      break
    case 'fill':
      keepsTimes = false
      await fill(rows, { messages: question.messages, otherPhones }, (filled) => parent.say({ filled }))
      parent.say('done')
      break
    case 'forget-memory':
      peakRSSBytes = 0
      parent.say('done')
      break
    default:
      question satisfies never
  }
}
