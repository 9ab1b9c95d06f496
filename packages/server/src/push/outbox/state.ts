import type { Db } from '../../store/db.ts'

/** How outbox and counting stand. */
export interface OutboxState {
  messages: number
  /** Age of the oldest message in it, milliseconds; 0 when it is empty. */
  oldestAgeMs: number
  /** How long ago the most overdue message that nobody holds was due, milliseconds. */
  overdueMs: number
  /** Journal rows the statistics do not count yet. */
  uncountedRows: number
}

const stateStatement = {
  name: 'outbox.state',
  text: `select count(*)::float8 as messages, coalesce(min(created_at), to_timestamp($1::float8 / 1000.0)) as "oldestMs",
    coalesce(min(due_at) filter (where lease_until is null or lease_until <= to_timestamp($1::float8 / 1000.0)),
      to_timestamp($1::float8 / 1000.0)) as "overdueMs",
    (select case when is_called then last_value else 0 end from journal_journal_id_seq)::float8
      - (select journal_id from push_stats_cursor)::float8 as "uncountedRows"
  from outbox`,
}

/** Reads how the outbox stands. Reads the whole of it: not to be asked many times a minute. */
export const loadOutboxState = async (db: Db, nowMs: number): Promise<OutboxState> => {
  const [row] = await db.query<{
    messages: number
    oldestMs: number
    overdueMs: number
    uncountedRows: number
  }>(stateStatement, [nowMs])
  if (row === undefined) return { messages: 0, oldestAgeMs: 0, overdueMs: 0, uncountedRows: 0 }
  return {
    messages: row.messages,
    oldestAgeMs: Math.max(0, nowMs - row.oldestMs),
    overdueMs: Math.max(0, nowMs - row.overdueMs),
    uncountedRows: Math.max(0, row.uncountedRows),
  }
}
