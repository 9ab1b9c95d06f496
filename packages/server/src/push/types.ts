import type { PushStory } from '@carillon/protocol'

import type { CommittedMessage } from '../presence/types.ts'
import type { GroupFacts } from './planner/types.ts'

/** What the planner must know of a group; undefined when it does not exist (any more). */
export type GroupFactsSource = (sdkAppID: number, groupID: string) => Promise<GroupFacts | undefined>

/** The push engine as the rest of the server sees it: planner, outbox, lanes, journal and story. */
export interface PushEngine extends AsyncDisposable {
  /** Written as `lease_owner` with an outbox row, so that the node that stored a message works on it at once. */
  readonly leaseOwner: string
  /** How long a fresh lease lasts, milliseconds. */
  readonly leaseMs: number
  /**
   * Takes a message whose outbox row (leased to `leaseOwner`) is committed and whose live copies have
   * been handed to the connections. Returns at once; what cannot be held in memory stays in the outbox.
   */
  dispatch(message: CommittedMessage): void
  /**
   * Journals what became of an online-only message, which has no outbox row: what does not fit into memory
   * is not journaled, and a crash forgets what was waited for.
   */
  dispatchOnlineOnly(message: CommittedMessage, reachedDeviceIDs: readonly string[]): void
  /** The push story of a message; undefined when there is no such message. */
  story(msgID: string): Promise<PushStory | undefined>
  /** Takes no more; waits for what is in flight for at most `graceMs`, then lets go: the outbox keeps the rest. */
  stop(graceMs: number): Promise<void>
}
