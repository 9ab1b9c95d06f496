import type { VendorClient } from '@carillon/channels'
import { fastify } from 'fastify'

import { createLoginLimiter } from './accounts/index.ts'
import { createAlarmWatch, RecentCounts } from './alarms/index.ts'
import { createAdmin } from './admin/index.ts'
import { Callbacks, openToken } from './callbacks/index.ts'
import { systemClock, type Clock } from './clock.ts'
import { loadMasterKey, type ServerConfig } from './config/index.ts'
import { Cleanup } from './cleanup.ts'
import {
  consoleRoutes,
  createConsoleAdmin,
  type ConsoleAdmin,
  type ConsoleLabPart,
} from './console-api/index.ts'
import { totalUnread } from './conversations/index.ts'
import type { ServerEvents } from './events.ts'
import { fileRoutes } from './files-door/index.ts'
import { createLinks, Files } from './files/index.ts'
import { Gateway } from './gateway/index.ts'
import { createGroupFacts, createGroupSends, GroupMemory, Groups } from './groups/index.ts'
import { closeHTTP, listen } from './http-listener.ts'
import { Messaging } from './messaging/index.ts'
import {
  createGaugeRefresh,
  createLog,
  createMetrics,
  createServerEvents,
  observabilityRoutes,
  type Logger,
} from './observability/index.ts'
import { Bookkeeping, LiveConnections, Logins } from './presence/index.ts'
import { noteSeenHourly } from './presence/note-seen.ts'
import { loadOutboxState } from './push/outbox/state.ts'
import { createCounting } from './push/statistics/counting.ts'
import type { PushEngineOptions } from './push/engine.ts'
import type { PushEngine } from './push/types.ts'
import { createReceiptDoor, receiptRoutes } from './receipts/index.ts'
import { startPush } from './start-push.ts'
import { migrate, openStore, type Store } from './store/index.ts'
import { createSealer, createTenants } from './tenants/index.ts'
import { openVendorClient } from './vendor-client.ts'

/** Parts that can be given from outside; what is given is not closed by the server. */
export interface ServerParts {
  store: Store
  clock: Clock
  log: Logger
  vendorClient: VendorClient
  /** Sizes and times of the push engine. */
  pushOptions: Partial<PushEngineOptions>
  /** Wraps the events, to watch without influence. */
  watch: (events: ServerEvents) => ServerEvents
  /** A lab that runs beside the server; the console shows it. */
  lab: ConsoleLabPart
}

/** A running server. */
export interface CarillonServer extends AsyncDisposable {
  readonly address: { host: string; port: number }
  /** Push stories, for programs in the same process. */
  readonly push: Pick<PushEngine, 'story'>
  /** Links that open the console, for who runs this process. */
  readonly console: ConsoleAdmin
  /** Takes no more, finishes what is in flight, closes. May be called twice. */
  close(): Promise<void>
}

/**
 * Starts a server: migrates the database, opens the doors, takes up what an earlier run left open.
 * The only place that wires the parts.
 * @throws OperatorError (and its kinds) for what an operator can mend: configuration, port, database
 */
export const createServer = async (
  config: ServerConfig,
  parts: Partial<ServerParts> = {},
): Promise<CarillonServer> => {
  const cleanup = new Cleanup()
  try {
    return await start(config, parts, cleanup)
  } catch (error) {
    // Why it does not start is what there is to say.
    await cleanup.run().catch(() => undefined)
    throw error
  }
}

