import { setTimeout as sleep } from 'node:timers/promises'

import type { ServerEvents } from '@carillon/server'
import type { ServerProcess, Testkit, TestPhone } from '@carillon/testkit'

import type { Chance } from './chance.ts'
import type { DeathOrder } from './server.ts'

/** Does something bad again and again until `signal` says that it is enough. */
type Disturber = (chance: Chance, signal: AbortSignal) => Promise<void>

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

/** Switches faults of vendors on and off. None of them kills a token: every phone stays reachable in the end. */
export const faultyVendors =
  ({ lab, vendors }: Testkit): Disturber =>
  async (chance, signal) => {
    while (!signal.aborted) {
      const vendor = chance.pick(vendors)
      const { faults } = lab[vendor]
      const scope = { probability: 0.3 + chance.next() * 0.7, times: chance.between(1, 12) }
      const acts: readonly (() => void)[] = [
        () => faults.set('unavailable', { ...scope, status: chance.pick([500, 502, 503, 504] as const) }),
        () => faults.set('too-many-requests', { ...scope, retryAfterSeconds: 1 }),
        () => faults.set('goaway', scope),
        () => faults.set('goaway-hard', scope),
        () => faults.set('cut', scope),
        () => faults.set('cut-before', scope),
        () => faults.set('refuse-stream', scope),
        () => faults.set('hang', { ...scope, times: 3, processed: chance.next() < 0.5 }),
        () => faults.set('slow', { ...scope, delayMs: chance.between(20, 600) }),
        () => faults.set('drip', { ...scope, times: 3, intervalMs: 5 }),
        () => faults.set('expired-auth', { ...scope, times: 2 }),
        () => faults.set('wrong-json', scope),
        () => faults.clear(),
      ]
      chance.pick(acts)()
      await pause(chance.between(20, 250), signal)
    }
    for (const vendor of vendors) lab[vendor].faults.clear()
  }

/** Steps of the server's work at which it may be killed. */
const steps = [
  'sendReceived',
  'messageCommitted',
  'sendAnswered',
  'planned',
  'vendorRequest',
  'vendorAnswer',
  'journalWritten',
  'deviceFinished',
  'outboxFinished',
] as const satisfies readonly (keyof ServerEvents)[]

/** Ends the server with SIGKILL, at a step of its work or at any instant, and starts it again. */
export const dyingServer =
  (server: ServerProcess, killed: () => void): Disturber =>
  async (chance, signal) => {
    await pause(chance.between(200, 1_200), signal)
    while (!signal.aborted) {
      const ended = server.ended()
      if (chance.next() < 0.7) {
        const order: DeathOrder = { dieAt: chance.pick(steps), nth: chance.between(1, 10) }
        await server.tell(order)
        // The step may never come.
        await Promise.race([ended, pause(1_500, signal)])
      }
      await server.kill()
      killed()
      await pause(chance.between(0, 300), signal)
      await server.start()
      await pause(chance.between(400, 2_000), signal)
    }
  }

/** What people do with phones, and networks with people. */
export const restlessPhones =
  (phones: readonly TestPhone[]): Disturber =>
  async (chance, signal) => {
    while (!signal.aborted) {
      const { device, vendor } = chance.pick(phones)
      const acts: readonly (() => Promise<void> | void)[] = [
        () => device.launch(),
        () => device.goHome(),
        () => device.lock(),
        () => device.unlock(),
        () => device.kill(),
        () => device.kill({ silently: true }),
        // Apple keeps one notification, the newest, for a phone that is away: it is not to be away.
        () => (vendor === 'apns' ? device.network.cut() : device.network.goOffline()),
        () => device.network.goOnline(),
        () => device.network.goOnline(),
        () => device.network.cut(),
        () => device.network.freeze(),
        () => device.network.thaw(),
      ]
      await chance.pick(acts)()
      await pause(chance.between(20, 200), signal)
    }
    for (const { device } of phones) {
      device.network.thaw()
      device.network.goOnline()
    }
  }
