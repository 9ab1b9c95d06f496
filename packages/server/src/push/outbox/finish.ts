import type { Db } from '../../store/db.ts'
import { isRelaxed, relaxedCommit } from './relaxed-commit.ts'

const finishStatement = {
  name: 'outbox.finish',
  text: `with ${relaxedCommit}
  delete from outbox where msg_id = any($1::text[]) and lease_owner = $2 and ${isRelaxed}`,
}

/** Deletes rows whose every device has its final state stored. Rows that another node took meanwhile stay. */
export const finishRows = async (db: Db, leaseOwner: string, msgIDs: readonly string[]): Promise<void> => {
  await db.query(finishStatement, [msgIDs, leaseOwner])
}
