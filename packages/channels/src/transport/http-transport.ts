import type { VendorAnswer, VendorRequest } from '../channel.ts'

/** Until when a request is of use. */
export interface SendOptions {
  /** Epoch milliseconds. */
  deadlineMs: number
  signal?: AbortSignal
}

/** Carries requests to vendors and knows nothing of what is in them. */
export interface HttpTransport extends AsyncDisposable {
  /**
   * @throws VendorUnreachableError when the request was certainly not processed
   * @throws AnswerLostError when it was sent and no answer came: it may have been processed
   */
  send(request: VendorRequest, options: SendOptions): Promise<VendorAnswer>
}

/** The vendor did not process the request. */
export class VendorUnreachableError extends Error {
  override readonly name = 'VendorUnreachableError'
  readonly code = 'UNREACHABLE'
  /** The vendor is there and asks for another connection (GOAWAY, REFUSED_STREAM): resend at once. */
  readonly safeToResend: boolean

  constructor(message: string, options: { safeToResend?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.safeToResend = options.safeToResend ?? false
  }
}

/** The request went out and no whole answer came. */
export class AnswerLostError extends Error {
  override readonly name = 'AnswerLostError'
  readonly code: 'NO_ANSWER' | 'TIMEOUT'

  constructor(code: 'NO_ANSWER' | 'TIMEOUT', message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}

/** An error's message with its code, for the story. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Failing on every address of a host is told by an AggregateError without a message.
  const text =
    error.message || (error instanceof AggregateError ? describeError(error.errors[0]) : error.name)
  return code === '' || text.includes(code) ? text : `${text} (${code})`
}
