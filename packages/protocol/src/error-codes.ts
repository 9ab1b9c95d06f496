/**
 * Error codes a chat client or REST caller meets: the numbers of the original service, so that code
 * which branches on them keeps working. Names are the native constants' names without their prefix.
 */
export const ErrorCode = {
  OK: 0,

  // local to the SDK
  INVALID_CONVERSATION: 6004,
  REQUEST_TIME_OUT: 6012,
  SDK_NOT_INITIALIZED: 6013,
  SDK_NOT_LOGGED_IN: 6014,
  IN_PROGRESS: 6015,
  INVALID_MSG_ELEM: 6016,
  INVALID_PARAMETERS: 6017,
  LOGGED_OUT_BEFORE_LOGIN_FINISHED: 6023,
  NO_NETWORK_ON_REQUEST: 6200,
  USER_SIG_EXPIRED: 6206,
  LOGIN_KICKED_OFF_BY_OTHER: 6208,
  INVALID_IDENTIFIER: 7003,
  INTERFACE_NOT_SUPPORTED: 7013,
  LOGIN_IN_PROCESS: 7501,
  LOGOUT_IN_PROCESS: 7502,
  MSG_BODY_SIZE_LIMIT: 8001,
  NET_FREQ_LIMIT: 9506,
  NET_REQ_COUNT_LIMIT: 9507,
  NET_DISCONNECT: 9508,
  NET_CONN_TIMEOUT: 9510,
  NET_WAIT_ACK_TIMEOUT: 9520,
  PACKET_SIZE_LIMIT: 9522,

  // UserSig and account
  USERSIG_EXPIRED: 70001,
  USERSIG_EMPTY: 70002,
  USERSIG_CHECK_FAILED: 70003,
  USERSIG_MISMATCH_PUBLICKEY: 70009,
  USERSIG_MISMATCH_ID: 70013,
  USERSIG_MISMATCH_SDKAPPID: 70014,
  PUBLICKEY_NOT_FOUND: 70016,
  SDKAPPID_NOT_FOUND: 70020,
  ACCOUNT_FREQ_LIMIT: 70050,
  ACCOUNT_INVALID_USERSIG: 70052,
  ACCOUNT_NOT_FOUND: 70107,
  ACCOUNT_INVALID_PARAMETERS: 70402,
  INTERNAL_ERROR: 70500,

  // messages
  MSG_INVALID_ID: 20003,
  SERVER_BUSY: 20004,
  MSG_BODY_TOO_LONG: 80002,
  MSG_FORMAT: 90010,

  /** A certificate ID that this app does not have. Carillon's own. */
  CERTIFICATE_NOT_FOUND: 800020,
  /** A push token that cannot be one (empty where one is needed, too long, control characters). Carillon's own. */
  TOKEN_INVALID: 800021,
} as const

/** A documented error code. The wire may also carry others: a before-callback's own, for example. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]
