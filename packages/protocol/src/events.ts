import type { MessageRecord } from './messages.ts'
import type { Platform } from './platforms.ts'

/** Every event the server sends and what it carries. */
export interface EventMap {
  /** A message for this user, or one of this user's own from another device. */
  'message.new': { message: MessageRecord }
  /** Messages missed while away follow. */
  'sync.started': Record<string, never>
  /** All that was missed has been sent; what follows is live. */
  'sync.finished': Record<string, never>
  /** This session ends at once; a close frame follows. */
  'session.kicked': { reason: 'other-login' | 'admin'; byPlatform?: Platform; byDeviceName?: string }
}

/** The name of an event. */
export type EventName = keyof EventMap
