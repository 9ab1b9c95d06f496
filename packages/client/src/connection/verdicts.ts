import { CloseCode, ErrorCode } from '@carillon/protocol'

/** What a login refused on reconnect, or a close for good, means for the user's login. */
export type Verdict =
  /** Ended from elsewhere: onKickedOffline. */
  | 'kicked'
  /** A new UserSig is needed: onUserSigExpired. */
  | 'user-sig-expired'
  /** Passes by itself: try again with backoff. */
  | 'retry'

const kicked: readonly number[] = [ErrorCode.LOGIN_KICKED_OFF_BY_OTHER]

// All that a fresh UserSig can mend or that no further attempt with this one can.
const needsUserSig: readonly number[] = [
  ErrorCode.USER_SIG_EXPIRED,
  ErrorCode.USERSIG_EXPIRED,
  ErrorCode.USERSIG_EMPTY,
  ErrorCode.USERSIG_CHECK_FAILED,
  ErrorCode.USERSIG_MISMATCH_PUBLICKEY,
  ErrorCode.USERSIG_MISMATCH_ID,
  ErrorCode.USERSIG_MISMATCH_SDKAPPID,
  ErrorCode.PUBLICKEY_NOT_FOUND,
  ErrorCode.SDKAPPID_NOT_FOUND,
  ErrorCode.ACCOUNT_INVALID_USERSIG,
  ErrorCode.ACCOUNT_NOT_FOUND,
  ErrorCode.INVALID_IDENTIFIER,
]

/** What the refusal of a reconnecting login means. Codes not known pass by themselves. */
export const verdictOnRefusal = (code: number): Verdict => {
  if (kicked.includes(code)) return 'kicked'
  return needsUserSig.includes(code) ? 'user-sig-expired' : 'retry'
}

const kickCodes: readonly number[] = [
  CloseCode.KickedByOtherLogin,
  CloseCode.KickedByAdmin,
  CloseCode.Superseded,
  CloseCode.LoggedOut,
]

/** Whether a close code says that the login was ended from elsewhere, and not that something is wrong. */
export const isKick = (closeCode: number): boolean => kickCodes.includes(closeCode)

const closeTexts: Record<number, string> = {
  [CloseCode.ShuttingDown]: 'the server is shutting down',
  [CloseCode.HeartbeatTimeout]: 'the server heard nothing for the heartbeat time',
  [CloseCode.SlowConsumer]: 'this client reads too slowly',
  [CloseCode.RateLimited]: 'too many requests',
  [CloseCode.LoginTimeout]: 'the login came too late',
  [CloseCode.InternalError]: 'the server has a fault',
  [CloseCode.Unresponsive]: 'an event was not acknowledged for too long',
  [CloseCode.BadFrame]: 'the server did not understand a frame',
  [CloseCode.UnsupportedVersion]: 'the server does not speak this version of the protocol',
  [CloseCode.FrameTooLarge]: 'a frame was too large',
  [CloseCode.NotLoggedIn]: 'a request came before login',
  [CloseCode.KickedByOtherLogin]: 'logged in elsewhere on the same kind of device',
  [CloseCode.KickedByAdmin]: 'ended by an administrator',
  [CloseCode.Superseded]: 'the same device opened a newer connection',
  [CloseCode.LoggedOut]: 'logged out',
}

/** A close code in words. */
export const closeText = (code: number, reason: string): string => {
  const text = closeTexts[code] ?? (reason === '' ? 'the connection broke' : reason)
  return `${text} (close code ${code})`
}
