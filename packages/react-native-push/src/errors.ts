import { ErrorCode } from '@carillon/protocol'

/** Codes this plugin resolves or throws with; those from 800005 on are the original plugin's numbers. */
export const PushErrorCode = {
  OK: ErrorCode.OK,
  NOT_LOGGED_IN: ErrorCode.SDK_NOT_LOGGED_IN,
  INVALID_PARAMETERS: ErrorCode.INVALID_PARAMETERS,
  /** Not on a phone, or the native part is missing. */
  UNSUPPORTED: ErrorCode.INTERFACE_NOT_SUPPORTED,
  /** The vendor's push service refused the registration. */
  REGISTER_FAILED: 800005,
  /** The vendor's push service gave no token in time. */
  TOKEN_EMPTY: 800009,
  CREATE_CHANNEL_FAILED: 800013,
  /** The phone failed at something else. */
  NATIVE_FAILED: 800015,
  /** The plugin was disposed of. */
  DISPOSED: ErrorCode.LOGGED_OUT_BEFORE_LOGIN_FINISHED,
} as const

/** What went wrong in a method that answers with a plain value. */
export class PushPluginError extends Error {
  override readonly name = 'PushPluginError'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** How `init`, `uploadToken` and `clearToken` answer: always resolved, `code` 0 is success. */
export interface PushCallback {
  code: number
  /** '' on success, else what went wrong and what to do. */
  desc: string
  /** Whether it succeeded, for callers of the sibling plugin's boolean form. */
  data: boolean
}

export const succeeded = (): PushCallback => ({ code: PushErrorCode.OK, desc: '', data: true })

export const failed = (code: number, desc: string): PushCallback => ({ code, desc, data: false })

/** An error as an answer; one that is not ours gets `code`. */
export const failedWith = (error: unknown, code: number, what: string): PushCallback =>
  error instanceof PushPluginError
    ? failed(error.code, error.message)
    : failed(code, `${what}: ${messageOf(error)}`)

/** The words of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
