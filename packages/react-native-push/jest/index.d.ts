export * from '../dist/index.js'
export { Push as default } from '../dist/index.js'

export { useNotificationTap } from '../dist/react.js'

import type { PushMessage, PushTap } from '../dist/index.js'

/** The user taps a notification whose ext is `ext`. */
export declare const mockTap: (ext: string, tap?: Partial<PushTap>) => void
/** A push reaches the app in front. */
export declare const mockMessage: (message?: Partial<PushMessage>) => void
