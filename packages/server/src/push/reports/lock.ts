import type { Db } from '../../store/db.ts'

/** Few, so that a batch of many messages takes few locks; a batch mostly takes all of them. */
const buckets = 16

const lockStatement = {
  name: 'reports.lock',
  text: `select pg_advisory_xact_lock(hashtextextended('push-heard', bucket))
  from (select distinct abs(hashtext(msg_id) % ${buckets}) as bucket from unnest($1::text[]) msg_id order by 1) b`,
}

/**
 * Two nodes may be told the same at the same moment: who looks up what is known of messages and writes down
 * what is new, in one transaction, does so alone.
 */
export const lockHeard = async (db: Db, msgIDs: readonly string[]): Promise<void> => {
  await db.query(lockStatement, [[...new Set(msgIDs)]])
}
