import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { Db } from '../store/db.ts'
import type { FileStorage } from './storage/index.ts'

/** Files looked at together. */
const batch = 500
const HOUR_MS = 3_600_000
/** How long until a file that messages refer to is looked at again. */
const lookAgainMs = 7 * 24 * HOUR_MS

/** What a sweep needs. */
export interface SweepParts {
  database: Db
  storage: FileStorage
  clock: Clock
  events: Pick<ServerEvents, 'fault'>
  /** Forgets what there is of an upload. */
  removeStaged(fileID: string): Promise<void>
  keyOf(file: { sdkAppID: number; fileID: string }): string
}

const judgeStatement = {
  name: 'files.judge',
  text: `with due as (
    select f.file_id, exists (select 1 from file_uses u where u.file_id = f.file_id)
      or exists (select 1 from merged_files g where g.file_id = f.file_id) as is_used
    from files f where f.kept_until < to_timestamp($1::float8 / 1000.0) and f.state <> 'deleting'
    order by f.kept_until limit $3 for update skip locked
  )
  update files f set
    state = case when due.is_used then f.state else 'deleting' end,
    kept_until = case when due.is_used then to_timestamp($2::float8 / 1000.0) else f.kept_until end
  from due where due.file_id = f.file_id
  returning 1`,
}

const deletingStatement = {
  name: 'files.deleting',
  text: `select file_id as "fileID", sdk_app_id as "sdkAppID" from files
  where state = 'deleting' and kept_until < to_timestamp($1::float8 / 1000.0) limit $2`,
}

const deleteStatement = { name: 'files.delete', text: `delete from files where file_id = any($1::text[])` }

/** Deletes the files whose time is over and that no message refers to. Answers how many. */
export const sweepFiles = async (parts: SweepParts): Promise<number> => {
  const { database, storage, clock, events } = parts
  const nowMs = clock.now()
  let judged = batch
  while (judged === batch)
    judged = (await database.query(judgeStatement, [nowMs, nowMs + lookAgainMs, batch])).length
  let deleted = 0
  for (;;) {
    const files = await database.query<{ fileID: string; sdkAppID: number }>(deletingStatement, [
      nowMs,
      batch,
    ])
    const gone: string[] = []
    for (const file of files) {
      try {
        await storage.remove(parts.keyOf(file))
        await parts.removeStaged(file.fileID)
        gone.push(file.fileID)
      } catch (error) {
        // Its row stays, so the next sweep tries again.
        events.fault({ where: 'files.sweep', error })
      }
    }
    await database.query(deleteStatement, [gone])
    deleted += gone.length
    if (files.length < batch || gone.length === 0) return deleted
  }
}
