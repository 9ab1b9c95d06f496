import type { Clock } from '../clock.ts'
import type { Database } from '../store/db.ts'
import { insertLink } from './accounts/links.ts'
import { credentialOf, insertPerson, listPeople, lockOwners } from './accounts/people.ts'

/** What the operator of the machine can do with the console's people, without being signed in. */
export interface ConsoleAdmin {
  /** Whether there is an owner who can sign in. */
  hasOwner(): Promise<boolean>
  /** A token of a link with which somebody becomes an owner. Works once, for a day. */
  ownerLink(): Promise<string>
  /** A token of a link that signs `name` in as an owner, made if there is none of the name. Works once, for a day. */
  signInLink(name: string): Promise<string>
}

/** Makes the administration of the console's people. */
export const createConsoleAdmin = (database: Database, clock: Pick<Clock, 'now'>): ConsoleAdmin => ({
  hasOwner: async () => (await lockOwners(database)).length > 0,
  ownerLink: async () => await insertLink(database, { kind: 'set-up', role: 'owner' }, clock.now()),
  async signInLink(name) {
    const known = (await credentialOf(database, { name }))?.personID
    const personID = known ?? (await insertPerson(database, { name, role: 'owner', passwordHash: null }))
    const found = personID ?? (await listPeople(database)).find((person) => person.name === name)?.personID
    if (found === undefined) throw new Error(`nobody of the name ${name} could be made`)
    return await insertLink(database, { kind: 'sign-in', personID: found }, clock.now())
  },
})
