import type { Db } from '../../store/db.ts'
import { isRelaxed, relaxedCommit } from './relaxed-commit.ts'

/** A row that is to wait in the database instead of in memory. */
export interface Parking {
  msgID: string
  dueAtMs: number
  /** Certificates that the pushes of the message wait for, if it is them. */
  certificateIDs: readonly number[]
}

const parkStatement = {
  name: 'outbox.park',
  text: `with ${relaxedCommit}
  update outbox o set lease_owner = null, lease_until = null, due_at = to_timestamp(p.due_at / 1000.0),
    waiting_certificate_ids = nullif(string_to_array(p.certificate_ids, ',')::integer[], '{}')
  from unnest($1::text[], $2::float8[], $3::text[]) p (msg_id, due_at, certificate_ids)
  where o.msg_id = p.msg_id and o.lease_owner = $4 and ${isRelaxed}`,
}

/** Parks rows until they are due, or until a certificate they wait for works again. */
export const parkRows = async (db: Db, leaseOwner: string, parkings: readonly Parking[]): Promise<void> => {
  await db.query(parkStatement, [
    parkings.map((parking) => parking.msgID),
    parkings.map((parking) => parking.dueAtMs),
    parkings.map((parking) => parking.certificateIDs.join(',')),
    leaseOwner,
  ])
}

const wakeOneStatement = {
  name: 'outbox.wakeOne',
  text: `update outbox set due_at = to_timestamp($2::float8 / 1000.0), waiting_certificate_ids = null
  where msg_id = $1 and due_at > to_timestamp($2::float8 / 1000.0)`,
}

/** Makes a message's row due now, if it waits. */
export const wakeRow = async (db: Db, msgID: string, nowMs: number): Promise<void> => {
  await db.query(wakeOneStatement, [msgID, nowMs])
}

const wakeStatement = {
  name: 'outbox.wake',
  text: `update outbox set due_at = to_timestamp($2::float8 / 1000.0), waiting_certificate_ids = null
  where msg_id in (
    select msg_id from outbox
    where waiting_certificate_ids @> array[$1::integer] and due_at > to_timestamp($2::float8 / 1000.0)
    order by created_at limit $3 for update skip locked)
  returning 1`,
}

/**
 * Makes rows that wait for a certificate due now, oldest messages first.
 * @param limit null for all
 * @returns how many
 */
export const wakeRows = async (
  db: Db,
  certificateID: number,
  nowMs: number,
  limit: number | null,
): Promise<number> => (await db.query(wakeStatement, [certificateID, nowMs, limit])).length
