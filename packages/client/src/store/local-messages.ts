import { conversationIDOf, type ConversationState, type MessageRecord } from '@carillon/protocol'

import { MessageStatus } from '../api/enums.ts'
import type { V2TimMessage } from '../api/messages.ts'
import type { PictureURLs } from '../files/picture-urls.ts'
import { keptToV2TimMessage } from '../messages/to-v2tim-message.ts'
import { dropOldest } from '../session/cursors.ts'
import type { ConversationDraft, KeptConversation, KeptMessage, LocalStore, MessagePlace } from './types.ts'

/** Messages at hand without a wait. */
const recentCapacity = 2000
/** The value under which the version of the private state is kept. */
const stateVersionName = 'stateVersion'
/** Conversations whose state is at hand. */
const conversationCapacity = 5000

/**
 * The messages of the user who is logged in as this device keeps them. What reads and then writes goes
 * one after the other; what of conversations shows in messages is at hand without a wait.
 */
export class LocalMessages {
  readonly #store: LocalStore
  readonly #me: string
  /** Where pictures can be had; what the server tells of them goes here. */
  readonly pictures: PictureURLs | undefined
  readonly #conversations = new Map<string, KeptConversation>()
  readonly #recent = new Map<string, KeptMessage>()
  #work: Promise<unknown> = Promise.resolve()
  #lastLocalOrder: number
  #stateVersion: number | undefined
  /** What is known of conversations is at hand. */
  readonly ready: Promise<void>

  /**
   * @param around `startedAtMs`: what exists here alone stands behind what an earlier run of the app left;
   * `pictures`: their addresses
   */
  constructor(store: LocalStore, me: string, around: { startedAtMs?: number; pictures?: PictureURLs } = {}) {
    const { startedAtMs = 0, pictures } = around
    this.#store = store
    this.#me = me
    this.pictures = pictures
    this.#lastLocalOrder = startedAtMs
    this.ready = this.run(async () => {
      for (const kept of await store.conversations())
        if (!this.#conversations.has(kept.conversationID)) this.#conversations.set(kept.conversationID, kept)
      const version = Number((await store.value(stateVersionName)) ?? Number.NaN)
      if (Number.isSafeInteger(version) && version >= 0) this.#stateVersion ??= version
    })
  }

  /** Runs `work` after all that was asked for before. */
  async run<T>(work: (store: LocalStore) => Promise<T>): Promise<T> {
    const run = this.#work.then(() => work(this.#store))
    this.#work = run.catch(() => undefined)
    return run
  }

  /** Writes what is not written yet, and lets go of the store. */
  async close(): Promise<void> {
    await this.run(async (store) => store.close?.())
  }

  /** What is known of a conversation. */
  conversation(conversationID: string): KeptConversation {
    return (
      this.#conversations.get(conversationID) ?? {
        conversationID,
        readSeq: 0,
        peerReadAtMs: 0,
        firstSeq: 0,
        lastSeq: 0,
        receiveOption: 0,
      }
    )
  }

  /** Changes what is known of a conversation; marks only move on. */
  note(conversationID: string, change: Partial<ConversationState & { lastSeq: number }>): KeptConversation {
    const known = this.conversation(conversationID)
    const next: KeptConversation = {
      conversationID,
      readSeq: Math.max(known.readSeq, change.readSeq ?? 0),
      peerReadAtMs: Math.max(known.peerReadAtMs, change.peerReadAtMs ?? 0),
      firstSeq: Math.max(known.firstSeq, change.firstSeq ?? 0),
      lastSeq: Math.max(known.lastSeq, change.lastSeq ?? 0),
      receiveOption: change.receiveOption ?? known.receiveOption,
      ...(known.draft !== undefined && { draft: known.draft }),
    }
    return this.#keepConversation(next)
  }

