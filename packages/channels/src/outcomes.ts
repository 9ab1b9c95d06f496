import type { Outcome, VendorWords } from '@carillon/protocol'

import { nextChinaMidnightMs } from './china-midnight.ts'

const maxRequestID = 500

/** What the vendor took, with its own ID where the answer names one. */
export const acceptedAs = (requestID: string | undefined): Outcome =>
  requestID === undefined
    ? { kind: 'accepted' }
    : { kind: 'accepted', requestID: requestID.slice(0, maxRequestID) }

/** A refusal. What is over a share of the day may come after midnight in China, where the vendors with shares are. */
export const refusedFor = (
  cause: (Outcome & { kind: 'refused' })['cause'],
  said: VendorWords,
  nowMs: number,
): Outcome =>
  cause === 'quota'
    ? { kind: 'refused', cause, resetsAtMs: nextChinaMidnightMs(nowMs), words: said }
    : { kind: 'refused', cause, words: said }
