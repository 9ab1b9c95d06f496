import type { ConsoleRole } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { hashToken, newToken } from './tokens.ts'

const HOUR_MS = 3_600_000
/** A session that is not used for so long has ended. */
const idleMs = 24 * HOUR_MS
/** A session ends after this time in any case. */
const longestMs = 14 * 24 * HOUR_MS
/** The time of use is written down at most so often. */
const touchEveryMs = 60_000

/** Who is signed in. */
export interface Actor {
  personID: number
  name: string
  role: ConsoleRole
}

/** Opens a session, and clears away those that have ended. Answers its token. */
export const openSession = async (db: Db, personID: number, nowMs: number): Promise<string> => {
  const token = newToken()
  const sweep = `delete from console_sessions
    where last_used_at < to_timestamp($1 / 1000.0) or created_at < to_timestamp($2 / 1000.0)`
  await db.query({ name: 'console_sessions.sweep', text: sweep }, [nowMs - idleMs, nowMs - longestMs])
  const text = `insert into console_sessions (token_hash, person_id, created_at, last_used_at)
    values ($1, $2, to_timestamp($3 / 1000.0), to_timestamp($3 / 1000.0))`
  await db.query({ name: 'console_sessions.insert', text }, [hashToken(token), personID, nowMs])
  return token
}

/** Who a session's token is of; undefined for one that has ended. */
export const findSession = async (db: Db, token: string, nowMs: number): Promise<Actor | undefined> => {
  const text = `select p.person_id as "personID", p.name, p.role, s.last_used_at as "lastUsedAtMs"
    from console_sessions s join console_people p using (person_id)
    where s.token_hash = $1 and s.last_used_at >= to_timestamp($2 / 1000.0)
      and s.created_at >= to_timestamp($3 / 1000.0)`
  const values = [hashToken(token), nowMs - idleMs, nowMs - longestMs]
  const [row] = await db.query<Actor & { lastUsedAtMs: number }>(
    { name: 'console_sessions.find', text },
    values,
  )
  if (row === undefined) return undefined
  const { lastUsedAtMs, ...actor } = row
  if (nowMs - lastUsedAtMs > touchEveryMs) {
    const touch = 'update console_sessions set last_used_at = to_timestamp($2 / 1000.0) where token_hash = $1'
    await db.query({ name: 'console_sessions.touch', text: touch }, [hashToken(token), nowMs])
  }
  return actor
}

/** Ends one session. */
export const closeSession = async (db: Db, token: string): Promise<void> => {
  const text = 'delete from console_sessions where token_hash = $1'
  await db.query({ name: 'console_sessions.delete', text }, [hashToken(token)])
}

/** Ends all sessions of a person but one. */
export const closeOtherSessions = async (db: Db, personID: number, token: string): Promise<void> => {
  const text = 'delete from console_sessions where person_id = $1 and token_hash <> $2'
  await db.query({ name: 'console_sessions.delete_others', text }, [personID, hashToken(token)])
}
