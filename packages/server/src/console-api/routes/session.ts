import type { ConsoleLink, ConsoleSession } from '@carillon/protocol'
import Type from 'typebox'

import { findLink, takeLink } from '../accounts/links.ts'
import { hashPassword, passwordProblem, verifyPassword } from '../accounts/password.ts'
import { credentialOf, findPerson, insertPerson, updatePassword } from '../accounts/people.ts'
import { closeOtherSessions, closeSession, openSession } from '../accounts/sessions.ts'
import { csrfTokenOf } from '../accounts/tokens.ts'
import { ConsoleError, invalidField } from '../console-error.ts'
import { route, type RouteContext } from '../route.ts'
import { serverVersion } from '../version.ts'
import { exactly, name, password } from './fields.ts'

const linkToken = Type.String({ pattern: '^[\\w-]{20,100}$' })

const labOf = ({ lab }: RouteContext['parts']): Pick<ConsoleSession, 'hasLab'> =>
  lab === undefined ? {} : { hasLab: true }

const staleLink = (): ConsoleError =>
  new ConsoleError(
    410,
    'CRL_CONSOLE_LINK',
    'This link has been used or is too old. Make another: carillon console link (or ask an owner of this console).',
  )

const answerSession = async (
  { parts, setSession, noteDetail }: RouteContext,
  personID: number,
): Promise<ConsoleSession> => {
  const person = await findPerson(parts.database, personID)
  if (person === undefined) throw staleLink()
  const token = await openSession(parts.database, personID, parts.clock.now())
  setSession(token)
  noteDetail({ person: person.name })
  return {
    personID,
    name: person.name,
    role: person.role,
    csrfToken: csrfTokenOf(token),
    version: serverVersion,
    ...labOf(parts),
  }
}

const checkedPassword = (field: string, text: string): string => {
  const problem = passwordProblem(text)
  if (problem !== undefined) throw invalidField(field, problem)
  return text
}

/** Sign-in, sign-out, links and the password. */
export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in',
    role: 'support',
    handle: async (_input, { parts, actor, sessionToken }) =>
      await Promise.resolve<ConsoleSession>({
        ...actor,
        csrfToken: csrfTokenOf(sessionToken),
        version: serverVersion,
        ...labOf(parts),
      }),
  }),
  route({
    method: 'POST',
    path: '/session',
    summary: 'Sign in with name and password',
    role: 'anyone',
    body: exactly({ name, password }),
    action: 'session.sign-in',
    async handle({ body }, context) {
      const { parts, remoteAddress } = context
      const attempt = { sdkAppID: 0, userID: body.name.toLowerCase(), remoteAddress }
      if (await parts.limiter.isBlocked(attempt))
        throw new ConsoleError(
          429,
          'CRL_CONSOLE_THROTTLED',
          'Too many sign-ins failed. Wait a minute, then try again.',
        )
      const person = await credentialOf(parts.database, { name: body.name })
      if (!(await verifyPassword(body.password, person?.passwordHash ?? undefined)) || person === undefined) {
        await parts.limiter.failed(attempt)
        throw new ConsoleError(401, 'CRL_CONSOLE_SIGN_IN', 'Name or password is wrong.', 'password')
      }
      return await answerSession(context, person.personID)
    },
  }),
  route({
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    role: 'support',
    async handle(_input, { parts, sessionToken, setSession }) {
      await closeSession(parts.database, sessionToken)
      setSession(undefined)
    },
  }),
  route({
    method: 'POST',
    path: '/links/look',
    summary: 'What a one-time link is for',
    role: 'anyone',
    body: exactly({ token: linkToken }),
    async handle({ body }, { parts }): Promise<ConsoleLink> {
      const purpose = await findLink(parts.database, body.token, parts.clock.now())
      if (purpose === undefined) throw staleLink()
      if ('role' in purpose) return { kind: purpose.kind, role: purpose.role }
      const person = await findPerson(parts.database, purpose.personID)
      if (person === undefined) throw staleLink()
      return { kind: purpose.kind, role: person.role, name: person.name }
    },
  }),
  route({
    method: 'POST',
    path: '/links/use',
    summary: 'Use a one-time link: set a name and a password up, or sign in',
    role: 'anyone',
    body: exactly({
      token: linkToken,
      name: Type.Optional(name),
      password: Type.Optional(password),
    }),
    action: 'session.link',
    async handle({ body }, context) {
      const { database, clock } = context.parts
      const open = await findLink(database, body.token, clock.now())
      if (open === undefined) throw staleLink()
      const newPassword =
        open.kind === 'set-up' ? checkedPassword('password', body.password ?? '') : undefined
      const ownName = (body.name ?? '').trim()
      if ('role' in open && !/^[\p{L}\p{N} ._@+-]{1,100}$/u.test(ownName))
        throw invalidField('name', 'A name has 1 to 100 letters, digits, spaces and . _ @ + -')
      const hash = newPassword === undefined ? undefined : await hashPassword(newPassword)
      const personID = await database.transaction(async (tx) => {
        const purpose = await takeLink(tx, body.token, clock.now())
        if (purpose === undefined) throw staleLink()
        if ('role' in purpose) {
          const made = await insertPerson(tx, {
            name: ownName,
            role: purpose.role,
            passwordHash: hash ?? null,
          })
          if (made === undefined)
            throw new ConsoleError(409, 'CRL_CONSOLE_NAME_TAKEN', 'Somebody has this name already.', 'name')
          return made
        }
        if (hash !== undefined) await updatePassword(tx, purpose.personID, hash)
        return purpose.personID
      })
      return await answerSession(context, personID)
    },
  }),
  route({
    method: 'POST',
    path: '/session/password',
    summary: 'Change the own password; other sessions end',
    role: 'support',
    body: exactly({ oldPassword: password, newPassword: password }),
    action: 'session.password',
    async handle({ body }, { parts, actor, sessionToken, remoteAddress }) {
      const attempt = { sdkAppID: 0, userID: `password ${actor.personID}`, remoteAddress }
      if (await parts.limiter.isBlocked(attempt))
        throw new ConsoleError(
          429,
          'CRL_CONSOLE_THROTTLED',
          'Too many tries failed. Wait a minute, then try again.',
        )
      checkedPassword('newPassword', body.newPassword)
      const person = await credentialOf(parts.database, { personID: actor.personID })
      if (!(await verifyPassword(body.oldPassword, person?.passwordHash ?? undefined))) {
        await parts.limiter.failed(attempt)
        throw invalidField('oldPassword', 'This is not your password.')
      }
      await updatePassword(parts.database, actor.personID, await hashPassword(body.newPassword))
      await closeOtherSessions(parts.database, actor.personID, sessionToken)
    },
  }),
]
