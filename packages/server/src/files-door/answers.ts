import { ErrorCode } from '@carillon/protocol'
import type { FastifyReply } from 'fastify'

/** Whoever neither sends nor takes a byte for this long is cut off. */
export const stalledMs = 60_000

const statuses: Readonly<Record<number, number>> = {
  [ErrorCode.FILE_TRANS_AUTH_FAILED]: 403,
  [ErrorCode.STORED_FILE_ACCESS_DENIED]: 403,
  [ErrorCode.STORED_FILE_NOT_FOUND]: 404,
  [ErrorCode.FILE_TOO_LARGE]: 413,
  [ErrorCode.IMAGE_UPLOAD_FAILED_NOTIMAGE]: 415,
  [ErrorCode.INVALID_MSG_ELEM]: 415,
  [ErrorCode.SERVER_BUSY]: 503,
  [ErrorCode.INTERNAL_ERROR]: 500,
}

/** Answers why not: a code, and a sentence for developers. */
export const answerRefusal = async (
  reply: FastifyReply,
  { code, desc }: { ok: false; code: number; desc: string },
): Promise<FastifyReply> => await reply.code(statuses[code] ?? 400).send({ code, desc })
