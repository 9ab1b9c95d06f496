import { ErrorCode } from '@carillon/protocol'

import type { V2TimCallback } from '../../api/callbacks.ts'
import { failure, ok, unknownIdCode, type Failure } from '../../api/results.ts'
import type { Answer } from '../../connection/request-queue.ts'
import type { CreatedMessages } from '../../messages/created-messages.ts'
import { invalid } from '../../messages/check.ts'
import type { AccountSession } from '../../session/account-session.ts'
import type { ClientSession } from '../../session/client-session.ts'

/** What the methods about messages are made from. */
export interface MessageParts {
  session: ClientSession
  created: CreatedMessages
}

/** The original's answer for a msgID that is not known here. */
export const messageNotFound = failure(unknownIdCode, 'message not found')

/** The original's answer where one of several msgIDs is not known here. */
export const messagesNotFound = failure(unknownIdCode, 'messages not found')

/** The answer before initSDK. */
export const notInitialised = failure(
  ErrorCode.SDK_NOT_INITIALIZED,
  'call initSDK first and check its answer',
)

/** Runs `work` for the user who is logged in, or answers why there is none. */
export const withAccount = async <T>(
  session: ClientSession,
  work: (account: AccountSession) => Promise<T>,
): Promise<T | Failure> => {
  const account = session.requireAccount()
  return 'code' in account ? account : work(account)
}

/** An answer without data. */
export const toCallback = ({ code, desc }: Answer): V2TimCallback =>
  code === ErrorCode.OK ? ok() : failure(code, desc)

/** A failure unless `value` is a list of 1 to `most` texts; `name` is the parameter's. */
export const checkTexts = (value: unknown, name: string, most: number): Failure | undefined => {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    value.some((each) => typeof each !== 'string' || each === '')
  )
    return invalid(`${name}: expected a list of texts that are not empty`)
  return value.length > most
    ? invalid(`${name}: ${value.length} entries, at most ${most} are taken`)
    : undefined
}

/** A failure unless `value` is a whole number from `least` to `most`. */
export const checkWhole = (value: unknown, name: string, least: number, most: number): Failure | undefined =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most
    ? undefined
    : invalid(`${name}: expected a whole number from ${least} to ${most}, got ${String(value)}`)

/** A number that may come as text: the original's Android side gives numbers so. */
export const toNumber = (value: unknown): number => Number(value)
