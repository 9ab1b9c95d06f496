import type { FastifyRequest } from 'fastify'

import { findSession, type Actor } from './accounts/sessions.ts'
import { mayActAs } from './accounts/roles.ts'
import { isCsrfToken } from './accounts/tokens.ts'
import { ConsoleError } from './console-error.ts'
import type { ConsoleParts } from './parts.ts'
import type { ConsoleRoute } from './route.ts'

/** Name of the session's cookie. */
export const sessionCookie = 'carillon_console'

/** The header that carries the CSRF token. */
export const csrfHeader = 'x-carillon-csrf'

/** A session's token from the request's cookies; '' when there is none. */
const sessionTokenOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string => {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=')
    if (name === sessionCookie && /^[\w-]{1,100}$/.test(value)) return value
  }
  return ''
}

/** Where the browser sees this server: the public URL when it came that way, else the address it asked. */
export const originOf = (request: FastifyRequest, publicURL: string | undefined): string => {
  const ownOrigin = publicURL === undefined ? undefined : new URL(publicURL)
  const host = request.headers.host ?? ''
  if (ownOrigin !== undefined && ownOrigin.port !== '0' && !isLoopback(host)) return ownOrigin.origin
  // Said by the proxy that ends TLS; whoever says it falsely spoils a link and a cookie of his own.
  const isSecure = request.headers['x-forwarded-proto'] === 'https'
  return `${isSecure ? 'https' : request.protocol}://${host}`
}

const isLoopback = (host: string): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)

/**
 * A request of another site's page is refused: browsers name the site in Origin.
 * @throws ConsoleError
 */
export const checkOrigin = (request: FastifyRequest, publicURL: string | undefined): void => {
  const { origin, host } = request.headers
  if (origin === undefined) return
  const scheme = origin.startsWith('https:') ? 'https' : 'http'
  if (
    (URL.canParse(origin) && hostOf(origin) === hostOf(`${scheme}://${host}`)) ||
    (publicURL !== undefined && origin === new URL(publicURL).origin)
  )
    return
  throw new ConsoleError(
    403,
    'CRL_CONSOLE_ORIGIN',
    'This request comes from a page of another site. Open the console at its own address; behind a proxy set publicURL.',
  )
}

/** Host and port, without the scheme's own port. */
const hostOf = (address: string): string | null => URL.parse(address)?.host ?? null

/**
 * Who asks, if they may.
 * @throws ConsoleError when nobody is signed in, the role does not allow it, or the CSRF token is missing
 */
export const admit = async (
  request: FastifyRequest,
  { method, role }: Pick<ConsoleRoute, 'method' | 'role'>,
  { database, clock }: Pick<ConsoleParts, 'database' | 'clock'>,
): Promise<{ actor: Actor; sessionToken: string }> => {
  const sessionToken = sessionTokenOf(request)
  const actor = sessionToken === '' ? undefined : await findSession(database, sessionToken, clock.now())
  if (role === 'anyone')
    return {
      actor: actor ?? { personID: 0, name: '', role: 'support' },
      sessionToken: actor ? sessionToken : '',
    }
  if (actor === undefined)
    throw new ConsoleError(401, 'CRL_CONSOLE_SIGNED_OUT', 'You are signed out. Sign in again.')
  if (!mayActAs(actor.role, role))
    throw new ConsoleError(
      403,
      'CRL_CONSOLE_RIGHTS',
      `This is for the role ${role}; yours is ${actor.role}. Ask an owner of this console.`,
    )
  const given = request.headers[csrfHeader]
  if (method !== 'GET' && !isCsrfToken(sessionToken, typeof given === 'string' ? given : undefined))
    throw new ConsoleError(
      403,
      'CRL_CONSOLE_CSRF',
      `The header ${csrfHeader} is missing or of another session. Load the page again.`,
    )
  return { actor, sessionToken }
}
