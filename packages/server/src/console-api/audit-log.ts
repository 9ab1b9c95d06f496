import type { ConsoleAuditEntry } from '@carillon/protocol'

import type { Db } from '../store/db.ts'

/** Notes that somebody changed something. */
export const noteChange = async (db: Db, entry: Omit<ConsoleAuditEntry, 'auditID'>): Promise<void> => {
  const text = `insert into console_audit (at, person, action, target, detail)
    values (to_timestamp($1 / 1000.0), $2, $3, $4, $5)`
  const { atMs, person, action, target, detail } = entry
  await db.query({ name: 'console_audit.insert', text }, [
    atMs,
    person,
    action,
    target,
    detail === null ? null : JSON.stringify(detail),
  ])
}

/** What was changed, latest first, from before `before` on. */
export const listChanges = async (db: Db, before: number, limit: number): Promise<ConsoleAuditEntry[]> => {
  const text = `select audit_id as "auditID", at as "atMs", person, action, target, detail
    from console_audit where audit_id < $1 order by audit_id desc limit $2`
  return await db.query<ConsoleAuditEntry>({ name: 'console_audit.list', text }, [before, limit])
}
