export {
  authenticate,
  type AuthenticateParts,
  type AuthenticateResult,
  type Credentials,
} from './authenticate.ts'
export {
  createLoginLimiter,
  type LoginAttempt,
  type LoginLimiter,
  type LoginLimits,
} from './login-limiter.ts'
export { type UserSigCheck, type UserSigInput, type UserSigResult } from './user-sig.ts'
export { type ProfileChanges, type User } from './users.ts'
