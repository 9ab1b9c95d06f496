import type { Acknowledgement, Connection, Connections, DeviceKey } from '../../presence/types.ts'

/** Connections without sockets: the test says who is connected and what they answer. */
export interface FakeConnections extends Connections {
  /** A device of bob's connects, or changes its state. */
  connect(deviceID: string, change?: Partial<Connection>): void
  disconnect(deviceID: string): void
  acknowledge(msgID: string, deviceID: string): void
  readonly unresponsive: string[]
}

export const createFakeConnections = (): FakeConnections => {
  const connected = new Map<string, Connection>()
  const acknowledged = new Set<(acknowledgement: Acknowledgement) => void>()
  const disconnected = new Set<(device: DeviceKey & { userID: string }) => void>()
  const unresponsive: string[] = []
  return {
    unresponsive,
    of: ({ userID }) => (userID === 'bob' ? [...connected.values()] : []),
    send: () => [],
    sendToMany: () => [],
    connectedOf: () => [],
    markUnresponsive({ deviceID }) {
      unresponsive.push(deviceID)
      const connection = connected.get(deviceID)
      if (connection) connected.set(deviceID, { ...connection, responsive: false })
    },
    onAcknowledged(listener) {
      acknowledged.add(listener)
      return () => acknowledged.delete(listener)
    },
    onDisconnected(listener) {
      disconnected.add(listener)
      return () => disconnected.delete(listener)
    },
    connect(deviceID, change = {}) {
      connected.set(deviceID, { deviceID, background: false, responsive: true, ...change })
    },
    disconnect(deviceID) {
      connected.delete(deviceID)
      for (const listener of disconnected) listener({ sdkAppID: 1, deviceID, userID: 'bob' })
    },
    acknowledge(msgID, deviceID) {
      for (const listener of acknowledged) listener({ sdkAppID: 1, deviceID, userID: 'bob', msgID })
    },
  }
}
