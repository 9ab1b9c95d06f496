import { isPushablePlatform, platforms, type Platform } from '@carillon/protocol'

import type { LoginPolicy } from '../tenants/types.ts'

/** The platform kinds that have no place beside a new login, by the policy. */
const rivals: Record<LoginPolicy, (platform: Platform) => readonly Platform[]> = {
  'one-per-platform': (platform) => [platform],
  'mobile-and-desktop': (platform) =>
    platforms.filter((other) => isPushablePlatform(other) === isPushablePlatform(platform)),
  'one-device': () => platforms,
  'any-number': () => [],
}

/** The platform kinds whose devices of the same user have no place beside a new login on `platform`. */
export const rivalPlatforms = (policy: LoginPolicy, platform: Platform): readonly Platform[] =>
  rivals[policy](platform)
