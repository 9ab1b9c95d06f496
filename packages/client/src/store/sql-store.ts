import { MessageStatus } from '../api/enums.ts'
import { elemTypeOf } from '../messages/elems.ts'
import { conversationCapacity } from './memory-store.ts'
import type { OpenLocalStore, StoreAccount } from './open.ts'
import type { KeptConversation, KeptMessage, LocalStore } from './types.ts'
import { writeBehind } from './write-behind.ts'

/** The little of SQLite that is needed. Statements come one after the other. */
export interface SqlConnection {
  run(sql: string, values: readonly SqlValue[]): Promise<void>
  all(sql: string, values: readonly SqlValue[]): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

/** What is given with a statement and comes back. */
export type SqlValue = string | number | null

/** A place with SQLite databases. */
export interface SqlPlace {
  /** Opens a database by name, made when there is none. May reject for one that is broken. */
  open(name: string): Promise<SqlConnection>
  /** Takes a broken database out of the way. Without it the next one gets a name of its own. */
  setAside?(name: string): Promise<void>
}

/** Messages kept; beyond, those kept first go. */
const messageCapacity = 50_000
/** So many writes lie between two looks at what is too much. */
const writesBetweenTrims = 2000
/** Broken databases that are passed over before the SDK goes on without one. */
const mostAttempts = 4

const schema = [
  `create table if not exists messages (
     msg_id text primary key, conversation_id text not null, seq integer not null, local_order integer not null,
     status integer not null, elem_type integer not null, is_unlisted integer not null, sent_ms integer not null,
     body text not null)`,
  `create index if not exists messages_by_place on messages (conversation_id, seq, local_order)`,
  `create index if not exists messages_by_time on messages (sent_ms)`,
  `create table if not exists conversations (conversation_id text primary key, body text not null)`,
  `create table if not exists kept_values (name text primary key, value text not null)`,
]

interface Statement {
  sql: string
  values: readonly SqlValue[]
  /** The message it keeps. */
  put?: KeptMessage
}

/** A store in SQLite: one database a user. A broken one is set aside, and a new one begun. */
export const sqlStore =
  (place: SqlPlace): OpenLocalStore =>
  async (account) => {
    const connection = await openWhole(place, account)
    return createSqlStore(connection, account)
  }

const nameOf = ({ sdkAppID, userID }: StoreAccount, attempt: number): string => {
  // A userID may hold what no file name may.
  const user = userID.replaceAll(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)
  return `carillon-${sdkAppID}-${user}${attempt === 0 ? '' : `-${attempt}`}.sqlite`
}

const openWhole = async (place: SqlPlace, account: StoreAccount): Promise<SqlConnection> => {
  let lastError: unknown
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const name = nameOf(account, place.setAside === undefined ? attempt : 0)
    let connection: SqlConnection | undefined
    try {
      connection = await place.open(name)
      for (const sql of schema) await connection.run(sql, [])
      const [answer] = await connection.all('pragma quick_check(1)', [])
      const verdict = answer && Object.values(answer)[0]
      if (verdict !== 'ok') throw new Error(String(verdict))
      return connection
    } catch (error) {
      lastError = error
      account.log.warn(`local store: ${name} is broken and set aside (${String(error)}); a new one is begun`)
      await connection?.close().catch(() => undefined)
      await place.setAside?.(name)
    }
  }
  throw lastError
}

