import type { Receipt } from '@carillon/channels'
import type { MessageRecord, PushReport, PushStory, SelfTestResult, UserPushStory } from '@carillon/protocol'

import type { CommittedMessage, UserKey } from '../presence/types.ts'
import type { GroupFacts } from './planner/types.ts'
import type { UserStoryQuestion } from './journal/user-story.ts'
import type { ReceiptSource } from './reports/entries.ts'
import type { LaneState } from './lanes/types.ts'
import type { Reporter } from './reports/own.ts'

/** What the planner must know of a group; undefined when it does not exist (any more). */
export type GroupFactsSource = (sdkAppID: number, groupID: string) => Promise<GroupFacts | undefined>

/** A notification to one device of a user, to see how far it comes. */
export interface SelfTestOrder {
  sdkAppID: number
  userID: string
  deviceID: string
  title: string
  desc: string
  ext: string
}

/** How far a user has read a conversation: after one place, up to another. */
export interface ReadMark {
  conversationID: number
  afterSeq: number
  readSeq: number
}

/** How a push engine stands. */
export interface PushEngineState {
  lanes: readonly LaneState[]
  /** Messages being worked on in memory. */
  openMessages: number
  /** Journal rows that wait to be stored, and since when the oldest does. */
  journal: { rows: number; oldestMs: number }
}

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
  /**
   * A user has read conversations up to a place: what waits on this node to be pushed to the user's devices is
   * not sent. What waits in the outbox, or on another node, is looked at again before it is sent. What the
   * user's other devices show of it is taken away, if the app's settings say so.
   * @param readerDeviceID where it was read
   */
  read(user: UserKey, marks: readonly ReadMark[], readerDeviceID?: string): void
  /**
   * Users were logged out of devices, kicked or displaced: what was decided about them before is not sent
   * before it is decided anew, on this node and on the others.
   */
  departed(departed: readonly (UserKey & { deviceID: string })[]): void
  /**
   * Takes back what was pushed of a message that has been recalled: what waits is not sent, and what vendors
   * have taken is withdrawn from phones, or covered there. What becomes of each phone stands in the story.
   * @param record as it is stored now, with `recalled` set
   * @returns phones whose vendors are asked; those still being sent to are asked when that has ended
   */
  recall(record: MessageRecord): Promise<number>
  /**
   * Notes what a vendor reports about pushes of a certificate.
   * @returns false when it cannot be stored now: the vendor should send it again
   */
  takeReceipts(source: ReceiptSource, receipts: readonly Receipt[]): Promise<boolean>
  /**
   * Pushes to one device, in front or not, and waits at most 10 s for the end.
   * @returns undefined when the engine has no room, is stopping, or the app is gone
   */
  selfTest(order: SelfTestOrder): Promise<SelfTestResult | undefined>
  /**
   * Notes what an app reports of pushes to its device: shown, tapped.
   * @returns false when it cannot be stored now: it should be reported again
   */
  takeReports(reporter: Reporter, reports: readonly PushReport[]): Promise<boolean>
  /** The push story of a message as far as a user may see it; undefined when he may see nothing of it. */
  userStory(question: Omit<UserStoryQuestion, 'nowMs'>): Promise<UserPushStory | undefined>
  /** How it stands, to be watched. */
  state(): PushEngineState
  /** The push story of a message; undefined when there is no such message. */
  story(msgID: string): Promise<PushStory | undefined>
  /** Takes no more; waits for what is in flight for at most `graceMs`, then lets go: the outbox keeps the rest. */
  stop(graceMs: number): Promise<void>
}
