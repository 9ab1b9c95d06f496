import { atAll, type LogEntry, type MessageRecord } from '@carillon/protocol'

import type { Connections } from '../presence/types.ts'

/** Who is to have an entry of a log live. */
export interface Audience {
  /** The sender may be among them; it makes no difference. A list that is kept is worth keeping: see `Connections.sendToMany`. */
  recipients: readonly string[]
  /** Those whose devices are not sent it, though it is theirs: see `StoredSend.notReceiving`. */
  notReceiving?: ReadonlyMap<string, 1 | 4>
}

/**
 * Hands a message to the devices that are connected: the recipients' and the sender's own other ones.
 * Answers which of the recipients' devices it went to.
 */
export const deliverMessage = (
  connections: Connections,
  record: MessageRecord,
  audience: Audience,
  senderDeviceID: string,
): string[] => {
  const { sdkAppID, sender } = record
  connections.send({ sdkAppID, userID: sender.userID }, 'message.new', { message: record }, senderDeviceID)
  return deliverToRecipients(connections, record, audience)
}

/** Hands a message to the recipients' devices that are connected. Answers which it went to. */
export const deliverToRecipients = (
  connections: Connections,
  record: MessageRecord,
  { recipients, notReceiving }: Audience,
): string[] => {
  const { sdkAppID, sender } = record
  const data = { message: record }
  return connections
    .connectedOf(sdkAppID, recipients)
    .flatMap((userID) =>
      userID === sender.userID || isKeptFrom(userID, record, notReceiving)
        ? []
        : connections.send({ sdkAppID, userID }, 'message.new', data),
    )
}

/** Whether a member's receive option keeps a message from the member's devices. */
const isKeptFrom = (
  userID: string,
  record: MessageRecord,
  notReceiving: ReadonlyMap<string, 1 | 4> | undefined,
): boolean => {
  const option = notReceiving?.get(userID)
  return option === 1 || (option === 4 && !mentions(record, userID))
}

/** Whether a message mentions a user, by name or with everyone. */
const mentions = ({ atUserIDs = [] }: MessageRecord, userID: string): boolean =>
  atUserIDs.includes(userID) || atUserIDs.includes(atAll)

/** Hands a change to all devices of its audience, the one that made it included. */
export const deliverChange = (
  connections: Connections,
  { change }: Extract<LogEntry, { change: unknown }>,
  userIDs: readonly string[],
): void => {
  connections.sendToMany(change.sdkAppID, userIDs, 'message.changed', { change })
}
