import type { ChannelLimits, VendorClient } from '@carillon/channels'
import type { PushStory } from '@carillon/protocol'

import type { ServerEvents } from '../../events.ts'
import { makeMsgID } from '../../message-id.ts'
import type { Database } from '../../store/db.ts'
import type { TestStore } from '../../store/testing.ts'
import { createPushEngine, type PushEngineOptions } from '../engine.ts'
import { bindToken } from '../tokens.ts'
import type { PushEngine } from '../types.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { createFakeConnections, type FakeConnections } from './connections.ts'
import { testMessage } from './plan-input.ts'
import { outboxRows, seed } from './seed.ts'
import { createFakeTenants, type FakeTenants } from './tenants.ts'
import { until } from './until.ts'
import { createFakeVendor, type FakeVendor } from './vendor.ts'

/** One start of a push engine, with all it needs made of paper but the database. */
export interface Bench {
  readonly engine: PushEngine
  readonly clock: TestClock
  readonly connections: FakeConnections
  /** Names of what happened, in order; faults with their words. */
  readonly happened: string[]
  /** Commits a message from ann to bob as messaging does, and dispatches it. Answers its msgID. */
  send(change?: Parameters<typeof testMessage>[0]): Promise<string>
  /** `phone accepted vendor-accepted` for each device, once nothing is open any more. */
  outcome(msgID: string): Promise<string[]>
  /** `decided device-offline`, ... of one device as they are stored. */
  entries(msgID: string, deviceID?: string): Promise<string[]>
  story(msgID: string): Promise<PushStory>
}

/** What outlives a start. */
export interface World {
  readonly store: TestStore
  readonly vendor: FakeVendor
  readonly tenants: FakeTenants
  /** Adds a phone of bob's with a token of its own: `token-<deviceID>`. */
  phone(
    deviceID: string,
    change?: Partial<Parameters<typeof seed.device>[1]> & { certificateID?: number },
  ): Promise<void>
  start(options?: Partial<PushEngineOptions>, on?: Partial<ServerEvents>, limits?: ChannelLimits): Bench
  /** From now on nothing of this start reaches database or vendor, as after a kill. */
  kill(bench: Bench): void
  /** Words of all faults of all starts. */
  faults(): string[]
  /** Stops all that was started. */
  stop(): Promise<void>
}

let messages = 0

/** A world around one empty database with app 1, its users, and one FCM certificate. */
export const createWorld = async (store: TestStore): Promise<World> => {
  const vendor = createFakeVendor()
  const tenants = createFakeTenants()
  const fcm = await seed.certificate(store)
  tenants.addCertificate(fcm)
  const lives = new Map<Bench, Life>()
  return {
    store,
    vendor,
    tenants,
    async phone(deviceID, { certificateID = fcm, ...change } = {}) {
      await seed.device(store, { deviceID, ...change })
      const userID = change.userID ?? 'bob'
      const token = `token-${deviceID}`
      await bindToken(store, {
        sdkAppID: 1,
        deviceID,
        userID,
        certificateID,
        token,
        nowMs: Date.now() - 1_000,
      })
    },
    start(options = {}, on = {}, limits) {
      const life = { isOver: false }
      const bench = startBench(
        mortalDatabase(store, life),
        mortalVendor(vendor, life),
        store,
        tenants,
        options,
        on,
        limits,
      )
      lives.set(bench, life)
      return bench
    },
    faults: () =>
      [...lives.keys()].flatMap(({ happened }) => happened.filter((name) => name.startsWith('fault'))),
    kill(bench) {
      const life = lives.get(bench)
      if (life) life.isOver = true
    },
    async stop() {
      const living = [...lives].filter(([, life]) => !life.isOver)
      await Promise.all(living.map(async ([{ engine }]) => await engine.stop(0)))
    },
  }
}

interface Life {
  isOver: boolean
}

const nothingMore = new Promise<never>(() => undefined)

/** What is asked after death never happens; what is under way may or may not be answered. */
const mortalDatabase = (store: TestStore, life: Life): Database => ({
  query: async (statement, values) => await (life.isOver ? nothingMore : store.query(statement, values)),
  transaction: async (work) => await (life.isOver ? nothingMore : store.transaction(work)),
  listen: async (channel, listener) => await store.listen(channel, listener),
  close: async () => await Promise.resolve(),
})

const mortalVendor = (vendor: FakeVendor, life: Life): VendorClient => ({
  send: async (vendorID, request) => await (life.isOver ? nothingMore : vendor.send(vendorID, request)),
  recall: async (vendorID, request) => await (life.isOver ? nothingMore : vendor.recall(vendorID, request)),
  clear: async (vendorID, request) => await (life.isOver ? nothingMore : vendor.clear(vendorID, request)),
  probe: async (...probe) => await (life.isOver ? nothingMore : vendor.probe(...probe)),
  async [Symbol.asyncDispose]() {},
})

const startBench = (
  database: Database,
  vendor: VendorClient,
  store: TestStore,
  tenants: FakeTenants,
  options: Partial<PushEngineOptions>,
  on: Partial<ServerEvents>,
  limits: ChannelLimits | undefined,
): Bench => {
  const clock = createTestClock()
  const connections = createFakeConnections()
  const happened: string[] = []
  const events = recordingEvents(happened, on)
  const leaseOwner = `test/${Math.random()}`
  const engine = createPushEngine({
    database,
    tenants,
    connections,
    vendorClient: vendor,
    events,
    clock,
    leaseOwner,
    ...(limits === undefined ? {} : { limitsOf: () => limits }),
    options: { pollMs: 20, ...options },
  })
  const story = async (msgID: string): Promise<PushStory> => {
    const found = await engine.story(msgID)
    if (!found) throw new Error(`no story of ${msgID}`)
    return found
  }
  return {
    engine,
    clock,
    connections,
    happened,
    story,
    async send(change = {}) {
      messages += 1
      const seq = messages
      const record = testMessage({
        msgID: makeMsgID({ conversationID: await seed.conversation(store), seq }),
        seq,
        timestampMs: clock.now(),
        ...change,
      })
      await seed.message(store, record, { owner: leaseOwner, untilMs: clock.now() + engine.leaseMs })
      engine.dispatch({ record, recipients: ['bob'], senderDeviceID: 'ann-phone' })
      return record.msgID
    },
    async outcome(msgID) {
      await until(
        `the end of ${msgID}`,
        async () => !(await outboxRows(store)).some((row) => row.msgID === msgID),
      )
      const { devices } = await story(msgID)
      return devices.map((device) => `${device.deviceID} ${device.state} ${device.reason}`)
    },
    async entries(msgID, deviceID = 'phone') {
      const { devices } = await story(msgID)
      const device = devices.find((candidate) => candidate.deviceID === deviceID)
      return device?.entries.map((entry) => `${entry.stage} ${entry.reason}`) ?? []
    },
  }
}

const recordingEvents = (happened: string[], on: Partial<ServerEvents>): ServerEvents =>
  new Proxy({} as ServerEvents, {
    get: (_target, name: keyof ServerEvents) => (event: never) => {
      const fault = name === 'fault' ? ` ${String((event as { error: unknown }).error)}` : ''
      happened.push(`${name}${fault}`)
      on[name]?.(event)
    },
  })
