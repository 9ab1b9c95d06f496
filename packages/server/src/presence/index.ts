export { Bookkeeping } from './bookkeeping.ts'
export { catchUp } from './catch-up.ts'
export { LiveConnections } from './live-connections.ts'
export { Logins, type LoginOutcome, type LoginRequest } from './logins.ts'
export { Session, type SessionLink, type SessionListener } from './session.ts'
export type {
  Acknowledgement,
  CommittedMessage,
  Connection,
  Connections,
  Device,
  DeviceKey,
  LoginState,
  UserKey,
} from './types.ts'
