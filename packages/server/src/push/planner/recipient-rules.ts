import { isPushablePlatform } from '@carillon/protocol'

import { isInFront } from './presence.ts'
import { isQuiet } from './quiet-hours.ts'
import type { Rule } from './rule.ts'
import { isMentioned } from './urgency.ts'

/** Reasons that lie in what the recipient has chosen and done. */
export const recipientRules: readonly Rule[] = [
  {
    reason: 'blocked',
    beforeLive: true,
    applies: ({ input }) => input.standing.hasBlockedSender,
  },
  {
    reason: 'not-received',
    beforeLive: true,
    applies: ({ input }) => {
      const { receiveOption } = input.standing
      return receiveOption === 1 || (receiveOption === 4 && !isMentioned(input))
    },
  },
  {
    reason: 'muted',
    applies: ({ input }) => {
      const { receiveOption } = input.standing
      return receiveOption === 2 || (receiveOption === 3 && !isMentioned(input))
    },
  },
  {
    reason: 'quiet-hours',
    applies: ({ input }) => isQuiet(input.standing.allReceiveOption, input.nowMs),
  },
  {
    // An online-only message has no place, and nothing marks it read.
    reason: 'read-elsewhere',
    applies: ({ input: { message, standing } }) => message.seq > 0 && message.seq <= standing.readSeq,
  },
  {
    reason: 'desktop-online',
    applies: ({ input }) =>
      input.settings.push.skipWhileDesktopOnline &&
      input.devices.some((device) => !isPushablePlatform(device.platform) && isInFront(input, device)),
  },
]

/** Reasons that lie in the messages around it. */
export const burstRules: readonly Rule[] = [
  {
    reason: 'gathered',
    applies: ({ input, device }) => input.bursts?.get(device.deviceID)?.kind === 'folded',
  },
]
