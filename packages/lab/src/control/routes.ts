import type { LabVendorId } from '../lab-types.ts'
import type { PushFate } from '../phone/types.ts'
import { ControlError, quoted } from './control-error.ts'
import type { ControlContext } from './control-context.ts'
import { faultNamed, faultNames, readFaultOptions } from './fault-fields.ts'
import { defined, Fields } from './fields.ts'
import { runAction } from './phone-actions.ts'
import { viewNotification, viewPhone, viewPush } from './phone-view.ts'
import { viewRequest } from './request-view.ts'
import { changeSettings, viewSettings } from './settings.ts'

const maxWaitMs = 60_000
const defaultWaitMs = 5_000
const maxRequests = 1_000
const pushFates = [
  'shown',
  'replaced',
  'handed-to-app',
  'data-to-app',
  'rang',
  'dropped-no-process',
  'hidden-by-switch',
  'hidden-no-channel',
  'dropped-no-app',
] as const satisfies readonly PushFate[]

/** A call of the control API. */
export interface ControlCall {
  readonly context: ControlContext
  /** What stood in the path's places, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Parsed JSON; an empty body is {}. */
  readonly body: unknown
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
}

/** What a call answers: JSON, with 200 unless it says otherwise. */
export interface ControlAnswer {
  readonly status?: 200 | 201
  readonly body: unknown
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `{name}` stands for one part. */
  readonly path: string
  run(call: ControlCall): ControlAnswer | Promise<ControlAnswer>
}

const done: ControlAnswer = { body: { ok: true } }

const vendorOf = ({ context, params }: ControlCall): LabVendorId => {
  const vendor = context.lab.vendors.find((each) => each === params['vendor'])
  if (vendor !== undefined) return vendor
  throw new ControlError(
    'LAB_UNKNOWN_VENDOR',
    `This lab has no vendor ${quoted(params['vendor'])}.`,
    `Use one of ${context.lab.vendors.join(', ')}, or start the lab with the vendor.`,
  )
}
const phoneOf = ({ context, params }: ControlCall) => context.phones.find(params['phone'] ?? '')
const viewFaults = ({ context }: ControlCall, vendor: LabVendorId): ControlAnswer => ({
  body: { active: context.lab[vendor].faults.list(), known: faultNames },
})

