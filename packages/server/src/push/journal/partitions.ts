import type { Database, Db } from '../../store/db.ts'

const DAY_MS = 86_400_000

/** What the journal keeps. */
export interface PartitionPlan {
  nowMs: number
  /** Days after today that get their partition ahead of time. */
  daysAhead: number
  /** Days before today that are kept. */
  retentionDays: number
}

/** `20261123` of a day's start (UTC). */
const dayText = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '')

const partitionName = (dayMs: number): string => `journal_p${dayText(dayMs)}`

const dayOfPartition = (name: string): number | undefined => {
  const match = /^journal_p(\d{4})(\d\d)(\d\d)$/.exec(name)
  return match ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`) : undefined
}

/** The partitions to make and to drop, by what there is. Pure. */
export const partitionChanges = (
  existing: readonly string[],
  { nowMs, daysAhead, retentionDays }: PartitionPlan,
): { makeDaysMs: number[]; drop: string[] } => {
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const days = Array.from({ length: daysAhead + 1 }, (_, index) => todayMs + index * DAY_MS)
  return {
    makeDaysMs: days.filter((dayMs) => !existing.includes(partitionName(dayMs))),
    drop: existing.filter((name) => (dayOfPartition(name) ?? Infinity) < todayMs - retentionDays * DAY_MS),
  }
}

const partitionsStatement = {
  name: 'journal.partitions',
  text: `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'journal'::regclass`,
}

const lockStatement = {
  name: 'journal.partitionLock',
  text: `select pg_try_advisory_xact_lock(hashtextextended('carillon.journal.partitions', 0)) as locked`,
}

// Attaching and dropping wait for every query on the journal and hold up those that come after; rather
// than stand in the way for long, this gives up and is tried again at the next round.
const patienceStatement = { name: 'journal.patience', text: `set local lock_timeout = '2s'` }

const forgetStatement = {
  name: 'journal.forget',
  text: `delete from journal_default where at < to_timestamp($1::float8 / 1000.0)`,
}

/** Makes the coming days' partitions and drops what is too old. One node at a time; the others do nothing. */
export const maintainPartitions = async (db: Database, plan: PartitionPlan): Promise<void> => {
  const existing = (await db.query<{ name: string }>(partitionsStatement)).map((row) => row.name)
  const { makeDaysMs, drop } = partitionChanges(existing, plan)
  for (const dayMs of makeDaysMs)
    await inTurn(db, async (transaction) => await makePartition(transaction, dayMs))
  for (const name of drop)
    await inTurn(db, async (transaction) => {
      await transaction.query({ name: `journal.drop.${name}`, text: `drop table if exists ${name}` })
    })
  await db.query(forgetStatement, [plan.nowMs - (plan.retentionDays + 1) * DAY_MS])
}

const inTurn = async (db: Database, work: (transaction: Db) => Promise<void>): Promise<void> => {
  await db.transaction(async (transaction) => {
    const [lock] = await transaction.query<{ locked: boolean }>(lockStatement)
    if (!lock?.locked) return
    await transaction.query(patienceStatement)
    await work(transaction)
  })
}

/**
 * Makes one day's partition. Rows of that day that already lie in the default partition move over first,
 * because PostgreSQL refuses a partition whose rows the default holds.
 */
const makePartition = async (db: Db, dayMs: number): Promise<void> => {
  const name = partitionName(dayMs)
  const exists = await db.query<{ name: string }>(partitionsStatement)
  if (exists.some((row) => row.name === name)) return
  const [from, to] = [dayMs, dayMs + DAY_MS].map((ms) => `'${new Date(ms).toISOString()}'`)
  const run = async (step: string, text: string): Promise<void> => {
    await db.query({ name: `journal.${step}.${name}`, text })
  }
  // Readers and writers wait here until the day is complete. Were only the default partition locked, who
  // has planned his query by then would wait for that lock, with the new partition not in his plan, and
  // find the rows in neither.
  await run('lock', `lock table journal in access exclusive mode`)
  await run('create', `create table ${name} (like journal including defaults)`)
  await run(
    'fill',
    `with moved as (delete from journal_default where at >= ${from} and at < ${to} returning *)
     insert into ${name} select * from moved`,
  )
  await run('attach', `alter table journal attach partition ${name} for values from (${from}) to (${to})`)
}
