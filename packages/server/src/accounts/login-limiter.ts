import { RateLimiterMemory } from 'rate-limiter-flexible'

/** Who tries to log in, from where. */
export interface LoginAttempt {
  sdkAppID: number
  userID: string
  remoteAddress: string
}

/**
 * Counts logins that failed. By user and address together, so that nobody can lock a user out from
 * elsewhere; by address alone, so that nobody can try all users.
 */
export interface LoginLimiter {
  /** Whether further tries are to be refused unseen, with 70050. */
  isBlocked(attempt: LoginAttempt): Promise<boolean>
  failed(attempt: LoginAttempt): Promise<void>
}

/** What is allowed within a minute. */
export interface LoginLimits {
  /** Default 10. */
  failuresPerUser?: number
  /** Many phones may share one address. Default 1000. */
  failuresPerAddress?: number
}

const windowS = 60

/** Makes a limiter that remembers in this process. */
export const createLoginLimiter = (limits: LoginLimits = {}): LoginLimiter => {
  const perUser = new RateLimiterMemory({ points: limits.failuresPerUser ?? 10, duration: windowS })
  const perAddress = new RateLimiterMemory({ points: limits.failuresPerAddress ?? 1000, duration: windowS })
  const userKey = (attempt: LoginAttempt): string =>
    `${attempt.sdkAppID}\n${attempt.userID}\n${attempt.remoteAddress}`
  return {
    async isBlocked(attempt) {
      const user = await perUser.get(userKey(attempt))
      const address = await perAddress.get(attempt.remoteAddress)
      return isUsedUp(user, perUser.points) || isUsedUp(address, perAddress.points)
    },
    async failed(attempt) {
      // Above the limit `consume` rejects, which is no news here.
      await Promise.allSettled([perUser.consume(userKey(attempt)), perAddress.consume(attempt.remoteAddress)])
    },
  }
}

const isUsedUp = (state: { consumedPoints: number } | null, points: number): boolean =>
  state !== null && state.consumedPoints >= points
