import { withinTime, type Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { memoryStore } from './memory-store.ts'
import type { LocalStore } from './types.ts'

/** Whose store it is, and what the store may use. */
export interface StoreAccount {
  sdkAppID: number
  userID: string
  clock: Clock
  log: Pick<Logger, 'warn'>
}

/** Opens a user's store. For `configure({ localStore })`. */
export type OpenLocalStore = (account: StoreAccount) => Promise<LocalStore>

/** How long opening and closing may take before the SDK goes on without. */
const limitMs = 10_000

/** Users' stores that are open, with their ends: the same one is not opened before. */
const openStores = new WeakMap<OpenLocalStore, Map<string, Promise<void>>>()

/**
 * A store at once, behind which the real one opens. One that cannot be opened, or that fails, costs what it
 * holds and not the chat: it is logged, and what cannot be read is not there.
 */
export const openLocalStore = (open: OpenLocalStore | undefined, account: StoreAccount): LocalStore => {
  if (open === undefined) return memoryStore()
  const { clock, log } = account
  const key = `${account.sdkAppID}\n${account.userID}`
  const failed = (what: string, error: unknown): void =>
    log.warn(`local store: ${what} failed: ${String(error)}`)
  const opening = async (): Promise<LocalStore> => {
    await before
    return open(account)
  }
  const users = openStores.get(open) ?? new Map<string, Promise<void>>()
  openStores.set(open, users)
  const before = users.get(key)
  let release = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    release = resolve
  })
  users.set(key, ended)
  let isClosed = false
  const ready = withinTime(clock, limitMs, opening, (error) =>
    failed('opening, so messages are kept until the app ends,', error),
  ).then((store) => store ?? memoryStore())
  const safely = async <T>(
    what: string,
    fallback: T,
    work: (store: LocalStore) => Promise<T>,
  ): Promise<T> => {
    const store = await ready
    if (isClosed) return fallback
    try {
      return await work(store)
    } catch (error) {
      failed(what, error)
      return fallback
    }
  }
  return {
    put: async (messages) => safely('keeping messages', undefined, async (store) => store.put(messages)),
    find: async (msgIDs) => safely('finding messages', [], async (store) => store.find(msgIDs)),
    page: async (query) => safely('reading a page', [], async (store) => store.page(query)),
    between: async (span) => safely('reading messages', [], async (store) => store.between(span)),
    remove: async (msgIDs) => safely('removing messages', undefined, async (store) => store.remove(msgIDs)),
    clear: async (conversationID) =>
      safely('clearing a conversation', undefined, async (store) => store.clear(conversationID)),
    conversations: async () => safely('reading conversations', [], async (store) => store.conversations()),
    putConversation: async (conversation) =>
      safely('keeping a conversation', undefined, async (store) => store.putConversation(conversation)),
    value: async (name) => safely('reading a value', undefined, async (store) => store.value(name)),
    setValue: async (name, value) =>
      safely('keeping a value', undefined, async (store) => store.setValue(name, value)),
    async close() {
      await safely('closing', undefined, async (store) => store.close?.())
      isClosed = true
      if (users.get(key) === ended) users.delete(key)
      release()
    },
  }
}
