import type { FastifyInstance } from 'fastify'

import { serveRoute, apiPath } from './dispatch.ts'
import { openAPI } from './openapi.ts'
import type { ConsoleParts } from './parts.ts'
import { consoleAPIRoutes } from './routes/index.ts'
import { labRoutes } from './routes/lab.ts'
import { siteRoutes } from './site/routes.ts'
import { serverVersion } from './version.ts'

export { createConsoleAdmin, type ConsoleAdmin } from './console-admin.ts'
export { linkURL } from './site/link-url.ts'
export type { ConsoleLabPart } from './lab-part.ts'

/** Adds the console: its API under /console/api, its pages under /console/. A fastify plugin. */
export const consoleRoutes = async (
  app: FastifyInstance,
  options: { parts: ConsoleParts; siteFolder?: string },
): Promise<void> => {
  // What does not come as far as a route: a body that is too large, or no JSON.
  app.setErrorHandler(async (error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) options.parts.events.fault({ where: 'console', error })
    const tooLarge =
      'The request is too large. A certificate file has at most a few kilobytes: choose another file.'
    return await reply.code(status).send({
      code: status === 413 ? 'CRL_CONSOLE_TOO_LARGE' : status >= 500 ? 'CRL_CONSOLE_FAULT' : 'CRL_INVALID',
      message: status === 413 ? tooLarge : status >= 500 ? 'The server met a fault.' : error.message,
    })
  })
  const { lab } = options.parts
  const routes = lab === undefined ? consoleAPIRoutes : [...consoleAPIRoutes, ...labRoutes(lab)]
  for (const route of routes) serveRoute(app, route, options.parts)
  const document = openAPI(routes, serverVersion)
  app.get(`${apiPath}/openapi.json`, async (_request, reply) => await reply.send(document))
  await app.register(siteRoutes, { folder: options.siteFolder })
}