  /** Conversations in which the user has begun to write. */
  drafted(): string[] {
    return [...this.#conversations.values()]
      .filter(({ draft }) => draft !== undefined)
      .map(({ conversationID }) => conversationID)
  }

  /** Keeps what the user has begun to write in a conversation; undefined for nothing. */
  setDraft(conversationID: string, draft: ConversationDraft | undefined): void {
    const { draft: _draft, ...known } = this.conversation(conversationID)
    this.#keepConversation({ ...known, ...(draft !== undefined && { draft }) })
  }

  #keepConversation(conversation: KeptConversation): KeptConversation {
    const { conversationID } = conversation
    this.#conversations.delete(conversationID)
    this.#conversations.set(conversationID, conversation)
    dropOldest(this.#conversations, conversationCapacity)
    void this.run((store) => store.putConversation(conversation))
    return conversation
  }

  /** The version of the private state up to which changes are kept here; undefined where none are. */
  get stateVersion(): number | undefined {
    return this.#stateVersion
  }

  /** All private changes up to a version have come. */
  setStateVersion(version: number): void {
    if (version === this.#stateVersion) return
    this.#stateVersion = version
    void this.run((store) => store.setValue(stateVersionName, String(version)))
  }

  /** A message that was read or written lately; undefined tells nothing. */
  peek(msgID: string): KeptMessage | undefined {
    return this.#recent.get(msgID)
  }

  /** Has a message at hand before it is written. */
  remember(kept: readonly KeptMessage[]): void {
    for (const message of kept) {
      this.#recent.delete(message.msgID)
      this.#recent.set(message.msgID, message)
    }
    dropOldest(this.#recent, recentCapacity)
  }

  /** A kept message as the app sees it. */
  view(kept: KeptMessage): V2TimMessage {
    return keptToV2TimMessage(kept, this.#me, this.conversation(kept.conversationID), this.pictures)
  }

  /** How a message of the server is kept; what this device alone knows of it is taken over from `known`. */
  kept(record: MessageRecord, known?: KeptMessage): KeptMessage {
    const status = record.recalled === undefined ? MessageStatus.SEND_SUCC : MessageStatus.LOCAL_REVOKED
    const { seq, localOrder } =
      record.seq > 0 ? { seq: record.seq, localOrder: 0 } : (known ?? this.nextLocalPlace(record))
    // What a recalled message said stays here: its sender may want to write it anew.
    const elements = record.recalled === undefined ? record.elements : (known?.record.elements ?? [])
    return {
      ...(known?.localCustomData !== undefined && { localCustomData: known.localCustomData }),
      ...(known?.localCustomInt !== undefined && { localCustomInt: known.localCustomInt }),
      ...(known?.paths !== undefined && { paths: known.paths }),
      ...(known?.downloaded !== undefined && { downloaded: known.downloaded }),
      ...(known?.id !== undefined && { id: known.id }),
      msgID: record.msgID,
      conversationID: conversationIDOf(record, this.#me),
      seq,
      localOrder,
      record: { ...record, elements },
      status: known?.status === MessageStatus.HAS_DELETED ? known.status : status,
    }
  }

  /** Keeps messages of the server. Answers them as they are kept now, in their order. */
  async keep(records: readonly MessageRecord[]): Promise<KeptMessage[]> {
    for (const record of records)
      if (record.seq > 0) this.note(conversationIDOf(record, this.#me), { lastSeq: record.seq })
    return this.run(async (store) => {
      const known = new Map(
        (await store.find(records.map(({ msgID }) => msgID))).map((kept) => [kept.msgID, kept]),
      )
      const kept = records.map((record) => this.kept(record, known.get(record.msgID)))
      this.remember(kept)
      await store.put(kept)
      return kept
    })
  }

  /** Keeps what is not the server's, or not the server's yet. */
  async put(kept: KeptMessage): Promise<void> {
    this.remember([kept])
    await this.run((store) => store.put([kept]))
  }

  /** The place behind the newest message of a conversation that is known here. */
  nextLocalPlace(address: Parameters<typeof conversationIDOf>[0]): MessagePlace {
    this.#lastLocalOrder += 1
    return {
      seq: this.conversation(conversationIDOf(address, this.#me)).lastSeq,
      localOrder: this.#lastLocalOrder,
    }
  }

  /** Kept messages in the order asked for; unknown ones are left out. */
  async find(msgIDs: readonly string[]): Promise<KeptMessage[]> {
    return this.run(async (store) => {
      const kept = await store.find(msgIDs)
      this.remember(kept)
      return kept
    })
  }

  /** One kept message. */
  async findOne(msgID: string): Promise<KeptMessage | undefined> {
    const [kept] = typeof msgID === 'string' ? await this.find([msgID]) : []
    return kept
  }

  /** Changes a kept message; undefined when it is not kept. */
  async update(msgID: string, change: (kept: KeptMessage) => KeptMessage): Promise<KeptMessage | undefined> {
    return this.run(async (store) => {
      const [kept] = await store.find([msgID])
      if (kept === undefined) return undefined
      const changed = change(kept)
      this.remember([changed])
      await store.put([changed])
      return changed
    })
  }
}
