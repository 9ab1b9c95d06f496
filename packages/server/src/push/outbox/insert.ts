/**
 * The outbox row of a message, to be inserted in the transaction that stores the message. Columns, with
 * the type each is given as:
 *
 * - `msg_id` text, `sdk_app_id` bigint, `conversation_id` bigint, `seq` bigint: of the message
 * - `created_at` milliseconds: when the message is stored
 * - `due_at` milliseconds: the same; later only for a message that is not to be pushed before
 * - `lease_owner` text: `PushEngine.leaseOwner` of the node that will dispatch it
 * - `lease_until` milliseconds: now + `PushEngine.leaseMs`. Until then no other node takes the row; if
 *   the dispatch never comes (a crash after commit), the first poll after that instant takes it
 */
const outboxColumns = [
  'msg_id',
  'sdk_app_id',
  'conversation_id',
  'seq',
  'created_at',
  'due_at',
  'lease_owner',
  'lease_until',
] as const

/**
 * `insert into outbox` from a relation that the caller's statement defines. The relation has the columns
 * `msg_id`, `sdk_app_id`, `conversation_id`, `seq` and `created_at` (timestamptz).
 *
 * @param source name of the relation, a CTE for example
 * @param leaseOwner how the caller's statement spells it: a parameter, `'$7'`
 * @param leaseUntilMs likewise, a parameter with epoch milliseconds
 */
export const outboxInsertFrom = (source: string, leaseOwner: string, leaseUntilMs: string): string =>
  `insert into outbox (${outboxColumns.join(', ')})
   select msg_id, sdk_app_id, conversation_id, seq, created_at, created_at,
          ${leaseOwner}::text, to_timestamp(${leaseUntilMs}::float8 / 1000.0)
   from ${source}`
