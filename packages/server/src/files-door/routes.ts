import { ErrorCode } from '@carillon/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { ServerEvents } from '../events.ts'
import { linkPaths, type Files } from '../files/index.ts'
import { answerRefusal } from './answers.ts'
import { download } from './download.ts'
import { answerOffset, receivePart } from './upload.ts'

/** What the door of files needs. */
export interface FileRoutesOptions {
  files: Files
  events: Pick<ServerEvents, 'fault'>
}

type Answering = (fileID: string, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/**
 * Adds where files come and go: `HEAD` and `PUT /v1/uploads/<fileID>`, `GET` and `HEAD /v1/files/<fileID>`.
 * The address alone says who may: it is signed, and ends. A fastify plugin.
 */
export const fileRoutes = async (
  app: FastifyInstance,
  { files, events }: FileRoutesOptions,
): Promise<void> => {
  // Files are never held in memory: whatever their type, what comes is a stream.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  // Pages of any origin may ask: what lets them in is the address, not a cookie.
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type, range',
      'access-control-allow-methods': 'GET, HEAD, PUT',
      'access-control-expose-headers': 'upload-offset, upload-length, content-range, content-length',
      'access-control-max-age': '86400',
    })
    await Promise.resolve()
  })

  const answered =
    (use: 'upload' | 'download', answer: Answering) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { fileID = '' } = request.params as { fileID?: string }
      const { expires, signature } = request.query as Record<string, unknown>
      const refusal = files.checkLink(use, { fileID, expires: textOf(expires), signature: textOf(signature) })
      if (refusal) return await answerRefusal(reply.header('connection', 'close'), refusal)
      try {
        return await answer(fileID, request, reply)
      } catch (error) {
        events.fault({ where: 'files', error })
        return await answerRefusal(reply, {
          ok: false,
          code: ErrorCode.INTERNAL_ERROR,
          desc: 'The file could not be stored or read. Try again.',
        })
      }
    }

  // A line about a request would hold the signature of its address.
  const quiet = { logLevel: 'silent' } as const
  const uploads = `${linkPaths.upload}/:fileID`
  const downloads = `${linkPaths.download}/:fileID`
  app.head(
    uploads,
    quiet,
    answered('upload', async (fileID, _request, reply) => await answerOffset(files, fileID, reply)),
  )
  app.put(
    uploads,
    // Each file's own limit is checked as it comes.
    { ...quiet, bodyLimit: Number.MAX_SAFE_INTEGER },
    answered('upload', async (fileID, request, reply) => await receivePart(files, fileID, request, reply)),
  )
  app.route({
    ...quiet,
    method: ['GET', 'HEAD'],
    url: downloads,
    handler: answered(
      'download',
      async (fileID, request, reply) => await download(files, fileID, request, reply),
    ),
  })
  for (const url of [uploads, downloads])
    app.options(url, quiet, async (_request, reply) => await reply.code(204).send())
  await Promise.resolve()
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
