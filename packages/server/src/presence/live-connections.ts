import type { EventMap, EventName } from '@carillon/protocol'

import type { Session, SessionListener } from './session.ts'
import type { Acknowledgement, Connection, Connections, DeviceKey, UserKey } from './types.ts'

/** The sessions of this node, by user and device. Told of acknowledgements by the sessions themselves. */
export class LiveConnections implements Connections, SessionListener {
  /** By app, user and device. */
  readonly #apps = new Map<number, Map<string, Map<string, Session>>>()
  /** Lists of users as sets, made once a list. */
  readonly #sets = new WeakMap<readonly string[], ReadonlySet<string>>()
  readonly #acknowledgedListeners = new Set<(acknowledgement: Acknowledgement) => void>()
  readonly #disconnectedListeners = new Set<(device: DeviceKey & { userID: string }) => void>()
  readonly #onCursor: (session: Session, conversationID: number, seq: number) => void

  /** @param onCursor told how far a device has acknowledged a conversation */
  constructor(onCursor: (session: Session, conversationID: number, seq: number) => void) {
    this.#onCursor = onCursor
  }

  /** Adds a session after login. Answers the one of the same device that it takes the place of. */
  add(session: Session): Session | undefined {
    const { sdkAppID, userID, deviceID } = session.login
    const users = this.#apps.get(sdkAppID) ?? new Map<string, Map<string, Session>>()
    this.#apps.set(sdkAppID, users)
    const devices = users.get(userID) ?? new Map<string, Session>()
    users.set(userID, devices)
    const former = devices.get(deviceID)
    devices.set(deviceID, session)
    return former
  }

  /** Removes a session whose connection has ended, unless another has taken its place. */
  remove(session: Session): void {
    const { sdkAppID, userID, deviceID } = session.login
    const users = this.#apps.get(sdkAppID)
    const devices = users?.get(userID)
    if (devices?.get(deviceID) !== session) return
    devices.delete(deviceID)
    if (devices.size === 0) users?.delete(userID)
    if (users?.size === 0) this.#apps.delete(sdkAppID)
    for (const listener of this.#disconnectedListeners) listener(session.login)
  }

  /** The session of a user's device. */
  find(user: UserKey, deviceID: string): Session | undefined {
    return this.#devicesOf(user)?.get(deviceID)
  }

  /** All sessions. */
  *all(): Iterable<Session> {
    for (const users of this.#apps.values()) for (const devices of users.values()) yield* devices.values()
  }

  of(user: UserKey): readonly Connection[] {
    const devices = this.#devicesOf(user)
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
    for (const [deviceID, session] of this.#devicesOf(user) ?? []) {
      if (deviceID === exceptDeviceID) continue
      session.send(name, data)
      // One that reads too slowly ends in this moment.
      if (!session.isEnded) reached.push(deviceID)
    }
    return reached
  }

  sendToMany<E extends EventName>(
    sdkAppID: number,
    userIDs: readonly string[],
    name: E,
    data: EventMap[E],
    exceptUserID?: string,
  ): readonly string[] {
    const reached: string[] = []
    for (const userID of this.connectedOf(sdkAppID, userIDs))
      if (userID !== exceptUserID) reached.push(...this.send({ sdkAppID, userID }, name, data))
    return reached
  }

  connectedOf(sdkAppID: number, userIDs: readonly string[]): readonly string[] {
    const users = this.#apps.get(sdkAppID)
    if (!users) return []
    if (userIDs.length <= users.size) return userIDs.filter((userID) => users.has(userID))
    const known = this.#sets.get(userIDs)
    const wanted = known ?? new Set(userIDs)
    if (!known) this.#sets.set(userIDs, wanted)
    return [...users.keys()].filter((userID) => wanted.has(userID))
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

  #devicesOf({ sdkAppID, userID }: UserKey): Map<string, Session> | undefined {
    return this.#apps.get(sdkAppID)?.get(userID)
  }
}