const start = async (
  config: ServerConfig,
  parts: Partial<ServerParts>,
  cleanup: Cleanup,
): Promise<CarillonServer> => {
  const clock = parts.clock ?? systemClock
  const log = parts.log ?? createLog(config)
  const metrics = createMetrics()
  const ownEvents = createServerEvents({ log, metrics })
  const recent = new RecentCounts(() => clock.now())
  const events = recent.watching(parts.watch?.(ownEvents) ?? ownEvents)
  const masterKey = await loadMasterKey(config)
  const database = parts.store ?? cleanup.add(await openConfiguredStore(config))
  await migrate(database)
  const sealer = createSealer(masterKey)
  const tenants = cleanup.add(await createTenants(database, sealer))
  const vendorClient = parts.vendorClient ?? cleanup.add(await openVendorClient(config))

  const bookkeeping = new Bookkeeping({ db: database, clock, events })
  cleanup.defer(async () => await bookkeeping.flush())
  const connections = new LiveConnections((...cursor) => bookkeeping.cursorMoved(...cursor))
  const memory = cleanup.add(await GroupMemory.open(database, clock))
  const groupFacts = createGroupFacts(memory)
  const receiptDoor = createReceiptDoor(masterKey, config.publicURL)
  const push = startPush({
    config,
    options: parts.pushOptions,
    receiptURLOf: receiptDoor && ((certificate) => receiptDoor.urlOf(certificate)),
    clock,
    events,
    database,
    tenants,
    vendorClient,
    connections,
    groupFacts,
  })
  cleanup.defer(async () => await push.stop(config.shutdownGraceMs))
  const fault = (where: string) => (error: unknown) => events.fault({ where, error })
  const counting = createCounting({ db: database, clock, fault: fault('statistics') })
  cleanup.defer(async () => await counting.stop())
  const { webhookURL, webhookSecret } = config.alarms
  const alarms = createAlarmWatch({
    db: database,
    clock,
    events,
    tenants,
    push,
    recent,
    webhook: webhookURL === undefined ? undefined : { url: webhookURL, secret: webhookSecret },
  })
  cleanup.defer(async () => await alarms.stop())
  counting.start()
  alarms.start()
  const links = createLinks(masterKey)
  const callbacks = new Callbacks({
    tenants,
    clock,
    events,
    openToken: (sdkAppID, sealed) => openToken(sealer, sdkAppID, sealed),
    fileAddress: (fileID) =>
      `${config.publicURL ?? ''}${links.make('download', fileID, clock.now() + config.files.urlLifetimeMs)}`,
    unreadCount: async (user) => await totalUnread(database, user, { kind: 'c2c' }),
  })
  cleanup.defer(async () => await callbacks.stop(config.shutdownGraceMs))
  const messaging = new Messaging({
    database,
    tenants,
    connections,
    push,
    groups: createGroupSends({ memory, clock }),
    callbacks,
    events,
    clock,
  })
  cleanup.defer(async () => await messaging.stop())
  const groups = new Groups({ database, memory, tenants, connections, tips: messaging, events, clock })
  const files = new Files({ config, database, links, clock, events })
  cleanup.defer(async () => await files.stop())
  const logins = new Logins({ database, connections, bookkeeping, clock, tenants, callbacks, push })
  cleanup.defer(noteSeenHourly({ clock, connections, bookkeeping }))

  const http = fastify({ loggerInstance: log.child({}, { level: 'warn' }), bodyLimit: 1024 * 1024 })
  let isStopping = false
  await http.register(observabilityRoutes, {
    metrics,
    checks: { database: async () => await database.query({ name: 'server.ready', text: 'select 1' }) },
    isStopping: () => isStopping,
    refresh: createGaugeRefresh({
      metrics,
      clock,
      push,
      connections,
      alarms,
      outbox: async () => await loadOutboxState(database, clock.now()),
      fault: fault('metrics'),
    }),
  })
  if (receiptDoor)
    await http.register(receiptRoutes, {
      door: receiptDoor,
      tenants,
      take: async (certificate, receipts) => await push.takeReceipts(certificate, receipts),
      events,
      clock,
    })
  await http.register(fileRoutes, { files, events })
  await http.register(consoleRoutes, {
    parts: {
      database,
      admin: createAdmin(database, sealer),
      tenants,
      push,
      connections,
      logins,
      groups,
      groupFacts,
      vendorClient,
      limiter: createLoginLimiter({ failuresPerAddress: 50 }),
      events,
      clock,
      publicURL: config.publicURL,
      lab: parts.lab,
    },
  })
  const limiter = createLoginLimiter()
  const gateway = new Gateway(http.server, {
    config,
    database,
    tenants,
    logins,
    bookkeeping,
    limiter,
    messaging,
    groups,
    files,
    push,
    events,
    clock,
  })
  cleanup.defer(async () => await closeHTTP(http, clock, config.shutdownGraceMs))
  cleanup.defer(async () => await gateway.stop(config.shutdownGraceMs))
  const address = await listen(http, config)
  receiptDoor?.listening(address.port)

  const close = async (): Promise<void> => {
    isStopping = true
    await cleanup.run()
  }
  return {
    address,
    push: { story: async (msgID) => await push.story(msgID) },
    console: createConsoleAdmin(database, clock),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const openConfiguredStore = async ({ databaseURL, dataFolder }: ServerConfig): Promise<Store> =>
  await openStore(databaseURL === undefined ? { dataFolder } : { url: databaseURL })
