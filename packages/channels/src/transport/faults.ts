import type { Outcome } from '@carillon/protocol'

import { words } from '../words.ts'
import { AnswerLostError, describeError, VendorUnreachableError } from './http-transport.ts'

/**
 * What a request without an answer means: never reached is `retry`, sent without an answer `unknown`.
 * Anything else is a fault of ours, after which nobody can say what happened: `unknown` as well.
 */
export const outcomeOfFault = (error: unknown): Outcome => {
  if (error instanceof VendorUnreachableError)
    return { kind: 'retry', words: words(error.code, error.message) }
  if (error instanceof AnswerLostError) return { kind: 'unknown', words: words(error.code, error.message) }
  return { kind: 'unknown', words: words('INTERNAL', describeError(error)) }
}
