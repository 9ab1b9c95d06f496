import type { SuppressReason } from '@carillon/protocol'

import type { DeviceFacts } from './types.ts'

/** One reason for not pushing to a device, as a pure test. */
export interface Rule {
  reason: SuppressReason
  applies(facts: DeviceFacts): boolean
}