/** Every call there is. docs/lab.md has a line for each. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/v1', run: ({ context }) => ({ body: context.announcement() }) },
  {
    method: 'POST',
    path: '/v1/reset',
    async run({ context }) {
      await context.reset()
      return done
    },
  },
  {
    method: 'GET',
    path: '/v1/vendors/{vendor}/apps',
    run(call) {
      const apps = call.context.apps.list(vendorOf(call))
      return { body: { apps: apps.map((app) => app.credential()) } }
    },
  },
  {
    method: 'POST',
    path: '/v1/vendors/{vendor}/apps',
    async run(call) {
      const app = await call.context.createApp(vendorOf(call), call.body)
      return { status: 201, body: app.credential() }
    },
  },
  {
    method: 'GET',
    path: '/v1/vendors/{vendor}/apps/{app}',
    run: (call) => ({
      body: call.context.apps.find(vendorOf(call), call.params['app'] ?? '').credential(),
    }),
  },
  {
    method: 'GET',
    path: '/v1/vendors/{vendor}/settings',
    run: (call) => ({ body: viewSettings(call.context.lab[vendorOf(call)]) }),
  },
  {
    method: 'PATCH',
    path: '/v1/vendors/{vendor}/settings',
    run(call) {
      const emulator = call.context.lab[vendorOf(call)]
      changeSettings(emulator, call.body)
      return { body: viewSettings(emulator) }
    },
  },
  { method: 'GET', path: '/v1/vendors/{vendor}/faults', run: (call) => viewFaults(call, vendorOf(call)) },
  {
    method: 'DELETE',
    path: '/v1/vendors/{vendor}/faults',
    run(call) {
      call.context.lab[vendorOf(call)].faults.clear()
      return viewFaults(call, vendorOf(call))
    },
  },
  {
    method: 'PUT',
    path: '/v1/vendors/{vendor}/faults/{fault}',
    run(call) {
      const vendor = vendorOf(call)
      const name = faultNamed(call.params['fault'] ?? '')
      const options = readFaultOptions(name, new Fields(call.body), vendor)
      // The options have been checked for this very name.
      call.context.lab[vendor].faults.set(name as 'slow', options as { delayMs: number })
      return viewFaults(call, vendor)
    },
  },
  {
    method: 'DELETE',
    path: '/v1/vendors/{vendor}/faults/{fault}',
    run(call) {
      const vendor = vendorOf(call)
      call.context.lab[vendor].faults.clear(faultNamed(call.params['fault'] ?? ''))
      return viewFaults(call, vendor)
    },
  },
  {
    method: 'GET',
    path: '/v1/vendors/{vendor}/requests',
    run(call) {
      const emulator = call.context.lab[vendorOf(call)]
      const query = new Fields(Object.fromEntries(call.query))
      const kind = query.optional('kind', (f) => f.oneOf('kind', ['send', 'token', 'other']))
      const after = query.optional('after', (f) =>
        Number(f.text('after', { pattern: /^\d{1,15}$/, allowed: "a request's id" })),
      )
      query.end()
      const found = emulator.requests.filter(
        (request) => (kind === undefined || request.kind === kind) && request.id > (after ?? 0),
      )
      return {
        body: { count: emulator.requestCount, requests: found.slice(-maxRequests).map(viewRequest) },
      }
    },
  },
  {
    method: 'DELETE',
    path: '/v1/vendors/{vendor}/requests',
    run(call) {
      call.context.lab[vendorOf(call)].clearRequests()
      return done
    },
  },
  {
    method: 'GET',
    path: '/v1/phones',
    run: ({ context }) => ({ body: { phones: context.phones.list.map(viewPhone) } }),
  },
  {
    method: 'POST',
    path: '/v1/phones',
    run: async ({ context, body }) => ({ status: 201, body: viewPhone(await context.phones.create(body)) }),
  },
  { method: 'GET', path: '/v1/phones/{phone}', run: (call) => ({ body: viewPhone(phoneOf(call)) }) },
  {
    method: 'DELETE',
    path: '/v1/phones/{phone}',
    async run({ context, params }) {
      await context.phones.remove(params['phone'] ?? '')
      return done
    },
  },
  {
    method: 'GET',
    path: '/v1/phones/{phone}/pushes',
    run: (call) => ({ body: { pushes: phoneOf(call).phone.receivedPushes.map(viewPush) } }),
  },
  {
    method: 'POST',
    path: '/v1/phones/{phone}/actions',
    async run(call) {
      const controlled = phoneOf(call)
      await runAction(controlled, call.context.phones, call.body)
      return { body: viewPhone(controlled) }
    },
  },
  {
    method: 'POST',
    path: '/v1/phones/{phone}/wait',
    async run(call) {
      const { phone } = phoneOf(call)
      const fields = new Fields(call.body)
      const wanted = defined({
        title: fields.optional('title', (f) => f.text('title')),
        body: fields.optional('body', (f) => f.text('body')),
      })
      const fate = fields.optional('fate', (f) => f.oneOf('fate', pushFates))
      const timeoutMs = fields.optional('timeoutMs', (f) => f.number('timeoutMs', { min: 1, max: maxWaitMs }))
      fields.end()
      const options = { timeoutMs: timeoutMs ?? defaultWaitMs, signal: call.signal }
      if (fate !== undefined)
        return { body: viewPush(await phone.waitForPush((received) => received.fate === fate, options)) }
      const found = await phone.waitForNotification(
        ({ title, body }) => title === (wanted.title ?? title) && body === (wanted.body ?? body),
        options,
      )
      return { body: viewNotification(found) }
    },
  },
]
