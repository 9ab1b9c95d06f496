import Type from 'typebox'

import { listChanges } from '../audit-log.ts'
import { insertLink } from '../accounts/links.ts'
import { deletePerson, findPerson, listPeople, lockOwners, updateRole } from '../accounts/people.ts'
import { ConsoleError } from '../console-error.ts'
import { route } from '../route.ts'
import { linkURL } from '../site/link-url.ts'
import { exactly, personID, role } from './fields.ts'

const nobody = (): ConsoleError =>
  new ConsoleError(
    404,
    'CRL_CONSOLE_PERSON_NOT_FOUND',
    'There is no such person (any more). Load the page again.',
  )

const lastOwner = (): ConsoleError =>
  new ConsoleError(
    409,
    'CRL_CONSOLE_LAST_OWNER',
    'This is the only owner. Make somebody else an owner first.',
    'role',
  )

/** Who may use the console, and what they changed. */
export const peopleRoutes = [
  route({
    method: 'GET',
    path: '/people',
    summary: 'Who may use the console',
    role: 'owner',
    handle: async (_input, { parts }) => ({ people: await listPeople(parts.database) }),
  }),
  route({
    method: 'POST',
    path: '/people/invitations',
    summary: 'Make a one-time link with which somebody joins',
    role: 'owner',
    body: exactly({ role }),
    action: 'person.invite',
    async handle({ body }, { parts, origin, noteDetail }) {
      noteDetail({ role: body.role })
      const token = await insertLink(parts.database, { kind: 'set-up', role: body.role }, parts.clock.now())
      return { url: linkURL(origin, token) }
    },
  }),
  route({
    method: 'POST',
    path: '/people/:personID/links',
    summary: 'Make a one-time link with which somebody chooses a new password',
    role: 'owner',
    params: exactly({ personID }),
    action: 'person.new-password',
    async handle({ params }, { parts, origin }) {
      if (!(await findPerson(parts.database, params.personID))) throw nobody()
      const purpose = { kind: 'set-up', personID: params.personID } as const
      return { url: linkURL(origin, await insertLink(parts.database, purpose, parts.clock.now())) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/people/:personID',
    summary: 'Give somebody another role',
    role: 'owner',
    params: exactly({ personID }),
    body: exactly({ role }),
    action: 'person.role',
    async handle({ params, body }, { parts, noteDetail }) {
      await parts.database.transaction(async (tx) => {
        const owners = await lockOwners(tx)
        const person = await findPerson(tx, params.personID)
        if (!person) throw nobody()
        if (body.role !== 'owner' && owners.length === 1 && owners[0] === params.personID) throw lastOwner()
        noteDetail({ name: person.name, from: person.role, to: body.role })
        await updateRole(tx, params.personID, body.role)
      })
    },
  }),
  route({
    method: 'DELETE',
    path: '/people/:personID',
    summary: 'Take the console from somebody; sessions end at once',
    role: 'owner',
    params: exactly({ personID }),
    action: 'person.remove',
    async handle({ params }, { parts, noteDetail }) {
      await parts.database.transaction(async (tx) => {
        const owners = await lockOwners(tx)
        const person = await findPerson(tx, params.personID)
        if (!person) throw nobody()
        if (owners.length === 1 && owners[0] === params.personID) throw lastOwner()
        noteDetail({ name: person.name })
        await deletePerson(tx, params.personID)
      })
    },
  }),
  route({
    method: 'GET',
    path: '/audit',
    summary: 'What was changed, and by whom, latest first',
    role: 'operator',
    query: exactly({
      before: Type.Optional(Type.Integer({ minimum: 1 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    handle: async ({ query }, { parts }) => ({
      entries: await listChanges(parts.database, query.before ?? Number.MAX_SAFE_INTEGER, query.limit ?? 50),
    }),
  }),
]
