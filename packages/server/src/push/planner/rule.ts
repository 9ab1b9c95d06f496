import type { SuppressReason } from '@carillon/protocol'

import type { DeviceFacts } from './types.ts'

/** One reason for not pushing to a device, as a pure test. */
export interface Rule {
  reason: SuppressReason
  /** It keeps the message from a device in front as well, which otherwise gets it over its connection. */
  beforeLive?: true
  applies(facts: DeviceFacts): boolean
}
