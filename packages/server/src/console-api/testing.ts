import { randomBytes } from 'node:crypto'

import type { VendorClient } from '@carillon/channels'
import type { ConsoleRole } from '@carillon/protocol'
import { fastify, type FastifyInstance, type LightMyRequestResponse } from 'fastify'

import { createLoginLimiter } from '../accounts/index.ts'
import { createAdmin } from '../admin/index.ts'
import { createTestCallbacks } from '../callbacks/testing/callbacks.ts'
import { systemClock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import { GroupMemory, Groups } from '../groups/index.ts'
import { Bookkeeping, LiveConnections, Logins } from '../presence/index.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { createSealer } from '../tenants/index.ts'
import { createConsoleAdmin } from './console-admin.ts'
import { consoleRoutes } from './index.ts'
import type { ConsoleParts } from './parts.ts'

/** One who is signed in, and asks as the console's pages do. */
export interface Asker {
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: any; response: LightMyRequestResponse }>
}

/** The console's API on a database of its own. */
export interface TestConsole extends AsyncDisposable {
  http: FastifyInstance
  store: TestStore
  parts: ConsoleParts
  faults: unknown[]
  /** Somebody who is not signed in. */
  stranger: Asker
  /** Signs somebody in, as an owner. */
  owner(name: string): Promise<Asker>
  /** Invites somebody and asks as who came. */
  invited(role: ConsoleRole, name: string): Promise<Asker>
  /** Uses a link's token, and asks as the one it signs in. */
  byLink(token: string, given?: { name?: string; password?: string }): Promise<Asker>
}

/** Opens the console's API for a test. */
export const openTestConsole = async (changes: Partial<ConsoleParts> = {}): Promise<TestConsole> => {
  const store = await openTestStore()
  const faults: unknown[] = []
  const events = new Proxy({} as ServerEvents, {
    get: (_target, name) => (event: { error: unknown }) => {
      if (name === 'fault') faults.push(event.error)
    },
  })
  const bookkeeping = new Bookkeeping({ db: store, clock: systemClock, events })
  const connections = new LiveConnections(() => undefined)
  const memory = await GroupMemory.open(store, systemClock)
  const admin = createAdmin(store, createSealer(randomBytes(32)))
  const tenants = { app: admin.app, certificate: admin.loadCertificate }
  const people = createConsoleAdmin(store, systemClock)
  const parts: ConsoleParts = {
    database: store,
    admin,
    tenants,
    push: {
      selfTest: async () => await Promise.resolve(undefined),
      story: async () => await Promise.resolve(undefined),
      state: () => ({ lanes: [], openMessages: 0, journal: { rows: 0, oldestMs: 0 } }),
    },
    connections,
    logins: new Logins({
      database: store,
      connections,
      bookkeeping,
      tenants,
      callbacks: createTestCallbacks(store, { tenants, events, clock: systemClock }),
      push: { departed: () => undefined },
      clock: systemClock,
    }),
    groups: new Groups({
      database: store,
      memory,
      tenants,
      connections,
      tips: { sendTips: async () => await Promise.resolve({ ok: true }) },
      events,
      clock: systemClock,
    }),
    groupFacts: async () => await Promise.resolve(undefined),
    vendorClient: { probe: async () => await Promise.resolve(undefined) } satisfies Pick<
      VendorClient,
      'probe'
    >,
    limiter: createLoginLimiter({ failuresPerUser: 3, failuresPerAddress: 50 }),
    events,
    clock: systemClock,
    publicURL: undefined,
    ...changes,
  }
  const http = fastify()
  await http.register(consoleRoutes, { parts })

  const asker = (headers: Readonly<Record<string, string>>): Asker => ({
    async ask(method, path, body, more = {}) {
      const response = await http.inject({
        method,
        url: `/console/api${path}`,
        headers: { ...headers, ...more },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: response.statusCode, body: response.json(), response }
    },
  })
  const byLink: TestConsole['byLink'] = async (token, given = {}) => {
    const { response, body } = await asker({}).ask('POST', '/links/use', { token, ...given })
    const cookie = String(response.headers['set-cookie']).split(';')[0] ?? ''
    return asker({ cookie, 'x-carillon-csrf': body.csrfToken })
  }
  const owner: TestConsole['owner'] = async (name) => await byLink(await people.signInLink(name))
  return {
    http,
    store,
    parts,
    faults,
    stranger: asker({}),
    byLink,
    owner,
    async invited(role, name) {
      const { body } = await (await owner('Host')).ask('POST', '/people/invitations', { role })
      return await byLink(new URL(body.url).hash.slice(1), { name, password: 'correct horse' })
    },
    async [Symbol.asyncDispose]() {
      await http.close()
      await memory.close()
      await store.close()
    },
  }
}
