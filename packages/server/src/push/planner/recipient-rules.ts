import { isPushablePlatform } from '@carillon/protocol'

import { isInFront } from './presence.ts'
import { quotaHoldOf } from './quota.ts'
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

/** Reasons that lie in how late it is, and in what else waits for the device. */
export const lateRules: readonly Rule[] = [
  {
    reason: 'folded',
    applies: ({ input, device }) => input.backlogs?.get(device.deviceID)?.kind === 'folded',
  },
  {
    // The share comes back when the push is of no use any more.
    reason: 'beyond-quota',
    applies: ({ input, device }) => {
      const hold = quotaHoldOf({ input, device })
      return hold !== undefined && hold.untilMs >= input.message.timestampMs + input.settings.push.deadlineMs
    },
  },
]

/** Reasons that lie in the messages around it. */
export const burstRules: readonly Rule[] = [
  {
    reason: 'gathered',
    applies: ({ input, device }) => input.bursts?.get(device.deviceID)?.kind === 'folded',
  },
]
