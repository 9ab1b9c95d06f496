import type { Db } from '../../store/db.ts'
import { isRelaxed, relaxedCommit } from '../outbox/relaxed-commit.ts'

/** What is counted: notifications of one class on one day, of the app (deviceID '') or of one device. */
export interface QuotaKey {
  certificateID: number
  className: string
  deviceID: string
  day: number
}

const columnsOf = (keys: readonly QuotaKey[]): unknown[][] => [
  keys.map((key) => key.certificateID),
  keys.map((key) => key.className),
  keys.map((key) => key.deviceID),
  keys.map((key) => key.day),
]

const loadStatement = {
  name: 'quota.load',
  text: `select coalesce(q.count, 0) as count
  from unnest($1::integer[], $2::text[], $3::text[], $4::integer[]) with ordinality
    k (certificate_id, class_name, device_id, day, place)
  left join push_quota q using (certificate_id, class_name, device_id, day) order by k.place`,
}

/** The counts of keys, in their order. */
export const loadQuotaCounts = async (db: Db, keys: readonly QuotaKey[]): Promise<number[]> =>
  (await db.query<{ count: number }>(loadStatement, columnsOf(keys))).map(({ count }) => count)

// In one order of the keys, so that two nodes do not wait for each other.
const addStatement = {
  name: 'quota.add',
  text: `with ${relaxedCommit}
  insert into push_quota as q (certificate_id, class_name, device_id, day, count)
  select k.certificate_id, k.class_name, k.device_id, k.day, k.count
  from unnest($1::integer[], $2::text[], $3::text[], $4::integer[], $5::integer[])
    k (certificate_id, class_name, device_id, day, count)
  where ${isRelaxed} order by 1, 2, 3, 4
  on conflict (certificate_id, class_name, device_id, day) do update set count = q.count + excluded.count`,
}

/** Adds to the counts of keys, each named once; the numbers may be below 0. */
export const addQuotaCounts = async (
  db: Db,
  keys: readonly QuotaKey[],
  counts: readonly number[],
): Promise<void> => {
  await db.query(addStatement, [...columnsOf(keys), counts])
}

const forgetStatement = {
  name: 'quota.forget',
  text: 'delete from push_quota where day < $1',
}

/** Forgets days before this one. */
export const forgetQuotaCounts = async (db: Db, day: number): Promise<void> => {
  await db.query(forgetStatement, [day])
}
