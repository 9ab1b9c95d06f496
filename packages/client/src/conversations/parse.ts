import type { ConversationGroupsState, ConversationRecord, ConversationResult } from '@carillon/protocol'

import type { V2TimConversationOperationResult } from '../api/conversations.ts'
import { asRecord } from '../connection/wire.ts'
import { listOf } from '../session/parse.ts'

/** The conversations an answer carries; those this version cannot show are left out. */
export const toConversations = (data: unknown): ConversationRecord[] =>
  listOf(data, 'conversations').filter((value): value is ConversationRecord => {
    const record = asRecord(value)
    return (
      typeof record?.conversationID === 'string' &&
      typeof record.version === 'number' &&
      typeof record.lastSeq === 'number' &&
      typeof record.lastTimeMs === 'number' &&
      typeof record.unreadCount === 'number' &&
      [record.marks, record.groups, record.mentions].every(Array.isArray)
    )
  })

/** Names of groups of conversations. */
export const toNames = (data: unknown, name: string): string[] =>
  listOf(data, name).filter((value): value is string => typeof value === 'string')

/** What an event tells of groups of conversations, if it does. */
export const toGroupsState = (data: unknown): ConversationGroupsState | undefined => {
  const groups = asRecord(asRecord(data)?.groups)
  if (groups === undefined) return undefined
  const { from, to } = asRecord(groups.renamed) ?? {}
  return {
    names: toNames(groups, 'names'),
    ...(typeof from === 'string' && typeof to === 'string' && { renamed: { from, to } }),
  }
}

/** What became of several conversations. */
export const toOperationResults = (data: unknown): V2TimConversationOperationResult[] =>
  (listOf(data, 'results') as ConversationResult[]).map(({ conversationID, code, desc }) => ({
    conversationID,
    resultCode: code,
    resultInfo: desc,
  }))
