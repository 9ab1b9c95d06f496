import {
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { AnswerBody, plainHeaders } from './answer-body.ts'
import { unansweredText, type Cutoff } from './cutoff.ts'
import { AnswerLostError, describeError, VendorUnreachableError } from './http-transport.ts'

/** What an exchange needs to know of its session. */
export interface ExchangeOptions {
  cutoff: Cutoff
  answerBytes: number
  /** Something of the answer came: the session is alive. */
  onHeard(): void
  /** The last stream the server promised to process, once it sent GOAWAY. */
  lastStreamID(): number | undefined
}

/**
 * One request on one stream.
 * @throws VendorUnreachableError, safe to resend, when the server refused the stream or closed the session
 * before it
 * @throws AnswerLostError when the stream ended without an answer
 */
export const exchangeOnStream = (
  session: ClientHttp2Session,
  request: VendorRequest,
  options: ExchangeOptions,
): Promise<VendorAnswer> => {
  const url = new URL(request.url)
  const stream = openStream(session, request, url)
  return new Promise<VendorAnswer>((resolve, reject) => {
    const body = new AnswerBody(options.answerBytes)
    let head: Omit<VendorAnswer, 'body'> | undefined
    let isEnded = false
    let failure: Error | undefined

    stream.on('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
      options.onHeard()
      head = { status: headers[':status'] ?? 0, headers: plainHeaders(headers) }
    })
    stream.on('data', (chunk: Buffer) => {
      options.onHeard()
      if (body.add(chunk) || head === undefined) return
      resolve({ ...head, body: body.text() })
      stream.close(constants.NGHTTP2_CANCEL)
    })
    stream.on('end', () => {
      isEnded = true
    })
    stream.on('error', (error: Error) => {
      failure = error
    })
    stream.on('close', () => {
      if (head !== undefined && isEnded && !stream.aborted && stream.rstCode === constants.NGHTTP2_NO_ERROR)
        return resolve({ ...head, body: body.text() })
      reject(faultOf(stream, failure, url.host, head !== undefined, options))
    })
    options.cutoff.onCut({
      cut: (reason) => {
        reject(
          new AnswerLostError(
            reason === 'timeout' ? 'TIMEOUT' : 'NO_ANSWER',
            `${url.host}: ${unansweredText(reason)}`,
          ),
        )
        stream.close(constants.NGHTTP2_CANCEL)
      },
    })
    stream.end(request.body)
  })
}

const openStream = (session: ClientHttp2Session, request: VendorRequest, url: URL): ClientHttp2Stream => {
  try {
    return session.request({
      ':method': request.method,
      ':path': url.pathname + url.search,
      ':scheme': 'https',
      ':authority': url.host,
      ...request.headers,
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const isSessionOver =
      code === 'ERR_HTTP2_INVALID_SESSION' ||
      code === 'ERR_HTTP2_GOAWAY_SESSION' ||
      code === 'ERR_HTTP2_OUT_OF_STREAMS'
    throw new VendorUnreachableError(`${url.host}: ${describeError(error)}`, {
      safeToResend: isSessionOver,
      cause: error,
    })
  }
}

const faultOf = (
  stream: ClientHttp2Stream,
  failure: Error | undefined,
  host: string,
  isAnswered: boolean,
  options: ExchangeOptions,
): Error => {
  const lastStreamID = options.lastStreamID()
  const isBeyondGoaway = lastStreamID !== undefined && (stream.id === undefined || stream.id > lastStreamID)
  if (!isAnswered && (isBeyondGoaway || stream.rstCode === constants.NGHTTP2_REFUSED_STREAM))
    return new VendorUnreachableError(
      `${host}: ${isBeyondGoaway ? 'the server closed the connection before this request (GOAWAY)' : 'the server refused the stream (REFUSED_STREAM)'}`,
      { safeToResend: true, cause: failure },
    )
  const why = failure === undefined ? `the stream ended with code ${stream.rstCode}` : describeError(failure)
  return new AnswerLostError('NO_ANSWER', `${host}: ${why}`, { cause: failure })
}
