import type { RetryAfterOptions } from './faults.ts'
import type { EmulatorAnswer } from './types.ts'

/** The answer with a `Retry-After` header, where one is asked for. */
export const withRetryAfter = (
  answer: EmulatorAnswer,
  { retryAfterSeconds, retryAfterForm = 'seconds' }: RetryAfterOptions,
  nowMs: number,
): EmulatorAnswer => {
  if (retryAfterSeconds === undefined) return answer
  const value =
    retryAfterForm === 'seconds'
      ? String(retryAfterSeconds)
      : new Date(nowMs + retryAfterSeconds * 1_000).toUTCString()
  return { ...answer, headers: { ...answer.headers, 'retry-after': value } }
}
