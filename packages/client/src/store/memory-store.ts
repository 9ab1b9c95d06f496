import { MessageStatus } from '../api/enums.ts'
import { elemTypeOf } from '../messages/elems.ts'
import { dropOldest } from '../session/cursors.ts'
import type { KeptConversation, KeptMessage, LocalStore, MessagePlace, PageQuery } from './types.ts'

/** Messages kept; beyond, those kept first go. */
const messageCapacity = 10_000
/** Conversations kept; beyond, those changed longest ago go. */
export const conversationCapacity = 5000

/** Which of two places comes first. */
const comparePlaces = (one: MessagePlace, other: MessagePlace): number =>
  one.seq - other.seq || one.localOrder - other.localOrder

/** What a store in memory holds, by msgID, conversationID and name. */
export interface MemoryContent {
  messages: Map<string, KeptMessage>
  conversations: Map<string, KeptConversation>
  values: Map<string, string>
}

/** Nothing. */
export const emptyContent = (): MemoryContent => ({
  messages: new Map(),
  conversations: new Map(),
  values: new Map(),
})

/** A store that lasts as long as the login. Bounded. */
export const memoryStore = (
  { messages, conversations, values }: MemoryContent = emptyContent(),
  mostMessages = messageCapacity,
): LocalStore => {
  const of = (conversationID: string): KeptMessage[] =>
    [...messages.values()].filter((message) => message.conversationID === conversationID)
  return {
    async put(added) {
      for (const message of added) {
        // Behind what is there: the oldest are those kept first.
        messages.delete(message.msgID)
        messages.set(message.msgID, message)
      }
      dropOldest(messages, mostMessages)
    },
    find: async (msgIDs) => msgIDs.flatMap((msgID) => messages.get(msgID) ?? []),
    page: async (query) => pageOf(of(query.conversationID), query),
    between: async ({ conversationID, sinceMs, untilMs }) =>
      (conversationID === undefined ? [...messages.values()] : of(conversationID))
        .filter(({ status, record: { timestampMs } }) => {
          const isThere = status !== MessageStatus.HAS_DELETED && status !== MessageStatus.LOCAL_REVOKED
          return isThere && timestampMs >= sinceMs && timestampMs <= untilMs
        })
        .sort((one, other) => other.record.timestampMs - one.record.timestampMs || comparePlaces(other, one)),
    async remove(msgIDs) {
      for (const msgID of msgIDs) messages.delete(msgID)
    },
    async clear(conversationID) {
      for (const { msgID } of of(conversationID)) messages.delete(msgID)
    },
    conversations: async () => [...conversations.values()],
    async putConversation(conversation) {
      conversations.delete(conversation.conversationID)
      conversations.set(conversation.conversationID, conversation)
      dropOldest(conversations, conversationCapacity)
    },
    value: async (name) => values.get(name),
    async setValue(name, value) {
      if (value === undefined) values.delete(name)
      else values.set(name, value)
    },
  }
}

const pageOf = (messages: readonly KeptMessage[], query: PageQuery): KeptMessage[] => {
  const { direction, from, count, elemTypes = [] } = query
  const sign = direction === 'newer' ? 1 : -1
  return messages
    .filter(
      (message) =>
        message.status !== MessageStatus.HAS_DELETED &&
        message.isUnlisted !== true &&
        (from === undefined || comparePlaces(message, from) * sign > 0) &&
        (elemTypes.length === 0 || elemTypes.includes(elemTypeOf(message.record.elements[0]))),
    )
    .sort((one, other) => comparePlaces(one, other) * sign)
    .slice(0, count)
}