const createSqlStore = (connection: SqlConnection, { clock, log }: StoreAccount): LocalStore => {
  let writesSinceTrim = 0
  // A transaction is one caller's: reads wait for writes, and the other way round.
  let tail: Promise<unknown> = Promise.resolve()
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  const writes = writeBehind<Statement>(
    clock,
    async (batch) =>
      alone(async () => {
        writesSinceTrim += batch.length
        const trims = writesSinceTrim >= writesBetweenTrims ? trimStatements : []
        if (trims.length > 0) writesSinceTrim = 0
        await connection.run('begin', [])
        try {
          for (const { sql, values } of [...batch, ...trims]) await connection.run(sql, values)
          await connection.run('commit', [])
        } catch (error) {
          await connection.run('rollback', []).catch(() => undefined)
          throw error
        }
      }),
    (error) => log.warn(`local store: ${String(error)}`),
  )
  const write = async (sql: string, ...values: SqlValue[]): Promise<void> => writes.add({ sql, values })
  const read = async <T>(sql: string, values: readonly SqlValue[]): Promise<T[]> => {
    await writes.flush().catch((error: unknown) => log.warn(`local store: ${String(error)}`))
    return select<T>(sql, values)
  }
  const select = async <T>(sql: string, values: readonly SqlValue[]): Promise<T[]> => {
    const rows = await alone(async () => connection.all(sql, values))
    return rows.flatMap((row) => (parsed(row.body) as T | undefined) ?? [])
  }
  return {
    async put(messages) {
      for (const message of messages)
        await writes.add({ sql: putMessage, values: rowOf(message), put: message })
    },
    async find(msgIDs) {
      // Each message that comes is looked for first: that must not end the gathering of writes.
      const waiting = writes.waiting.filter((each) => each.put !== undefined)
      const isPutsAlone = waiting.length === writes.waiting.length
      const newest = new Map(waiting.flatMap(({ put }) => (put === undefined ? [] : [[put.msgID, put]])))
      const fetch = isPutsAlone ? select<KeptMessage> : read<KeptMessage>
      const found = new Map<string, KeptMessage>()
      // SQLite takes at least 999 values a statement.
      for (let from = 0; from < msgIDs.length; from += 500) {
        const some = msgIDs.slice(from, from + 500)
        const sql = `select body from messages where msg_id in (${some.map(() => '?').join(', ')})`
        for (const message of await fetch(sql, some)) found.set(message.msgID, message)
      }
      return msgIDs.flatMap(
        (msgID) => (isPutsAlone ? newest.get(msgID) : undefined) ?? found.get(msgID) ?? [],
      )
    },
    async page({ conversationID, direction, count, from, elemTypes = [] }) {
      const isNewer = direction === 'newer'
      const sign = isNewer ? '>' : '<'
      const order = isNewer ? 'asc' : 'desc'
      const beside = from === undefined ? '' : `and (seq ${sign} ? or (seq = ? and local_order ${sign} ?))`
      const ofKind = elemTypes.length === 0 ? '' : `and elem_type in (${elemTypes.map(() => '?').join(', ')})`
      return read(
        `select body from messages where conversation_id = ? and status <> ? and is_unlisted = 0 ${beside} ${ofKind}
         order by seq ${order}, local_order ${order} limit ?`,
        [
          conversationID,
          MessageStatus.HAS_DELETED,
          ...(from === undefined ? [] : [from.seq, from.seq, from.localOrder]),
          ...elemTypes,
          count,
        ],
      )
    },
    async between({ conversationID, sinceMs, untilMs }) {
      const ofOne = conversationID === undefined ? '' : 'and conversation_id = ?'
      return read(
        `select body from messages where sent_ms >= ? and sent_ms <= ? and status not in (?, ?) ${ofOne}
         order by sent_ms desc, seq desc, local_order desc`,
        [
          sinceMs,
          untilMs,
          MessageStatus.HAS_DELETED,
          MessageStatus.LOCAL_REVOKED,
          ...(conversationID === undefined ? [] : [conversationID]),
        ],
      )
    },
    async remove(msgIDs) {
      for (const msgID of msgIDs) await write('delete from messages where msg_id = ?', msgID)
    },
    clear: async (conversationID) => write('delete from messages where conversation_id = ?', conversationID),
    conversations: async () => read<KeptConversation>('select body from conversations order by rowid', []),
    putConversation: async (conversation) =>
      write(
        'insert or replace into conversations (conversation_id, body) values (?, ?)',
        conversation.conversationID,
        JSON.stringify(conversation),
      ),
    async value(name) {
      const [found] = await read<string>('select value as body from kept_values where name = ?', [name])
      return found
    },
    setValue: async (name, value) =>
      value === undefined
        ? write('delete from kept_values where name = ?', name)
        : write(
            'insert or replace into kept_values (name, value) values (?, ?)',
            name,
            JSON.stringify(value),
          ),
    async close() {
      await writes.flush().catch((error: unknown) => log.warn(`local store: ${String(error)}`))
      await alone(async () => connection.close())
    },
  }
}

const putMessage = `insert or replace into messages
  (msg_id, conversation_id, seq, local_order, status, elem_type, is_unlisted, sent_ms, body)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)`

const rowOf = (message: KeptMessage): SqlValue[] => [
  message.msgID,
  message.conversationID,
  message.seq,
  message.localOrder,
  message.status,
  elemTypeOf(message.record.elements[0]),
  message.isUnlisted === true ? 1 : 0,
  message.record.timestampMs,
  JSON.stringify(message),
]

const trimTable = (table: string, most: number): Statement => ({
  sql: `delete from ${table} where rowid in
    (select rowid from ${table} order by rowid desc limit -1 offset ?)`,
  values: [most],
})

/** What was kept longest ago goes: what is kept anew gets a new rowid. */
const trimStatements = [
  trimTable('messages', messageCapacity),
  trimTable('conversations', conversationCapacity),
]

const parsed = (body: unknown): unknown => {
  try {
    return typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined
  } catch {
    return undefined
  }
}
