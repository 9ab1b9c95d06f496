import { setTimeout as sleep } from 'node:timers/promises'

import type { ServerProcess, Testkit } from '@carillon/testkit'

import { deathSteps, type DeathOrder } from '../support/dying.ts'
import type { Chance } from './chance.ts'
import type { Handset } from './handset.ts'
import type { ReadMark } from './verdict.ts'
import type { World } from './world.ts'

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

/**
 * Ends the server with SIGKILL, at a step of its work, right after a message was taken back, or at any
 * instant, and starts it again.
 */
export const dyingServer =
  (server: ServerProcess, recalls: EventTarget, killed: () => void): Disturber =>
  async (chance, signal) => {
    await pause(chance.between(200, 1_200), signal)
    while (!signal.aborted) {
      const ended = server.ended()
      const draw = chance.next()
      if (draw < 0.5) {
        const order: DeathOrder = { dieAt: chance.pick(deathSteps), nth: chance.between(1, 10) }
        await server.tell(order)
        // The step may never come.
        await Promise.race([ended, pause(1_500, signal)])
      } else if (draw < 0.8) {
        await Promise.race([ended, next(recalls, 'recalled'), pause(1_500, signal)])
      }
      await server.kill()
      killed()
      await pause(chance.between(0, 300), signal)
      await server.start()
      await pause(chance.between(400, 1_500), signal)
    }
  }

const next = async (target: EventTarget, name: string): Promise<void> =>
  await new Promise((resolve) => target.addEventListener(name, () => resolve(), { once: true }))

/** What people do with phones, and networks with people. */
export const restlessPhones =
  (handsets: readonly Handset[]): Disturber =>
  async (chance, signal) => {
    while (!signal.aborted) {
      const handset = chance.pick(handsets)
      const { device, vendor } = handset.phone
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
      await handset.use(chance.pick(acts))
      await pause(chance.between(20, 200), signal)
    }
    for (const { phone } of handsets) {
      phone.device.network.thaw()
      phone.device.network.goOnline()
    }
  }

/** A phone that two users share: one logs in after the other, or out, also without a network, or installs anew. */
export const changingUsers =
  (handset: Handset): Disturber =>
  async (chance, signal) => {
    while (!signal.aborted) {
      await pause(chance.between(100, 700), signal)
      const user = chance.pick(handset.users)
      const leave = async (away: boolean): Promise<void> => {
        await handset.logOut({ away, chance })
        await pause(chance.between(0, 600), signal)
        if (chance.next() < 0.8) await handset.logIn(user)
      }
      const acts: readonly (() => Promise<void>)[] = [
        () => handset.logIn(user),
        () => handset.logIn(user),
        () => leave(false),
        () => leave(true),
        () => handset.reinstall(user),
      ]
      await handset.use(async () => {
        const { network } = handset.phone.device
        network.thaw()
        network.goOnline()
        await chance.pick(acts)()
        // Left to itself, and asleep more often than not: what comes now has to be pushed to the right one.
        if (chance.next() < 0.6) await handset.phone.device.kill()
      })
    }
  }

/** Users read: at their computers while their phones sleep, and on phones. */
export const readers =
  ({ recipients, handsets, sender, groupID }: World, marks: ReadMark[]): Disturber =>
  async (chance, signal) => {
    const atComputers = [...recipients.values()].flatMap(({ userID, computer }) =>
      computer === undefined ? [] : [{ userID, sdk: computer.sdk }],
    )
    while (!signal.aborted) {
      await pause(chance.between(30, 400), signal)
      const onPhones = handsets.flatMap(({ userID, phone }) =>
        userID !== undefined && phone.device.process !== undefined && phone.device.state === 'foreground'
          ? [{ userID, sdk: phone.app.running.sdk }]
          : [],
      )
      const { userID, sdk } = chance.pick(chance.next() < 0.7 ? atComputers : [...atComputers, ...onPhones])
      const manager = sdk.v2TIMManager.getMessageManager()
      const mark: ReadMark = { userID, isGroup: chance.next() < 0.4, begunMs: Date.now() }
      marks.push(mark)
      const marking = mark.isGroup
        ? manager.markGroupMessageAsRead(groupID)
        : manager.markC2CMessageAsRead(sender.userID)
      // An app that is killed never hears the answer.
      void marking.then(({ code }) => {
        if (code === 0) mark.answeredMs = Date.now()
      })
    }
  }
