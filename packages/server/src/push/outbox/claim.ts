import type { Db } from '../../store/db.ts'
import { isRelaxed, relaxedCommit } from './relaxed-commit.ts'

/** An outbox row as it was claimed. */
export interface ClaimedRow {
  msgID: string
  sdkAppID: number
  conversationID: number
  seq: number
  /** Who held it when its lease ran out: it did not let go in good order. Null when it was let go or parked. */
  previousOwner: string | null
}

const columns = `o.msg_id as "msgID", o.sdk_app_id as "sdkAppID", o.conversation_id as "conversationID",
  o.seq, due.lease_owner as "previousOwner"`

const claimStatement = {
  name: 'outbox.claim',
  text: `with ${relaxedCommit}, due as (
    select msg_id, lease_owner from outbox
    where due_at <= to_timestamp($2::float8 / 1000.0)
      and (lease_until is null or lease_until <= to_timestamp($2::float8 / 1000.0))
      and ${isRelaxed}
    order by due_at limit $4 for update skip locked)
  update outbox o set lease_owner = $1, lease_until = to_timestamp($3::float8 / 1000.0),
    attempts = o.attempts + 1, waiting_certificate_ids = null
  from due where o.msg_id = due.msg_id
  returning ${columns}`,
}

/** Leases up to `limit` due rows that nobody holds, oldest first. */
export const claimDue = async (
  db: Db,
  claim: { leaseOwner: string; nowMs: number; leaseUntilMs: number; limit: number },
): Promise<ClaimedRow[]> =>
  await db.query(claimStatement, [claim.leaseOwner, claim.nowMs, claim.leaseUntilMs, claim.limit])

const endLeasesStatement = {
  name: 'outbox.endLeases',
  text: `update outbox set lease_until = to_timestamp($3::float8 / 1000.0)
  where starts_with(lease_owner, $1) and lease_owner <> $2 and lease_until > to_timestamp($3::float8 / 1000.0)`,
}

/** Ends the leases of owners whose name starts with `prefix`: earlier lives of this node, known to be over. */
export const endLeasesOf = async (
  db: Db,
  ended: { prefix: string; except: string; nowMs: number },
): Promise<void> => {
  await db.query(endLeasesStatement, [ended.prefix, ended.except, ended.nowMs])
}
