import type { Platform } from '../platforms.ts'

/** Events about the session itself. */
export interface SessionEvents {
  /** Messages missed while away follow. */
  'sync.started': Record<string, never>
  /** All that was missed has been sent; what follows is live. */
  'sync.finished': Record<string, never>
  /** This session ends at once; a close frame follows. */
  'session.kicked': { reason: 'other-login' | 'admin'; byPlatform?: Platform; byDeviceName?: string }
}
