import type { Readable } from 'node:stream'

import { ErrorCode } from '@carillon/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Files } from '../files/index.ts'
import { answerRefusal, stalledMs } from './answers.ts'
import { rangeOf } from './ranges.ts'

/** Gives a stored file or a part of it: always to be saved or embedded, never to be opened as a page. */
export const download = async (
  files: Files,
  fileID: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const found = await files.open(fileID)
  if (found === undefined) return await answerNotFound(reply)
  const { bytes, mediaType, name } = found.file
  const tag = `"${fileID}"`
  // A part of another file of the same address is asked for by a stale tag: then all of it is given.
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === tag
  const range = isSame ? rangeOf(request.headers.range, bytes) : undefined
  void reply.headers({
    'accept-ranges': 'bytes',
    // The bytes of a file never change; whoever shares a cache must not share them.
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': `attachment; filename*=UTF-8''${encodeName(name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    etag: tag,
    'x-content-type-options': 'nosniff',
  })
  if (range === 'none') {
    void reply.code(416).header('content-range', `bytes */${bytes}`)
    return await reply.send({ code: ErrorCode.INVALID_PARAMETERS, desc: 'The file has no such part.' })
  }
  const part = range ?? { start: 0, end: bytes - 1 }
  void reply.type(mediaType).header('content-length', part.end - part.start + 1)
  if (range !== undefined)
    void reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${bytes}`)
  if (request.method === 'HEAD') return await reply.send()
  const stream = await found.read(part)
  if (stream === undefined) return await answerNotFound(reply)
  return await sendStream(stream, reply)
}

const sendStream = async (stream: Readable, reply: FastifyReply): Promise<FastifyReply> => {
  // A reader that takes nothing for so long is gone.
  reply.raw.setTimeout(stalledMs, () => reply.raw.destroy())
  reply.raw.once('close', () => stream.destroy())
  return await reply.send(stream)
}

const answerNotFound = async (reply: FastifyReply): Promise<FastifyReply> => {
  for (const name of Object.keys(reply.getHeaders()))
    if (/^(?:cache-control|content-|etag|accept-ranges)/.test(name)) void reply.removeHeader(name)
  return await answerRefusal(reply, {
    ok: false,
    code: ErrorCode.STORED_FILE_NOT_FOUND,
    desc: 'There is no such file any more.',
  })
}

/** As RFC 8187 wants it. */
const encodeName = (name: string): string =>
  encodeURIComponent(name === '' ? 'file' : name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
