import type { Readable } from 'node:stream'

import { ErrorCode } from '@carillon/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Files } from '../files/index.ts'
import { answerRefusal, stalledMs } from './answers.ts'

/** Says how much of an upload has come. */
export const answerOffset = async (
  files: Files,
  fileID: string,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const uploaded = await files.uploaded(fileID)
  if (uploaded === undefined) return await reply.code(404).send()
  return await withOffset(reply, uploaded).code(200).send()
}

/** Takes a part of an upload: the query's `offset` says where it begins. */
export const receivePart = async (
  files: Files,
  fileID: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { offset = '0' } = request.query as { offset?: unknown }
  if (typeof offset !== 'string' || !/^\d{1,15}$/.test(offset))
    return await answerRefusal(reply, {
      ok: false,
      code: ErrorCode.INVALID_PARAMETERS,
      desc: 'offset: expected the number of the first byte',
    })
  request.raw.setTimeout(stalledMs, () => request.raw.destroy())
  const outcome = await files.receive(fileID, Number(offset), request.body as Readable)
  switch (outcome.kind) {
    case 'finished':
      return await reply.send({ code: 0, data: outcome.data })
    case 'partial':
      return await withOffset(reply, outcome).code(202).send({ code: 0, offset: outcome.bytes })
    case 'elsewhere':
      // What is not read would be read to its end first.
      void reply.header('connection', 'close')
      return await withOffset(reply, outcome).code(409).send({ code: 0, offset: outcome.bytes })
    case 'refused':
      void reply.header('connection', 'close')
      return await answerRefusal(reply, outcome.refusal)
    default:
      outcome satisfies never
      return reply
  }
}

const withOffset = (reply: FastifyReply, { bytes, total }: { bytes: number; total: number }): FastifyReply =>
  reply.headers({ 'upload-offset': bytes, 'upload-length': total, 'cache-control': 'no-store' })
