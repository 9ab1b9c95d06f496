import { asRecord } from '../connection/wire.ts'
import type { KeyValueStorage } from '../platform/storage.ts'
import { conversationCapacity, emptyContent, memoryStore, type MemoryContent } from './memory-store.ts'
import type { OpenLocalStore } from './open.ts'
import type { KeptConversation, KeptMessage } from './types.ts'
import { writeBehind } from './write-behind.ts'

/** Messages kept; beyond, those kept first go. AsyncStorage on Android holds 6 MB in all. */
const messageCapacity = 2000

/** Each kind of content lies in so many entries: small enough that one is quickly written, and read at all. */
const buckets = { messages: 32, conversations: 8, values: 4 } as const

type Kind = keyof typeof buckets

/** The entries that do not say any more what is kept. */
type Dirty = { [K in Kind]: Set<number> }

/**
 * A store in a key-value storage such as AsyncStorage: all of it is read when it is opened. An entry that
 * cannot be read is set aside under `<its key>.broken`, and what was in it is not there.
 */
export const keyValueStore =
  (storage: KeyValueStorage): OpenLocalStore =>
  async ({ sdkAppID, userID, clock, log }) => {
    const keyOf = (kind: Kind, bucket: number): string =>
      `carillon.store.${sdkAppID}.${userID}.${kind}.${bucket}`
    const content = emptyContent()

    const load = async (kind: Kind, bucket: number): Promise<void> => {
      const key = keyOf(kind, bucket)
      const text = await storage.getItem(key)
      if (typeof text !== 'string') return
      const entries = entriesIn(kind, text)
      if (entries !== undefined) {
        for (const [name, value] of entries) (content[kind] as Map<string, unknown>).set(name, value)
        return
      }
      log.warn(`local store: ${key} is broken and set aside; what was in it is not there`)
      await storage.setItem(`${key}.broken`, text)
      await storage.removeItem(key)
    }

    for (const kind of Object.keys(buckets) as Kind[])
      await Promise.all(Array.from({ length: buckets[kind] }, async (_, bucket) => load(kind, bucket)))
    sortByTime(content)

    const save = async (kind: Kind, bucket: number): Promise<void> => {
      const entries = [...content[kind]].filter(([name]) => bucketOf(kind, name) === bucket)
      await (entries.length === 0
        ? storage.removeItem(keyOf(kind, bucket))
        : storage.setItem(keyOf(kind, bucket), JSON.stringify(entries)))
    }

    const writes = writeBehind<readonly [Kind, number]>(
      clock,
      async (batch) => {
        const dirty: Dirty = { messages: new Set(), conversations: new Set(), values: new Set() }
        for (const [kind, bucket] of batch) dirty[kind].add(bucket)
        for (const kind of Object.keys(dirty) as Kind[])
          for (const bucket of dirty[kind]) await save(kind, bucket)
      },
      (error) => log.warn(`local store: ${String(error)}`),
    )
    const changed = async (kind: Kind, names: readonly string[]): Promise<void> => {
      for (const bucket of new Set(names.map((name) => bucketOf(kind, name))))
        await writes.add([kind, bucket])
    }

    const memory = memoryStore(content, messageCapacity)
    return {
      ...memory,
      async put(messages) {
        await memory.put(messages)
        await changed(
          'messages',
          messages.map(({ msgID }) => msgID),
        )
      },
      async remove(msgIDs) {
        await memory.remove(msgIDs)
        await changed('messages', msgIDs)
      },
      async clear(conversationID) {
        const gone = [...content.messages.values()].filter((each) => each.conversationID === conversationID)
        await memory.clear(conversationID)
        await changed(
          'messages',
          gone.map(({ msgID }) => msgID),
        )
      },
      async putConversation(conversation) {
        await memory.putConversation(conversation)
        await changed('conversations', [conversation.conversationID])
      },
      async setValue(name, value) {
        await memory.setValue(name, value)
        await changed('values', [name])
      },
      close: async () => writes.flush(),
    }
  }

/** Which entry holds something: FNV-1a of its name. */
const bucketOf = (kind: Kind, name: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % buckets[kind]
}

/** What an entry holds, or undefined when that is broken. */
const entriesIn = (kind: Kind, text: string): [string, unknown][] | undefined => {
  let entries: unknown
  try {
    entries = JSON.parse(text)
  } catch {
    return undefined
  }
  const isWhole =
    Array.isArray(entries) &&
    entries.every(
      (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && isOfKind(kind, entry[1] as unknown),
    )
  return isWhole ? (entries as [string, unknown][]) : undefined
}

const isOfKind = (kind: Kind, value: unknown): boolean => {
  if (kind === 'values') return typeof value === 'string'
  const fields = asRecord(value)
  if (kind === 'conversations') return typeof fields?.conversationID === 'string'
  const record = asRecord(fields?.record)
  return (
    typeof fields?.msgID === 'string' &&
    Array.isArray(record?.elements) &&
    typeof record.timestampMs === 'number'
  )
}

/** Over the entries the order in which messages were kept is lost; that of their times comes nearest. */
const sortByTime = ({ messages, conversations }: MemoryContent): void => {
  const inOrder: KeptMessage[] = [...messages.values()].sort(
    (one, other) => one.record.timestampMs - other.record.timestampMs,
  )
  messages.clear()
  for (const message of inOrder.slice(-messageCapacity)) messages.set(message.msgID, message)
  const kept: KeptConversation[] = [...conversations.values()].slice(-conversationCapacity)
  conversations.clear()
  for (const conversation of kept) conversations.set(conversation.conversationID, conversation)
}
