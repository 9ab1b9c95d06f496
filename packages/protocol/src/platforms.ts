/**
 * The platform kinds of the login policy. A newer login kicks the older one of the same user on the
 * same kind; an Android phone and an iPhone are different kinds and live side by side.
 */
export const platforms = ['android', 'ios', 'ipad', 'harmony', 'web', 'windows', 'mac', 'linux'] as const

/** The platform kind a client runs on. */
export type Platform = (typeof platforms)[number]

const pushable: readonly Platform[] = ['android', 'ios', 'ipad', 'harmony']

/** Whether devices of this kind have a vendor's push channel. Web and PC are never pushed to. */
export const isPushablePlatform = (platform: Platform): boolean => pushable.includes(platform)
