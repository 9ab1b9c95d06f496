import type { Platform } from '@carillon/protocol'

import { globals, type PlatformGlobals } from './globals.ts'

/**
 * The platform kind the code runs on, or undefined in React Native, where only `Platform.OS` of
 * react-native knows it. Guessing there would be worse than asking: a phone taken for a browser is
 * never pushed to.
 */
export const detectPlatform = (
  from: Pick<PlatformGlobals, 'document' | 'navigator'> = globals,
): Platform | undefined => {
  if (from.navigator?.product === 'ReactNative') return undefined
  if (from.document !== undefined) return 'web'
  const name = (from.navigator?.platform ?? '').toLowerCase()
  if (name.startsWith('win')) return 'windows'
  if (name.startsWith('mac')) return 'mac'
  return 'linux'
}

/** The system's language as a tag, or undefined where the platform does not tell it. */
export const detectLanguage = (
  from: Pick<PlatformGlobals, 'Intl' | 'navigator'> = globals,
): string | undefined => {
  try {
    return from.navigator?.language ?? from.Intl?.DateTimeFormat().resolvedOptions().locale
  } catch {
    return undefined
  }
}
