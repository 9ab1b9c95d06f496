import { isPushablePlatform } from '@carillon/protocol'

import type { Rule } from './rule.ts'

/** Reasons that lie in the device's login and age. */
export const loginRules: readonly Rule[] = [
  { reason: 'other-user', applies: ({ device }) => device.loginState === 'other-user' },
  { reason: 'logged-out', applies: ({ device }) => device.loginState === 'logged-out' },
  { reason: 'kicked', applies: ({ device }) => device.loginState === 'kicked' },
  { reason: 'not-pushable-platform', applies: ({ device }) => !isPushablePlatform(device.platform) },
  {
    // A device with a connection is here, however long ago that connection began.
    reason: 'offline-too-long',
    applies: ({ device, connection, input }) =>
      connection === undefined && input.nowMs - device.lastSeenAtMs > input.settings.push.offlineLimitMs,
  },
]

/** Reasons that lie in the device's token and its certificate. */
export const tokenRules: readonly Rule[] = [
  { reason: 'no-token', applies: ({ device }) => device.token === null || device.token.state === 'cleared' },
  { reason: 'token-moved', applies: ({ device }) => device.token?.state === 'moved' },
  { reason: 'token-dead', applies: ({ device }) => device.token?.state === 'dead' },
  { reason: 'certificate-missing', applies: ({ device }) => device.token?.certificateExists === false },
]
