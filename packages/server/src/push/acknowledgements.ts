import type { Clock } from '../clock.ts'
import type { Connections, DeviceKey } from '../presence/types.ts'
import type { UnreachedReason } from './planner/types.ts'

/** A live copy whose acknowledgement is waited for. */
export interface LiveCopy extends DeviceKey {
  userID: string
  timeoutMs: number
  /** Called once when the copy did not arrive. */
  unreached(reason: UnreachedReason): void
}

/** Waits for the apps behind live connections to acknowledge. */
export interface Acknowledgements {
  /** Waits for one copy. The returned function ends the wait, when it was acknowledged for example. */
  expect(copy: LiveCopy): () => void
  close(): void
}

const deviceKey = ({ sdkAppID, deviceID }: DeviceKey): string => `${sdkAppID}\n${deviceID}`

interface Waiting extends LiveCopy {
  end(): void
}

/**
 * A connection that leaves one copy unacknowledged past its time counts as unresponsive, and whatever
 * else waits for that device is not waited for any longer. A connection that ends ends the waits too.
 */
export const createAcknowledgements = (parts: {
  connections: Pick<Connections, 'markUnresponsive' | 'onDisconnected'>
  clock: Clock
}): Acknowledgements => {
  const { connections, clock } = parts
  const byDevice = new Map<string, Set<Waiting>>()

  const giveUp = (key: string, reason: UnreachedReason, of: (waiting: Waiting) => boolean): void => {
    for (const waiting of [...(byDevice.get(key) ?? [])].filter(of)) {
      waiting.end()
      waiting.unreached(reason)
    }
  }

  const endListening = connections.onDisconnected((device) => {
    giveUp(deviceKey(device), 'connection-lost', (waiting) => waiting.userID === device.userID)
  })

  return {
    expect(copy) {
      const key = deviceKey(copy)
      const group = byDevice.get(key) ?? new Set()
      byDevice.set(key, group)
      const cancel = clock.after(copy.timeoutMs, () => {
        connections.markUnresponsive({
          sdkAppID: copy.sdkAppID,
          userID: copy.userID,
          deviceID: copy.deviceID,
        })
        giveUp(key, 'unacknowledged', (other) => other.userID === copy.userID)
      })
      const end = (): void => {
        cancel()
        group.delete(waiting)
        if (group.size === 0 && byDevice.get(key) === group) byDevice.delete(key)
      }
      const waiting: Waiting = { ...copy, end }
      group.add(waiting)
      return end
    },
    close() {
      endListening()
      for (const group of byDevice.values()) for (const waiting of group) waiting.end()
    },
  }
}
