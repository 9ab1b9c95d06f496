import type { ConsoleRole } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { hashToken, newToken } from './tokens.ts'

const DAY_MS = 86_400_000

/** How long a link is good. */
const linkLifeMs = DAY_MS

/** What a link is for: to make a person, to let one choose a password anew, or to sign one in at once. */
export type LinkPurpose =
  | { kind: 'set-up'; role: ConsoleRole }
  | { kind: 'set-up'; personID: number }
  | { kind: 'sign-in'; personID: number }

/** Makes a link's token; it works once. Links of the same purpose that are still open end. */
export const insertLink = async (db: Db, purpose: LinkPurpose, nowMs: number): Promise<string> => {
  const token = newToken()
  const sweep = 'delete from console_links where expires_at < to_timestamp($1 / 1000.0)'
  await db.query({ name: 'console_links.sweep', text: sweep }, [nowMs])
  const text = `insert into console_links (token_hash, kind, role, person_id, expires_at)
    values ($1, $2, $3, $4, to_timestamp($5 / 1000.0))`
  const { kind } = purpose
  const values = [
    hashToken(token),
    kind,
    'role' in purpose ? purpose.role : null,
    'personID' in purpose ? purpose.personID : null,
    nowMs + linkLifeMs,
  ]
  await db.query({ name: 'console_links.insert', text }, values)
  return token
}

interface LinkRow {
  kind: 'set-up' | 'sign-in'
  role: ConsoleRole | null
  personID: number | null
}

const toPurpose = ({ kind, role, personID }: LinkRow): LinkPurpose | undefined => {
  if (personID !== null) return kind === 'set-up' ? { kind, personID } : { kind, personID }
  return role === null ? undefined : { kind: 'set-up', role }
}

const columns = 'kind, role, person_id as "personID"'

/** What a link is for; undefined for one that is used up or too old. */
export const findLink = async (db: Db, token: string, nowMs: number): Promise<LinkPurpose | undefined> => {
  const text = `select ${columns} from console_links
    where token_hash = $1 and expires_at >= to_timestamp($2 / 1000.0)`
  const [row] = await db.query<LinkRow>({ name: 'console_links.find', text }, [hashToken(token), nowMs])
  return row && toPurpose(row)
}

/** Uses a link up; undefined when somebody did before, or it is too old. */
export const takeLink = async (db: Db, token: string, nowMs: number): Promise<LinkPurpose | undefined> => {
  const text = `delete from console_links
    where token_hash = $1 and expires_at >= to_timestamp($2 / 1000.0) returning ${columns}`
  const [row] = await db.query<LinkRow>({ name: 'console_links.take', text }, [hashToken(token), nowMs])
  return row && toPurpose(row)
}
