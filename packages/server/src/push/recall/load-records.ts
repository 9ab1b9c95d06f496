import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

const loadStatement = {
  name: 'recall.load',
  text: `select record from messages where msg_id = any($1::text[])`,
}

/** Messages as they are stored now. */
export const loadRecords = async (db: Db, msgIDs: readonly string[]): Promise<MessageRecord[]> =>
  (await db.query<{ record: MessageRecord }>(loadStatement, [msgIDs])).map(({ record }) => record)
