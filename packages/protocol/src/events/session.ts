import type { Platform } from '../platforms.ts'

/** Events about the session itself. */
export interface SessionEvents {
  /** Messages missed while away follow. */
  'sync.started': Record<string, never>
  /** All that was missed has been sent, private changes up to `stateVersion` (0 when absent) among it; what follows is live. */
  'sync.finished': { stateVersion?: number }
  /** This session ends at once; a close frame follows. */
  'session.kicked': { reason: 'other-login' | 'admin'; byPlatform?: Platform; byDeviceName?: string }
}
