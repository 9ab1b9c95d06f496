import { isPushablePlatform, platforms, type Platform } from '@carillon/protocol'

import type { LoginPolicy } from '../tenants/types.ts'

/** The platform kinds whose devices of the same user have no place beside a new login on `platform`. */
export const rivalPlatforms = (policy: LoginPolicy, platform: Platform): readonly Platform[] => {
  switch (policy) {
    case 'one-per-platform':
      return [platform]
    case 'mobile-and-desktop':
      return platforms.filter((other) => isPushablePlatform(other) === isPushablePlatform(platform))
    case 'one-device':
      return platforms
    case 'any-number':
      return []
  }
}
