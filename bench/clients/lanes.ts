import { channels, createVendorClient } from '@carillon/channels'

import { Lanes, systemClock, type LanePush, type LaneStep } from '../borrowed.ts'
import type { Push } from '../target.ts'
import { certificateOf, notificationOf, type Road } from './carillon.ts'
import type { OpenClient } from './types.ts'

interface BenchPush extends LanePush {
  resolve(isAccepted: boolean): void
}

const fullPauseMs = 50

/**
 * Carillon as its server pushes: the server's own lanes decide what is sent again and when. What the outbox
 * does around them is to hold a push until its time and to give it back to the lane.
 */
export const openLanes =
  (road: Road): OpenClient =>
  (target) => {
    const client = createVendorClient({ extraCertificateAuthorities: [target.ca] })
    const certificate = certificateOf(road, target)
    const address = { vendor: road, certificateID: 1 }
    const loaded = { ...address, sdkAppID: 1, name: 'bench', revision: 1, certificate }

    const settle = (push: BenchPush, step: LaneStep): void => {
      if (step.kind === 'final') push.resolve(step.stage === 'accepted')
      else if (step.kind === 'token-dead') push.resolve(false)
      else addIn(push, step.kind === 'wait' ? step.untilMs - Date.now() : 0)
    }
    const addIn = (push: BenchPush, delayMs: number): void => {
      setTimeout(() => {
        push.plannedAtMs = Date.now()
        if (!lanes.add(address, push)) addIn(push, fullPauseMs)
      }, delayMs)
    }
    const lanes = new Lanes<BenchPush>({
      client,
      limitsOf: () => channels[road].limits,
      tenants: {
        certificate: () => Promise.resolve(loaded),
        onCertificateChanged: () => () => undefined,
      },
      clock: systemClock,
      host: {
        mayGo: () => true,
        sending: () => undefined,
        answered: () => undefined,
        settled: (_, push, step) => settle(push, step),
        stopped: () => undefined,
        doubted: () => undefined,
        resumed: () => undefined,
        room: () => undefined,
        roomAgain: () => false,

        fault: (error) => console.error('lanes:', error),
      },
    })
    const sendOne = (push: Push): Promise<boolean> =>
      new Promise((resolve) => {
        const nowMs = Date.now()
        const notification = notificationOf(push, nowMs + 86_400_000)
        const { id: msgID, token } = push
        addIn({ msgID, token, notification, plannedAtMs: nowMs, attempts: 0, unknowns: 0, resolve }, 0)
      })
    return {
      send: (pushes) => Promise.all(pushes.map(sendOne)),
      [Symbol.asyncDispose]: async () => {
        await lanes.drain()
        lanes.close()
        await client[Symbol.asyncDispose]()
      },
    }
  }
