import {
  consoleLabActions,
  consoleLabFaults,
  consoleLabSwitches,
  vendorIds,
  type ConsoleLab,
  type ConsoleLabAction,
  type ConsoleLabFault,
  type ConsoleLabSwitch,
  type VendorId,
} from '@carillon/protocol'
import Type from 'typebox'

import type { ConsoleLabPart } from '../lab-part.ts'
import { route, type ConsoleRoute } from '../route.ts'
import { exactly, userID } from './fields.ts'

/** How long a question for news is kept open. */
const newsMs = 10_000

const oneOf = <T extends string>(values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)))

const phonePath = exactly({ vendor: oneOf(vendorIds) })
const vendorOf = (params: { vendor: string }): VendorId => params.vendor as VendorId

/** The lab's operations; there are none without a lab. */
export const labRoutes = (lab: ConsoleLabPart): readonly ConsoleRoute[] => [
  route({
    method: 'GET',
    path: '/lab',
    summary: 'The lab: its phones and vendors; with `after`, as soon as there is news beyond that version',
    role: 'support',
    query: exactly({ after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })) }),
    async handle({ query }): Promise<ConsoleLab> {
      if (query.after !== undefined) await lab.changed(query.after, newsMs)
      return lab.view()
    },
  }),
  route({
    method: 'POST',
    path: '/lab/phones/:vendor/actions',
    summary: 'Do what a person does with a phone: open the app, kill it, lock the screen',
    role: 'operator',
    params: phonePath,
    body: exactly({ action: oneOf(consoleLabActions) }),
    handle: async ({ params, body }) => await lab.act(vendorOf(params), body.action as ConsoleLabAction),
  }),
  route({
    method: 'POST',
    path: '/lab/phones/:vendor/taps',
    summary: 'Tap a notification',
    role: 'operator',
    params: phonePath,
    body: exactly({ notificationID: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
    handle: async ({ params, body }) => await lab.tap(vendorOf(params), body.notificationID),
  }),
  route({
    method: 'PATCH',
    path: '/lab/phones/:vendor/switches',
    summary: 'Turn a switch of a phone',
    role: 'operator',
    params: phonePath,
    body: exactly({ name: oneOf(consoleLabSwitches), isOn: Type.Boolean() }),
    async handle({ params, body }) {
      await Promise.resolve(lab.setSwitch(vendorOf(params), body.name as ConsoleLabSwitch, body.isOn))
    },
  }),
  route({
    method: 'PATCH',
    path: '/lab/phones/:vendor/channels',
    summary: 'Switch a notification channel of a phone on or off',
    role: 'operator',
    params: phonePath,
    body: exactly({
      channelID: Type.String({ minLength: 1, maxLength: 256 }),
      isEnabled: Type.Boolean(),
    }),
    async handle({ params, body }) {
      await Promise.resolve(lab.setChannel(vendorOf(params), body.channelID, body.isEnabled))
    },
  }),
  route({
    method: 'POST',
    path: '/lab/messages',
    summary: 'Send a text from a user of the lab to others',
    role: 'operator',
    body: exactly({
      from: userID,
      to: Type.Array(userID, { minItems: 1, maxItems: 20 }),
      text: Type.String({ minLength: 1, maxLength: 1000 }),
    }),
    handle: async ({ body }) => ({ sent: await lab.send(body.from, body.to, body.text) }),
  }),
  route({
    method: 'PATCH',
    path: '/lab/vendors/:vendor/fault',
    summary: 'Switch a fault of a vendor on; null: the vendor works again',
    role: 'operator',
    params: phonePath,
    body: exactly({
      fault: Type.Union([...consoleLabFaults.map((name) => Type.Literal(name)), Type.Null()]),
    }),
    async handle({ params, body }) {
      const fault = (body.fault ?? undefined) as ConsoleLabFault | undefined
      await Promise.resolve(lab.setFault(vendorOf(params), fault))
    },
  }),
  route({
    method: 'GET',
    path: '/lab/vendors/:vendor/requests',
    summary: 'What the server asked a vendor last, and what it was answered',
    role: 'support',
    params: phonePath,
    handle: async ({ params }) => await Promise.resolve({ requests: lab.requests(vendorOf(params)) }),
  }),
]
