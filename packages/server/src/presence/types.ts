import type { EventMap, EventName, MessageRecord, Platform } from '@carillon/protocol'

/** One installation of an app on one phone or computer, within one tenant. */
export interface DeviceKey {
  sdkAppID: number
  deviceID: string
}

/** One user of a tenant. */
export interface UserKey {
  sdkAppID: number
  userID: string
}

/** How the user's login on a device stands; `other-user` means that someone else logged in on it since. */
export type LoginState = 'logged-in' | 'logged-out' | 'kicked' | 'other-user'

/** One user's login on a device, as stored. */
export interface Device extends DeviceKey {
  userID: string
  platform: Platform
  deviceName: string | null
  loginState: LoginState
  /** When its last connection ended, or began if it never ended in good order. Epoch milliseconds. */
  lastSeenAtMs: number
  /** Unread count the app last reported with doBackground: the base of the badge. */
  reportedUnreadCount: number
}

/** What is known of a device's live connection, if it has one. */
export interface Connection {
  deviceID: string
  /** The app reported doBackground. */
  background: boolean
  /** False once a live copy went unacknowledged past its time, until the app is heard from again. */
  responsive: boolean
}

/** An acknowledgement of the app behind a connection. */
export interface Acknowledgement extends DeviceKey {
  userID: string
  msgID: string
}

/** The live connections of this node. */
export interface Connections {
  /** Connections of a user, one a device. */
  of(user: UserKey): readonly Connection[]
  /**
   * Sends an event to the user's devices but `exceptDeviceID`. Answers which devices it went to;
   * devices that are catching up get it in its place in the order.
   */
  send<E extends EventName>(
    user: UserKey,
    name: E,
    data: EventMap[E],
    exceptDeviceID?: string,
  ): readonly string[]
  /**
   * Sends an event to every device of many users but those of `exceptUserID`. Walks the users or the
   * connections, whichever are fewer, so that a large group with few online costs little. A list that is
   * not changed in place is worth keeping: what is made of it is kept with it.
   */
  sendToMany<E extends EventName>(
    sdkAppID: number,
    userIDs: readonly string[],
    name: E,
    data: EventMap[E],
    exceptUserID?: string,
  ): readonly string[]
  /** Those of the users who are connected. */
  connectedOf(sdkAppID: number, userIDs: readonly string[]): readonly string[]
  /** Marks a connection as one that does not answer. It counts as offline until it is heard from. */
  markUnresponsive(device: DeviceKey & { userID: string }): void
  /** Called for each message a device acknowledges. The returned function ends it. */
  onAcknowledged(listener: (acknowledgement: Acknowledgement) => void): () => void
  /** Called when a device's connection has ended, whatever the reason. */
  onDisconnected(listener: (device: DeviceKey & { userID: string }) => void): () => void
}

/** A message with who is to have it: what goes from the transaction to the live fan-out and the push engine. */
export interface CommittedMessage {
  record: MessageRecord
  /** Users other than the sender who are to have it. */
  recipients: readonly string[]
  senderDeviceID: string
}
