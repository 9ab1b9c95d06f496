import {
  ErrorCode,
  type ChangeContent,
  type MessageAddress,
  type MessageChange,
  type MessageRecord,
} from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import { makeMsgID, placeOf } from '../message-id.ts'
import type { Connections, UserKey } from '../presence/types.ts'
import type { Database, Db } from '../store/db.ts'
import { deliverChange } from './delivery.ts'
import { insertChange, lockMessage, type LogMessage } from './log-queries.ts'
import { loadParties, lockConversations } from './queries.ts'
import { refusedSend, type GroupSends } from './types.ts'
import type { MessageWriter } from './writer.ts'

/** What changes of messages are made from. */
export interface ChangeParts {
  database: Database
  connections: Connections
  groups: GroupSends
  writer: MessageWriter
  clock: Clock
}

/** What a change decides when it sees the message, locked. */
export type ChangeDecision<T> =
  /** The message stays as it is. */
  | { kind: 'refuse'; code: number; desc: string }
  | { kind: 'nothing'; data: T }
  /** An entry is added to the log. What else changes, `decide` has changed already. */
  | { kind: 'change'; content: ChangeContent; data: T }

/** Looks at a locked message and makes the change, in the transaction `db`. */
export type DecideChange<T> = (db: Db, message: LogMessage) => Promise<ChangeDecision<T>> | ChangeDecision<T>

/** What became of a change. `change` is undefined when there was nothing to change. */
export type Changed<T> =
  | { ok: true; data: T; change: MessageChange | undefined; message: LogMessage }
  | { ok: false; code: number; desc: string }

/** The answer for a message that is not there. */
export const noSuchMessage = refusedSend(ErrorCode.MSG_REVOKE_NOT_FOUND, 'There is no such message.')

/**
 * Changes a message: in one transaction the message's row and the entry that tells of it; then the
 * devices of all who may see it are told.
 */
export const changeMessage = async <T>(
  parts: ChangeParts,
  maker: UserKey,
  msgID: string,
  decide: DecideChange<T>,
): Promise<Changed<T>> => {
  const place = placeOf(msgID)
  if (!place) return noSuchMessage
  const { conversationID } = place
  return await parts.writer.change(conversationID, async () => {
    const changed = await parts.database.transaction(
      async (db): Promise<Changed<T>> =>
        await changeInTransaction(db, parts, { maker, conversationID, msgID, decide }),
    )
    // Before the next entry of the conversation is stored: live copies go out in the order of the log.
    if (changed.ok && changed.change) {
      const audience = await audienceOf(parts.groups, changed.message)
      deliverChange(parts.connections, { change: changed.change }, audience)
    }
    return changed
  })
}

const changeInTransaction = async <T>(
  db: Db,
  parts: ChangeParts,
  {
    maker,
    conversationID,
    msgID,
    decide,
  }: { maker: UserKey; conversationID: number; msgID: string; decide: DecideChange<T> },
): Promise<Changed<T>> => {
  const locked = (await lockConversations(db, [conversationID])).get(conversationID)
  const message = locked && (await lockMessage(db, msgID))
  if (!message || message.record.sdkAppID !== maker.sdkAppID) return noSuchMessage
  const decision = await decide(db, message)
  if (decision.kind === 'refuse') return refusedSend(decision.code, decision.desc)
  const { data } = decision
  if (decision.kind === 'nothing') return { ok: true, data, change: undefined, message }
  const seq = locked.lastSeq + 1
  const writer = writerOf(maker.userID, message.record)
  const [profile] = await loadParties(db, [{ ...maker, sender: writer, receiver: null }])
  const change: MessageChange = {
    ...addressFor(writer, message.record),
    changeID: makeMsgID({ conversationID, seq }),
    seq,
    sdkAppID: maker.sdkAppID,
    sender: {
      userID: writer,
      ...(profile?.nickName == null ? {} : { nickName: profile.nickName }),
      ...(profile?.faceUrl == null ? {} : { faceUrl: profile.faceUrl }),
    },
    timestampMs: parts.clock.now(),
    content: decision.content,
  }
  await insertChange(db, conversationID, change, message.visibleTo)
  return { ok: true, data, change, message }
}

/**
 * In whose name a change is written: its maker's. A one-to-one conversation knows its two alone, so there
 * an administrator writes in the name of the message's sender.
 */
const writerOf = (maker: string, { groupID, sender, receiver }: MessageRecord): string =>
  groupID !== undefined || maker === sender.userID || maker === receiver ? maker : sender.userID

/** A one-to-one change is addressed to the other of the two, whoever wrote the message. */
const addressFor = (maker: string, record: MessageRecord): MessageAddress =>
  record.groupID === undefined
    ? { receiver: maker === record.sender.userID ? record.receiver : record.sender.userID }
    : { groupID: record.groupID }

/** All users who are to learn of a change of a message. */
const audienceOf = async (
  groups: GroupSends,
  { record, visibleTo }: LogMessage,
): Promise<readonly string[]> => {
  if (visibleTo) return visibleTo
  if (record.groupID === undefined) return [...new Set([record.sender.userID, record.receiver])]
  return (await groups.audience({ sdkAppID: record.sdkAppID, groupID: record.groupID })) ?? []
}
