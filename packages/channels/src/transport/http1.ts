import { Agent, type Dispatcher } from 'undici'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { AnswerBody, plainHeaders } from './answer-body.ts'
import { startCutoff, unansweredText, unsentText, type CutoffReason } from './cutoff.ts'
import type { Dial } from './dial.ts'
import {
  AnswerLostError,
  describeError,
  VendorUnreachableError,
  type HttpTransport,
  type SendOptions,
} from './http-transport.ts'
import type { TransportLimits } from './limits.ts'

/** HTTP/1.1 over keep-alive connections, one request at a time on each. */
export const createHttp1Transport = (
  dial: Dial,
  limits: TransportLimits,
  now: () => number,
): HttpTransport => {
  const agent = new Agent({
    connections: limits.socketsPerOrigin,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: limits.idleMs,
    // Each request has a deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: ({ hostname, port }, callback) => {
      const origin = new URL(`https://${hostname}${port === '' ? '' : `:${port}`}`)
      dial(origin, ['http/1.1'], limits.connectTimeoutMs).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error as Error, null),
      )
    },
  })
  const pendingOf = new Map<string, number>()
  let closed = false

  const send = async (request: VendorRequest, options: SendOptions): Promise<VendorAnswer> => {
    const { origin } = new URL(request.url)
    const pending = pendingOf.get(origin) ?? 0
    if (closed) throw new VendorUnreachableError('the transport is closed')
    if (pending >= limits.waitingPerOrigin + limits.socketsPerOrigin)
      throw new VendorUnreachableError(`${pending} requests to ${origin} are waiting already`)
    pendingOf.set(origin, pending + 1)
    try {
      return await exchange(agent, request, options, limits, now())
    } finally {
      const left = (pendingOf.get(origin) ?? 1) - 1
      if (left === 0) pendingOf.delete(origin)
      else pendingOf.set(origin, left)
    }
  }

  return {
    send,
    [Symbol.asyncDispose]: async () => {
      if (closed) return
      closed = true
      await agent.destroy()
    },
  }
}

const exchange = async (
  agent: Agent,
  request: VendorRequest,
  options: SendOptions,
  limits: TransportLimits,
  nowMs: number,
): Promise<VendorAnswer> => {
  using cutoff = startCutoff(options, nowMs, limits.requestTimeoutMs)
  if (cutoff.reason !== undefined) throw new VendorUnreachableError(unsentText(cutoff.reason))
  const url = new URL(request.url)
  return await new Promise<VendorAnswer>((resolve, reject) => {
    const body = new AnswerBody(limits.answerBytes)
    let controller: Dispatcher.DispatchController | undefined
    let head: Omit<VendorAnswer, 'body'> | undefined
    const lost = (error: unknown): Error => {
      if (error instanceof AnswerLostError || error instanceof VendorUnreachableError) return error
      if (controller === undefined)
        return new VendorUnreachableError(`${url.host}: ${describeError(error)}`, { cause: error })
      return new AnswerLostError('NO_ANSWER', `${url.host}: ${describeError(error)}`, { cause: error })
    }
    const cut = (reason: CutoffReason): void => {
      // Still in the queue: `onRequestStart` drops it.
      if (controller === undefined)
        return reject(new VendorUnreachableError(`${url.host}: ${unsentText(reason)}`))
      const error = new AnswerLostError(
        reason === 'timeout' ? 'TIMEOUT' : 'NO_ANSWER',
        `${url.host}: ${unansweredText(reason)}`,
      )
      controller.abort(error)
      reject(error)
    }
    cutoff.onCut({ cut })
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
        body: request.body === '' ? null : request.body,
      },
      {
        onRequestStart: (started) => {
          if (cutoff.reason !== undefined)
            return started.abort(new VendorUnreachableError(unsentText(cutoff.reason)))
          controller = started
        },
        onResponseStart: (_, status, headers) => {
          if (status >= 200) head = { status, headers: plainHeaders(headers) }
        },
        onResponseData: (answering, chunk) => {
          if (body.add(chunk) || head === undefined) return
          resolve({ ...head, body: body.text() })
          answering.abort(new Error('the answer is too long'))
        },
        onResponseEnd: () => {
          if (head === undefined) reject(lost(new Error('an answer without a status')))
          else resolve({ ...head, body: body.text() })
        },
        onResponseError: (_, error) => reject(lost(error)),
      },
    )
  })
}
