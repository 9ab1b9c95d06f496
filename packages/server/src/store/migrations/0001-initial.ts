import { sql, type Kysely } from 'kysely'

import { accountsStatements } from './initial/accounts.ts'
import { consoleStatements } from './initial/console.ts'
import { conversationsStatements } from './initial/conversations.ts'
import { filesStatements } from './initial/files.ts'
import { groupsStatements } from './initial/groups.ts'
import { messagesStatements } from './initial/messages.ts'
import { presenceStatements } from './initial/presence.ts'
import { pushStatements } from './initial/push.ts'
import { pushStatsStatements } from './initial/push-stats.ts'
import { tenantsStatements } from './initial/tenants.ts'

/** All tables, by domain; each refers to earlier ones only. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  ...tenantsStatements,
  ...accountsStatements,
  ...conversationsStatements,
  ...groupsStatements,
  ...messagesStatements,
  ...filesStatements,
  ...presenceStatements,
  ...pushStatements,
  ...pushStatsStatements,
  ...consoleStatements,
]
