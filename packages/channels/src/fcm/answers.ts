import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { isObject, parseObject, textOf, type JsonObject } from '../json.ts'

/** What is done about an answer. `status` leaves it to the HTTP status. */
export type FcmReaction =
  | { kind: 'token-dead' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }
  | { kind: 'retry'; elseMs?: number }
  | { kind: 'status' }

/**
 * The codes of `google.firebase.fcm.v1.FcmError` (firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode).
 * A code that is not here is judged by its HTTP status.
 */
export const fcmAnswers: Readonly<Record<string, FcmReaction>> = {
  UNSPECIFIED_ERROR: { kind: 'status' },
  // Also what a dead token of a strange form gets; see `decodeFcm`.
  INVALID_ARGUMENT: { kind: 'refused', cause: 'payload' },
  UNREGISTERED: { kind: 'token-dead' },
  // The token belongs to another Firebase project: with this certificate it will never work.
  SENDER_ID_MISMATCH: { kind: 'token-dead' },
  // A rate, not a day's share: the project's bucket is filled again every minute.
  QUOTA_EXCEEDED: { kind: 'retry', elseMs: 60_000 },
  UNAVAILABLE: { kind: 'retry' },
  INTERNAL: { kind: 'retry' },
  THIRD_PARTY_AUTH_ERROR: { kind: 'refused', cause: 'config' },
}

/** Google's error envelope, as far as it is used. */
export interface FcmError {
  /** Whether the body is the envelope at all. */
  isGoogle: boolean
  /** `errorCode` of the FcmError among the details. */
  errorCode?: string
  /** `status` of the envelope, such as `NOT_FOUND`. */
  status?: string
  message?: string
  /** Fields that BadRequest names. */
  violatedFields: readonly string[]
}

/** Reads the error envelope of an answer. */
export const fcmErrorOf = (answer: VendorAnswer): FcmError => {
  const error = parseObject(answer.body)?.['error']
  if (!isObject(error)) return { isGoogle: false, violatedFields: [] }
  const details: readonly unknown[] = Array.isArray(error['details']) ? error['details'] : []
  const objects = details.filter(isObject)
  const errorCode = objects.map((detail) => textOf(detail['errorCode'])).find((code) => code !== undefined)
  const status = textOf(error['status'])
  const message = textOf(error['message'])
  return {
    isGoogle: true,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(status === undefined ? {} : { status }),
    ...(message === undefined ? {} : { message }),
    violatedFields: objects.flatMap(violatedFieldsOf),
  }
}

const violatedFieldsOf = (detail: JsonObject): string[] => {
  const violations: readonly unknown[] = Array.isArray(detail['fieldViolations'])
    ? detail['fieldViolations']
    : []
  return violations.filter(isObject).flatMap((violation) => textOf(violation['field']) ?? [])
}
