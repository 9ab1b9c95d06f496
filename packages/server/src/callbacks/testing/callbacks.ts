import { totalUnread } from '../../conversations/index.ts'
import type { Database } from '../../store/db.ts'
import { Callbacks, type CallbackParts } from '../callbacks.ts'

/** The callbacks of a node whose tokens are not sealed and whose files are at `/fileID`. */
export const createTestCallbacks = (
  database: Database,
  parts: Pick<CallbackParts, 'tenants' | 'clock' | 'events'>,
): Callbacks =>
  new Callbacks({
    ...parts,
    openToken: (_sdkAppID, sealed) => sealed,
    fileAddress: (fileID) => `/${fileID}`,
    unreadCount: async (user) => await totalUnread(database, user, { kind: 'c2c' }),
  })
