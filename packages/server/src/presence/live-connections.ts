import type { EventMap, EventName } from '@carillon/protocol'

import type { Session, SessionListener } from './session.ts'
import type { Acknowledgement, Connection, Connections, DeviceKey, UserKey } from './types.ts'

const keyOf = ({ sdkAppID, userID }: UserKey): string => `${sdkAppID}\n${userID}`

/** The sessions of this node, by user and device. Told of acknowledgements by the sessions themselves. */
export class LiveConnections implements Connections, SessionListener {
  readonly #sessions = new Map<string, Map<string, Session>>()
  readonly #acknowledgedListeners = new Set<(acknowledgement: Acknowledgement) => void>()
  readonly #disconnectedListeners = new Set<(device: DeviceKey & { userID: string }) => void>()
  readonly #onCursor: (session: Session, conversationID: number, seq: number) => void

  /** @param onCursor told how far a device has acknowledged a conversation */
  constructor(onCursor: (session: Session, conversationID: number, seq: number) => void) {
    this.#onCursor = onCursor
  }

  /** Adds a session after login. Answers the one of the same device that it takes the place of. */
  add(session: Session): Session | undefined {
    const key = keyOf(session.login)
    const devices = this.#sessions.get(key) ?? new Map<string, Session>()
    this.#sessions.set(key, devices)
    const former = devices.get(session.login.deviceID)
    devices.set(session.login.deviceID, session)
    return former
  }

  /** Removes a session whose connection has ended, unless another has taken its place. */
  remove(session: Session): void {
    const key = keyOf(session.login)
    const devices = this.#sessions.get(key)
    if (devices?.get(session.login.deviceID) !== session) return
    devices.delete(session.login.deviceID)
    if (devices.size === 0) this.#sessions.delete(key)
    for (const listener of this.#disconnectedListeners) listener(session.login)
  }

  /** The session of a user's device. */
  find(user: UserKey, deviceID: string): Session | undefined {
    return this.#sessions.get(keyOf(user))?.get(deviceID)
  }

  /** All sessions. */
  *all(): Iterable<Session> {
    for (const devices of this.#sessions.values()) yield* devices.values()
  }

  of(user: UserKey): readonly Connection[] {
    const devices = this.#sessions.get(keyOf(user))
    return devices
      ? [...devices.values()].map(({ login, background, responsive }) => ({
          deviceID: login.deviceID,
          background,
          responsive,
        }))
      : []
  }

  send<E extends EventName>(
    user: UserKey,
    name: E,
    data: EventMap[E],
    exceptDeviceID?: string,
  ): readonly string[] {
    const reached: string[] = []
    for (const [deviceID, session] of this.#sessions.get(keyOf(user)) ?? []) {
      if (deviceID === exceptDeviceID) continue
      session.send(name, data)
      // One that reads too slowly ends in this moment.
      if (!session.isEnded) reached.push(deviceID)
    }
    return reached
  }

  markUnresponsive(device: DeviceKey & { userID: string }): void {
    this.find(device, device.deviceID)?.markUnresponsive()
  }

  onAcknowledged(listener: (acknowledgement: Acknowledgement) => void): () => void {
    this.#acknowledgedListeners.add(listener)
    return () => this.#acknowledgedListeners.delete(listener)
  }

  onDisconnected(listener: (device: DeviceKey & { userID: string }) => void): () => void {
    this.#disconnectedListeners.add(listener)
    return () => this.#disconnectedListeners.delete(listener)
  }

  sessionOnAcknowledged({ login }: Session, msgID: string): void {
    for (const listener of this.#acknowledgedListeners) listener({ ...login, msgID })
  }

  sessionOnCursor(session: Session, conversationID: number, seq: number): void {
    this.#onCursor(session, conversationID, seq)
  }
}
