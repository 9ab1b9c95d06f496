import type { ConsolePerson, ConsoleRole } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

interface PersonRow {
  personID: number
  name: string
  role: ConsoleRole
  createdAtMs: number
  lastUsedAtMs: number | null
}

const columns = `p.person_id as "personID", p.name, p.role, p.created_at as "createdAtMs",
  (select max(s.last_used_at) from console_sessions s where s.person_id = p.person_id) as "lastUsedAtMs"`

/** Everyone who may use the console, by name. */
export const listPeople = async (db: Db): Promise<ConsolePerson[]> => {
  const text = `select ${columns} from console_people p order by lower(p.name)`
  return await db.query<PersonRow>({ name: 'console_people.list', text })
}

/** A person by number. */
export const findPerson = async (db: Db, personID: number): Promise<ConsolePerson | undefined> => {
  const text = `select ${columns} from console_people p where p.person_id = $1`
  const [row] = await db.query<PersonRow>({ name: 'console_people.find', text }, [personID])
  return row
}

/** A person's password hash, by name (capital letters do not count) or by number. */
export const credentialOf = async (
  db: Db,
  person: { name: string } | { personID: number },
): Promise<{ personID: number; name: string; passwordHash: string | null } | undefined> => {
  const text = `select person_id as "personID", name, password_hash as "passwordHash" from console_people
    where person_id = $1 or lower(name) = lower($2)`
  const values = 'name' in person ? [null, person.name] : [person.personID, null]
  const [row] = await db.query<{ personID: number; name: string; passwordHash: string | null }>(
    { name: 'console_people.credential', text },
    values,
  )
  return row
}

/** Adds a person; undefined when the name is taken. */
export const insertPerson = async (
  db: Db,
  person: { name: string; role: ConsoleRole; passwordHash: string | null },
): Promise<number | undefined> => {
  const text = `insert into console_people (name, role, password_hash) values ($1, $2, $3)
    on conflict do nothing returning person_id as "personID"`
  const values = [person.name, person.role, person.passwordHash]
  return (await db.query<{ personID: number }>({ name: 'console_people.insert', text }, values))[0]?.personID
}

/** Sets a password. */
export const updatePassword = async (db: Db, personID: number, passwordHash: string): Promise<void> => {
  const text = 'update console_people set password_hash = $2 where person_id = $1'
  await db.query({ name: 'console_people.password', text }, [personID, passwordHash])
}

/** Sets a role. */
export const updateRole = async (db: Db, personID: number, role: ConsoleRole): Promise<void> => {
  const text = 'update console_people set role = $2 where person_id = $1'
  await db.query({ name: 'console_people.role', text }, [personID, role])
}

/** Removes a person, with sessions and links. */
export const deletePerson = async (db: Db, personID: number): Promise<void> => {
  await db.query({ name: 'console_people.delete', text: 'delete from console_people where person_id = $1' }, [
    personID,
  ])
}

/** Owners there are with a password. Locks them, so that two cannot take each other's role at once. */
export const lockOwners = async (db: Db): Promise<number[]> => {
  const text = `select person_id as "personID" from console_people
    where role = 'owner' and password_hash is not null order by person_id for update`
  return (await db.query<{ personID: number }>({ name: 'console_people.owners', text })).map(
    (row) => row.personID,
  )
}
