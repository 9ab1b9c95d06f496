import { ErrorCode } from '@carillon/protocol'

import { makeMsgID } from '../message-id.ts'
import type { Database } from '../store/db.ts'
import {
  ensureConversations,
  findKnown,
  lockConversations,
  pairKey,
  storeMessages,
  type KnownMessage,
  type NewMessage,
  type Pair,
  type RandomKey,
} from './queries.ts'
import { profilesOf, toRecord, userKey, type Profiles } from './record.ts'
import { refusedSend, type Send, type SendOutcome } from './types.ts'

/** What a batch needs beside its sends. */
export interface BatchParts {
  database: Database
  nowMs: number
  lease: { owner: string; untilMs: number }
  /** How long the same (sender, random) is the same message, by app. */
  duplicateWindowMs: (sdkAppID: number) => number
  /** Conversations known from before, by `conversationKey`; what is found is added. */
  conversations: Map<string, number>
}

/**
 * Stores sends in one transaction: message, outbox row and guard against duplicates. One outcome a send,
 * in their order; a send that was stored before gets its first message.
 */
export const storeBatch = async (sends: readonly Send[], parts: BatchParts): Promise<SendOutcome[]> => {
  const profiles = await profilesOf(sends, parts.database)
  const outcomes = new Map<Send, SendOutcome>()
  for (const send of sends)
    if (!profiles.has(userKey(send.sdkAppID, send.params.receiver)))
      outcomes.set(
        send,
        refusedSend(
          ErrorCode.MSG_INVALID_ID,
          `There is no account ${JSON.stringify(send.params.receiver)}. It exists after its first login, or when it was imported.`,
        ),
      )
  const valid = sends.filter((send) => !outcomes.has(send))
  if (valid.length > 0) {
    await findConversations(valid, parts)
    await storeValid(valid, { ...parts, profiles, outcomes })
  }
  return sends.map((send) => outcomes.get(send) ?? internalFault)
}

const internalFault = refusedSend(ErrorCode.INTERNAL_ERROR, 'The message was not stored. Send it again.')

const storeValid = async (
  sends: readonly Send[],
  parts: BatchParts & { profiles: Profiles; outcomes: Map<Send, SendOutcome> },
): Promise<void> => {
  const { database, nowMs, lease, conversations, profiles, outcomes, duplicateWindowMs } = parts
  const keyed = sends.map((send) => {
    const conversationID = conversations.get(conversationKey(pairOf(send)))
    if (conversationID === undefined) throw new Error('a conversation that was just made is not there')
    const { sdkAppID, sender } = send
    const key: RandomKey = { sdkAppID, sender, conversationID, random: send.params.random }
    return { send, key, sinceMs: nowMs - duplicateWindowMs(sdkAppID) }
  })
  await database.transaction(async (db) => {
    const conversationIDs = [...new Set(keyed.map(({ key }) => key.conversationID))]
    const lastSeqs = new Map(await lockConversations(db, conversationIDs))
    if (lastSeqs.size < conversationIDs.length) {
      conversations.clear()
      throw new Error('a conversation that was known is gone')
    }
    const known = new Map<string, KnownMessage>()
    for (const message of await findKnown(
      db,
      keyed.map(({ key, sinceMs }) => ({ ...key, sinceMs })),
    ))
      known.set(randomKey(message), message)
    const fresh: NewMessage[] = []
    for (const { send, key } of keyed) {
      const before = known.get(randomKey(key))
      const seq = before?.seq ?? (lastSeqs.get(key.conversationID) ?? 0) + 1
      const place = { conversationID: key.conversationID, seq }
      const msgID = before?.msgID ?? makeMsgID(place)
      const sentAtMs = before?.sentAtMs ?? nowMs
      const record = toRecord(send, { msgID, seq, sentAtMs }, profiles)
      outcomes.set(send, { ok: true, record, isDuplicate: before !== undefined })
      if (before) continue
      lastSeqs.set(key.conversationID, seq)
      known.set(randomKey(key), { ...key, msgID, seq, sentAtMs })
      fresh.push({ conversationID: key.conversationID, record, senderDeviceID: send.senderDeviceID })
    }
    if (fresh.length > 0) await storeMessages(db, fresh, lease)
  })
}

const findConversations = async (sends: readonly Send[], parts: BatchParts): Promise<void> => {
  const unknown = new Map<string, Pair>()
  for (const send of sends) {
    const pair = pairOf(send)
    const key = conversationKey(pair)
    if (!parts.conversations.has(key)) unknown.set(key, pair)
  }
  if (unknown.size === 0) return
  const found = await ensureConversations(parts.database, [...unknown.values()])
  for (const [key, conversationID] of found) parts.conversations.set(key, conversationID)
}

const pairOf = ({ sdkAppID, sender, params: { receiver } }: Send): Pair => ({
  sdkAppID,
  userIDs: sender < receiver ? [sender, receiver] : [receiver, sender],
})

/** A pair's conversation in a map. */
const conversationKey = (pair: Pair): string => `${pair.sdkAppID}\n${pairKey(pair)}`

const randomKey = ({ sdkAppID, sender, conversationID, random }: RandomKey): string =>
  `${sdkAppID}\n${conversationID}\n${random}\n${sender}`
