import { loginRules, tokenRules } from './device-rules.ts'
import { messageRules } from './message-rules.ts'
import { burstRules, lateRules, recipientRules } from './recipient-rules.ts'
import type { Rule } from './rule.ts'

/**
 * Every reason for not pushing, in the order they are asked; the first that applies is the one the
 * story tells. Only those marked `beforeLive` keep a device in front from being `live`.
 */
export const rules: readonly Rule[] = [
  ...messageRules,
  ...recipientRules,
  ...loginRules,
  ...tokenRules,
  ...burstRules,
  ...lateRules,
]
