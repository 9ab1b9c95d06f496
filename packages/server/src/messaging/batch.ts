import { ErrorCode } from '@carillon/protocol'

import { noteFileUses } from '../files/index.ts'
import { makeMsgID } from '../message-id.ts'
import type { Database } from '../store/db.ts'
import {
  ensureConversations,
  findKnown,
  loadParties,
  lockConversations,
  pairKey,
  storeMessages,
  type KnownMessage,
  type NewMessage,
  type Pair,
  type Parties,
  type RandomKey,
} from './queries.ts'
import { toRecord } from './record.ts'
import { refusedSend, type Send, type StoreOutcome } from './types.ts'

/** What a batch needs beside its sends. */
export interface BatchParts {
  database: Database
  nowMs: number
  lease: { owner: string; untilMs: number }
  /** How long the same (sender, random) is the same message, by app. */
  duplicateWindowMs: (sdkAppID: number) => number
  /** Conversations of pairs known from before, by `conversationKey`; what is found is added. */
  conversations: Map<string, number>
}

/** A send with what the database says of its parties. */
interface KnownSend {
  send: Send
  parties: Parties
}

/**
 * Stores sends in one transaction: message, outbox row and guard against duplicates. One outcome a send,
 * in their order; a send that was stored before gets its first message.
 */
export const storeBatch = async (sends: readonly Send[], parts: BatchParts): Promise<StoreOutcome[]> => {
  const outcomes = new Map<Send, StoreOutcome>()
  const parties = await partiesOf(sends, parts)
  const valid = sends.flatMap((send, index): KnownSend[] => {
    const known = parties[index] ?? nobody
    const refusal = checkParties(send, known)
    if (refusal) outcomes.set(send, refusal)
    return refusal ? [] : [{ send, parties: known }]
  })
  if (valid.length > 0) {
    await findConversations(valid, parts)
    await storeValid(valid, { ...parts, outcomes })
  }
  return sends.map((send) => outcomes.get(send) ?? internalFault)
}

const internalFault = refusedSend(ErrorCode.INTERNAL_ERROR, 'The message was not stored. Send it again.')
const nobody: Parties = { nickName: null, faceUrl: null, hasReceiver: false, isBlocked: false }

/** The parties of sends, in their order. */
export const partiesOf = async (
  sends: readonly Pick<Send, 'sdkAppID' | 'sender' | 'params'>[],
  { database }: Pick<BatchParts, 'database'>,
): Promise<Parties[]> =>
  await loadParties(
    database,
    sends.map(({ sdkAppID, sender, params }) => ({ sdkAppID, sender, receiver: params.receiver ?? null })),
  )

/** Why a send does not go to its receiver; undefined when it does. */
export const checkParties = (
  { params, showsBlockedAsSent }: Pick<Send, 'params' | 'showsBlockedAsSent'>,
  { hasReceiver, isBlocked }: Parties,
): { ok: false; code: number; desc: string } | undefined => {
  if (params.receiver === undefined) return undefined
  if (!hasReceiver)
    return refusedSend(
      ErrorCode.MSG_INVALID_ID,
      `There is no account ${JSON.stringify(params.receiver)}. It exists after its first login, or when it was imported.`,
    )
  if (isBlocked && !showsBlockedAsSent)
    return refusedSend(ErrorCode.MSG_IN_PEER_BLACKLIST, 'The receiver has blocked you.')
  return undefined
}

const storeValid = async (
  sends: readonly KnownSend[],
  parts: BatchParts & { outcomes: Map<Send, StoreOutcome> },
): Promise<void> => {
  const { database, nowMs, lease, conversations, outcomes, duplicateWindowMs } = parts
  const keyed = sends.map(({ send, parties }) => {
    const conversationID = send.group?.conversationID ?? conversations.get(conversationKey(pairOf(send)))
    if (conversationID === undefined) throw new Error('a conversation that was just made is not there')
    const { sdkAppID, sender } = send
    const key: RandomKey = { sdkAppID, sender, conversationID, random: send.params.random }
    return { send, parties, key, sinceMs: nowMs - duplicateWindowMs(sdkAppID) }
  })
  await database.transaction(async (db) => {
    const conversationIDs = [...new Set(keyed.map(({ key }) => key.conversationID))]
    const locked = await lockConversations(db, conversationIDs)
    if (locked.size < conversationIDs.length) {
      conversations.clear()
      throw new Error('a conversation that was known is gone')
    }
    const lastSeqs = new Map([...locked].map(([conversationID, { lastSeq }]) => [conversationID, lastSeq]))
    const known = new Map<string, KnownMessage>()
    for (const message of await findKnown(
      db,
      keyed.map(({ key, sinceMs }) => ({ ...key, sinceMs })),
    ))
      known.set(randomKey(message), message)
    const fresh: NewMessage[] = []
    for (const { send, parties, key } of keyed) {
      const { conversationID } = key
      const before = known.get(randomKey(key))
      const seq = before?.seq ?? (lastSeqs.get(conversationID) ?? 0) + 1
      const msgID = before?.msgID ?? makeMsgID({ conversationID, seq })
      const sentAtMs = before?.sentAtMs ?? nowMs
      const profile = { ...parties, nameCard: send.group?.nameCard }
      const record = toRecord(send, { msgID, seq, sentAtMs }, profile)
      const notReceiving = new Map(
        locked.get(conversationID)?.notReceiving.map(({ userID, option }) => [userID, option]),
      )
      const { isBlocked } = parties
      outcomes.set(send, { ok: true, record, isDuplicate: before !== undefined, isBlocked, notReceiving })
      if (before) continue
      lastSeqs.set(conversationID, seq)
      known.set(randomKey(key), { ...key, msgID, seq, sentAtMs })
      fresh.push({
        conversationID,
        record,
        senderDeviceID: send.senderDeviceID,
        countsAsUnread: send.countsAsUnread,
        isPushed: send.isPushed,
        visibleTo: isBlocked ? [send.sender] : send.visibleTo,
      })
    }
    if (fresh.length === 0) return
    await storeMessages(db, fresh, lease)
    await noteFileUses(db, fresh)
  })
}

const findConversations = async (sends: readonly KnownSend[], parts: BatchParts): Promise<void> => {
  const unknown = new Map<string, Pair>()
  for (const { send } of sends) {
    if (send.group) continue
    const pair = pairOf(send)
    const key = conversationKey(pair)
    if (!parts.conversations.has(key)) unknown.set(key, pair)
  }
  if (unknown.size === 0) return
  const found = await ensureConversations(parts.database, [...unknown.values()])
  for (const [key, conversationID] of found) parts.conversations.set(key, conversationID)
}

const pairOf = ({ sdkAppID, sender, params: { receiver = sender } }: Send): Pair =>
  pairOfUsers(sdkAppID, sender, receiver)

/** Two users of a tenant as a pair. */
export const pairOfUsers = (sdkAppID: number, one: string, other: string): Pair => ({
  sdkAppID,
  userIDs: one < other ? [one, other] : [other, one],
})

/** A pair's conversation in a map. */
const conversationKey = (pair: Pair): string => `${pair.sdkAppID}\n${pairKey(pair)}`

const randomKey = ({ sdkAppID, sender, conversationID, random }: RandomKey): string =>
  `${sdkAppID}\n${conversationID}\n${random}\n${sender}`
