import { unusedConversation, type ConversationRecord, type MessageRecord } from '@carillon/protocol'

import type { V2TimConversation } from '../api/conversations.ts'
import type { ConversationDraft, KeptMessage } from '../store/types.ts'
import { applyEvent, type ConversationEvent } from './apply.ts'
import { Announcer } from './announcer.ts'
import type { ConversationParts } from './parts.ts'
import { compareHeld, isInList, toV2TimConversation, type Held } from './view.ts'

/** Events remembered of one conversation while it is being fetched. Of more, none is: it is fetched again. */
const lateCapacity = 1000

/**
 * The conversations that are known here. What the server counted at one moment is brought on by what
 * happens since; where that does not suffice, `onStale` is called to have it counted anew. While a
 * conversation is being fetched its events are remembered, for the answer may be from before them.
 */
export class HeldConversations {
  readonly announcer: Announcer
  readonly #parts: ConversationParts
  readonly #onStale: (conversationID: string) => void
  readonly #held = new Map<string, Held>()
  readonly #late = new Map<string, ConversationEvent[]>()
  /** All conversations are being fetched. */
  #isFetchingAll = false
  /** All that are in the list are here. */
  isComplete = false

  constructor(parts: ConversationParts, onStale: (conversationID: string) => void) {
    this.#parts = parts
    this.#onStale = onStale
    this.announcer = new Announcer(parts.tell, {
      view: (conversationID) => this.view(conversationID),
      totalUnread: () => (this.isComplete ? this.totalUnread() : undefined),
    })
  }

  get(conversationID: string): Held | undefined {
    return this.#held.get(conversationID)
  }

  /** A conversation of the list as the app sees it. */
  view(conversationID: string): V2TimConversation | undefined {
    const held = this.#held.get(conversationID)
    return held !== undefined && isInList(held) ? this.toView(held) : undefined
  }

  toView(held: Held): V2TimConversation {
    return toV2TimConversation(held, this.#parts.messages)
  }

  /** The list in its order. */
  list(): Held[] {
    return [...this.#held.values()].filter(isInList).sort(compareHeld)
  }

  /** Unread messages in all conversations that are not muted. */
  totalUnread(): number {
    let total = 0
    for (const { record } of this.#held.values())
      if (record.isListed && record.receiveOption === 0) total += record.unreadCount
    return total
  }

  /** From here on events of these, or of all, are remembered. */
  fetching(conversationIDs: readonly string[] | 'all'): void {
    if (conversationIDs === 'all') this.#isFetchingAll = true
    else
      for (const conversationID of conversationIDs)
        if (!this.#late.has(conversationID)) this.#late.set(conversationID, [])
  }

  /** Fetching is over; of those that were fetched beside all others the events are forgotten. */
  fetched(conversationIDs: readonly string[] | 'all'): void {
    if (conversationIDs === 'all') {
      this.#isFetchingAll = false
      for (const conversationID of this.#late.keys())
        if (!this.#held.has(conversationID)) this.#onStale(conversationID)
      this.#late.clear()
    } else if (!this.#isFetchingAll)
      for (const conversationID of conversationIDs) this.#late.delete(conversationID)
  }

  /** Takes over what the server counted. */
  install(record: ConversationRecord): void {
    const { conversationID } = record
    const before = this.#held.get(conversationID)
    let next = withKnownName(record, before?.record)
    let isStale = false
    for (const event of this.#late.get(conversationID) ?? []) {
      const applied = applyEvent(next, event, this.#parts.me)
      next = applied.record
      isStale ||= applied.isStale
    }
    const { readSeq, peerReadAtMs = 0, firstSeq, receiveOption } = next
    const { draft } = this.#parts.messages.note(conversationID, {
      readSeq,
      peerReadAtMs,
      firstSeq,
      receiveOption,
    })
    const held: Held = { record: next, local: before?.local, draft }
    if (before !== undefined || isInList(held)) this.#put(held)
    if (isStale) this.#onStale(conversationID)
  }

  /** Something happened to a conversation. */
  happened(conversationID: string, event: ConversationEvent): void {
    this.#rememberLate(conversationID, event)
    const held = this.#held.get(conversationID)
    if (held === undefined) {
      if (!this.#isFetchingAll) this.#onStale(conversationID)
      return
    }
    const { record, isStale } = applyEvent(held.record, event, this.#parts.me)
    const isNewer = 'message' in event && (held.local?.record.timestampMs ?? 0) <= event.message.timestampMs
    this.#put({ ...held, record, local: isNewer ? undefined : held.local })
    if (isStale) this.#onStale(conversationID)
  }

  /** A message exists here alone: on its way, failed, or put in by the app. */
  showLocal(kept: KeptMessage): void {
    if (kept.record.isExcludedFromLastMessage === true || kept.record.isOnlineOnly === true) return
    this.#put({ ...this.known(kept.conversationID), local: kept })
  }

  /** A message that existed here alone does so no more: it was sent, or deleted. */
  hideLocal(conversationID: string, msgID: string): void {
    const held = this.#held.get(conversationID)
    if (held?.local?.msgID === msgID) this.#put({ ...held, local: undefined })
  }

  /** The last message is not to be shown here any more; the one before it is. */
  fallBackTo(conversationID: string, message: MessageRecord | undefined): void {
    const held = this.#held.get(conversationID)
    if (held === undefined) return
    const { lastMessage: _lastMessage, ...record } = held.record
    this.#put({ ...held, record: { ...record, ...(message !== undefined && { lastMessage: message }) } })
  }

  /** Keeps what the user has begun to write in a conversation. */
  setDraft(record: ConversationRecord, draft: ConversationDraft | undefined): void {
    const { conversationID } = record
    this.#parts.messages.setDraft(conversationID, draft)
    const held = this.known(conversationID, record)
    if (draft !== undefined || this.#held.has(conversationID)) this.#put({ ...held, draft })
  }

  /** A conversation, with `record` when it is not held. */
  known(conversationID: string, record = unusedConversation(conversationID)): Held {
    const { draft } = this.#parts.messages.conversation(conversationID)
    return this.#held.get(conversationID) ?? { record, local: undefined, draft }
  }

  #put(held: Held): void {
    const { conversationID } = held.record
    const before = this.#held.get(conversationID)
    this.#held.set(conversationID, held)
    if (before === undefined || !looksLike(before, held)) this.announcer.changed(conversationID)
  }

  #rememberLate(conversationID: string, event: ConversationEvent): void {
    if (this.#isFetchingAll && !this.#late.has(conversationID)) this.#late.set(conversationID, [])
    const late = this.#late.get(conversationID)
    if (late === undefined) return
    if (late.length < lateCapacity) late.push(event)
    else this.#onStale(conversationID)
  }
}

/** A group that is no more keeps its name here. */
const withKnownName = (
  record: ConversationRecord,
  known: ConversationRecord | undefined,
): ConversationRecord =>
  record.groupType !== undefined || known?.groupType === undefined
    ? record
    : {
        ...record,
        ...(known.name !== undefined && { name: known.name }),
        ...(known.faceUrl !== undefined && { faceUrl: known.faceUrl }),
        groupType: known.groupType,
      }

/** Whether the app would see no difference. */
const looksLike = (one: Held, other: Held): boolean => {
  if (one.local !== other.local || one.draft !== other.draft) return false
  const shown = ({ record: { lastSeq: _lastSeq, version: _version, ...record } }: Held): string =>
    JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
  return shown(one) === shown(other)
}
