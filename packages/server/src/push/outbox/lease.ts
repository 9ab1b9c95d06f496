import type { Db } from '../../store/db.ts'
import { isRelaxed, relaxedCommit } from './relaxed-commit.ts'

const renewStatement = {
  name: 'outbox.renew',
  text: `with ${relaxedCommit}
  update outbox set lease_until = to_timestamp($3::float8 / 1000.0)
  where msg_id = any($1::text[]) and lease_owner = $2 and ${isRelaxed}
  returning msg_id as "msgID"`,
}

/** Renews the leases of rows this owner holds. Answers which it still held: the others belong to another node now, or are done. */
export const renewLeases = async (
  db: Db,
  lease: { msgIDs: readonly string[]; leaseOwner: string; leaseUntilMs: number },
): Promise<ReadonlySet<string>> => {
  const rows = await db.query<{ msgID: string }>(renewStatement, [
    lease.msgIDs,
    lease.leaseOwner,
    lease.leaseUntilMs,
  ])
  return new Set(rows.map((row) => row.msgID))
}

const releaseStatement = {
  name: 'outbox.release',
  text: `update outbox set lease_owner = null, lease_until = null
  where msg_id = any($1::text[]) and lease_owner = $2`,
}

/** Lets go of rows that nothing has been done about: the next poll of any node takes them. */
export const releaseLeases = async (
  db: Db,
  lease: { msgIDs: readonly string[]; leaseOwner: string },
): Promise<void> => {
  await db.query(releaseStatement, [lease.msgIDs, lease.leaseOwner])
}

const expireStatement = {
  name: 'outbox.expire',
  text: `update outbox set lease_until = to_timestamp($3::float8 / 1000.0)
  where msg_id = any($1::text[]) and lease_owner = $2`,
}

/** Lets go of rows that something has been done about: who takes them knows that they were left open. */
export const expireLeases = async (
  db: Db,
  lease: { msgIDs: readonly string[]; leaseOwner: string; nowMs: number },
): Promise<void> => {
  await db.query(expireStatement, [lease.msgIDs, lease.leaseOwner, lease.nowMs])
}
