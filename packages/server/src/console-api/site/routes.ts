import { randomBytes } from 'node:crypto'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { siteFolder } from './folder.ts'
import { readSite, type SiteFile } from './files.ts'

/** Stands in index.html for the nonce of one answer; `vite.config.ts` puts it there. */
const noncePlaceholder = '__CSP_NONCE__'

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine writes its variables into <style>, with the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/**
 * Serves the console under /console/ and leads there from /. Every address below it that is no file is a
 * page of the console. A fastify plugin.
 */
export const siteRoutes = async (
  app: FastifyInstance,
  { folder = siteFolder() }: { folder?: string | undefined },
): Promise<void> => {
  const files: ReadonlyMap<string, SiteFile> = folder === undefined ? new Map() : await readSite(folder)
  const index = files.get('index.html')?.plain.toString('utf8')

  app.get('/', async (_request, reply) => await reply.redirect('/console/', 302))
  app.get('/console', async (_request, reply) => await reply.redirect('/console/', 302))
  app.get('/console/*', async (request, reply) => {
    const path = (request.params as { '*': string })['*']
    if (path.startsWith('api/') || path === 'api')
      return await reply.code(404).send({ code: 'CRL_NOT_FOUND', message: 'The API has no such address.' })
    const file = path === 'index.html' ? undefined : files.get(path)
    if (file) return await sendFile(request, reply, file)
    if (path.startsWith('assets/'))
      return await reply.code(404).type('text/plain').send('There is no such file.')
    return await sendPage(reply, index)
  })
}

const sendFile = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { type, plain, gzipped, isHashed }: SiteFile,
): Promise<FastifyReply> => {
  reply.headers({
    ...securityHeaders,
    vary: 'accept-encoding',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  if (gzipped && takesGzip) return await reply.header('content-encoding', 'gzip').type(type).send(gzipped)
  return await reply.type(type).send(plain)
}

const sendPage = async (reply: FastifyReply, index: string | undefined): Promise<FastifyReply> => {
  const nonce = randomBytes(16).toString('base64')
  reply.headers({
    ...securityHeaders,
    'content-security-policy': policy(nonce),
    'cache-control': 'no-store',
  })
  if (index === undefined)
    return await reply
      .code(503)
      .type('text/plain; charset=utf-8')
      .send('The console is not built. Run: npm run build:console, then start the server again.\n')
  return await reply.type('text/html; charset=utf-8').send(index.replaceAll(noncePlaceholder, nonce))
}
