/**
 * A CTE that lets the statement's commit return before it is flushed. For bookkeeping that a crash may
 * undo: a lease or a deletion that is lost is found again by the next poll and ends the same way,
 * because the journal says what is done. Use with `where (select on_crash from relaxed) is not null`.
 */
export const relaxedCommit = `relaxed as materialized (
  select set_config('synchronous_commit', 'off', true) as on_crash)`

/** The condition that makes PostgreSQL evaluate `relaxedCommit`. */
export const isRelaxed = `(select on_crash from relaxed) = 'off'`
