import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { noteChange } from './audit-log.ts'
import { inputReader, type InputReader } from './check-input.ts'
import { failureOf } from './failure.ts'
import { admit, checkOrigin, originOf, sessionCookie } from './guard.ts'
import type { ConsoleParts } from './parts.ts'
import type { ConsoleRoute, RouteContext } from './route.ts'

/** Where the API is. */
export const apiPath = '/console/api'

const defaultBodyLimitBytes = 64 * 1024
const nothing = (): Record<string, never> => ({})

interface Readers {
  params: InputReader
  query: InputReader
  body: InputReader
}

/** Serves one route: who may, what was given, what is done, and a line in the audit log. */
export const serveRoute = (app: FastifyInstance, spec: ConsoleRoute, parts: ConsoleParts): void => {
  const readers: Readers = {
    params: spec.params ? inputReader(spec.params, true) : nothing,
    query: spec.query ? inputReader(spec.query, true) : nothing,
    body: spec.body ? inputReader(spec.body, false) : nothing,
  }
  app.route({
    method: spec.method,
    url: `${apiPath}${spec.path}`,
    bodyLimit: spec.bodyLimitBytes ?? defaultBodyLimitBytes,
    // A line about a request might hold what a person typed.
    logLevel: 'silent',
    handler: async (request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      try {
        return (await perform(spec, readers, parts, request, reply)) ?? {}
      } catch (error) {
        return await refuse(parts, reply, error)
      }
    },
  })
}

const perform = async (
  spec: ConsoleRoute,
  readers: Readers,
  parts: ConsoleParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> => {
  if (spec.method !== 'GET') checkOrigin(request, parts.publicURL)
  const { actor, sessionToken } = await admit(request, spec, parts)
  const input = {
    params: readers.params(request.params),
    query: readers.query(request.query),
    body: readers.body(request.body),
  }
  const origin = originOf(request, parts.publicURL)
  let detail: Record<string, unknown> = {}
  let person = actor.name
  const context: RouteContext = {
    parts,
    actor,
    sessionToken,
    remoteAddress: request.ip,
    origin,
    setSession(token) {
      reply.header('set-cookie', cookie(token, origin.startsWith('https:')))
    },
    noteDetail({ person: name, ...more }) {
      if (typeof name === 'string') person = name
      detail = { ...detail, ...more }
    },
  }
  const answer = await spec.handle(input, context)
  if (spec.action !== undefined)
    await noteChange(parts.database, {
      atMs: parts.clock.now(),
      person,
      action: spec.action,
      target: targetOf(input.params),
      detail: Object.keys(detail).length === 0 ? null : detail,
    })
  return answer
}

const targetOf = (params: Readonly<Record<string, unknown>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')

const cookie = (token: string | undefined, isSecure: boolean): string =>
  `${sessionCookie}=${token ?? ''}; Path=/console; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}${token === undefined ? '; Max-Age=0' : ''}`

const refuse = async (parts: ConsoleParts, reply: FastifyReply, error: unknown): Promise<FastifyReply> => {
  const known = failureOf(error)
  if (known !== undefined) return await reply.code(known.status).send(known.failure)
  parts.events.fault({ where: 'console', error })
  return await reply.code(500).send({
    code: 'CRL_CONSOLE_FAULT',
    message: 'The server met a fault of its own; its log says more. What you did may not be stored.',
  })
}
