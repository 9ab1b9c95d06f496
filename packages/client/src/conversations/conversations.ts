import {
  conversationIDOf,
  ErrorCode,
  groupConversationID,
  limits,
  type ConversationRecord,
  type GroupNotice,
} from '@carillon/protocol'

import { failure, type Failure } from '../api/results.ts'
import { asRecord, type RawEvent } from '../connection/wire.ts'
import {
  toConversationStates,
  toDeletions,
  toGroupNotice,
  toMessageChange,
  toMessageRecord,
} from '../session/parse.ts'
import type { KeptMessage } from '../store/types.ts'
import type { Membership } from './group-changes.ts'
import { ConversationGroups } from './groups.ts'
import { HeldConversations } from './held-conversations.ts'
import { toConversations, toGroupsState, toNames } from './parse.ts'
import type { ConversationParts } from './parts.ts'
import type { Held } from './view.ts'

/** Conversations that are fetched without being asked for; of more, those with the newest messages. */
const mostFetched = 5000
/** After a pause longer than this the whole list is fetched anew. */
const longPauseMs = 600_000

/**
 * The conversations of the user who is logged in. Nothing is fetched before somebody wants to know of
 * them: a listener, or a method that reads them.
 *
 *     asleep ──activate──▶ active: the list is fetched once, then kept right by what happens
 *
 * After a reconnect what was missed comes as events; after a long pause the list is fetched again.
 */
export class Conversations {
  readonly held: HeldConversations
  readonly #parts: ConversationParts
  readonly #groups: ConversationGroups
  #isActive = false
  #isCatchingUp = false
  #wasAwayLong = false
  #lastHeardMs: number
  #wasListed = false
  /** The fetching of the whole list under way. */
  #listing: Promise<boolean> | undefined
  readonly #stale = new Set<string>()
  #isFetching = false
  #fetching: Promise<void> = Promise.resolve()

  constructor(parts: ConversationParts) {
    this.#parts = parts
    this.#lastHeardMs = parts.nowMs()
    this.held = new HeldConversations(parts, (conversationID) => this.refresh(conversationID))
    this.#groups = new ConversationGroups(parts, this.held)
  }

  /** The version of the private state that is known here, for the next login. */
  get stateVersion(): number | undefined {
    return this.#parts.messages.stateVersion
  }

  /** Somebody wants to know of conversations. */
  activate(): void {
    if (this.#isActive) return
    this.#isActive = true
    if (this.#parts.isOnline() && !this.#isCatchingUp) void this.#sync()
  }

  /** Resolves when the list is here, or cannot be had for now. */
  async ready(): Promise<void> {
    this.#isActive = true
    if (!this.#wasListed) await (this.#listing ?? this.#sync())
    while (this.#isFetching && this.#parts.isOnline()) await this.#fetching
  }

  /** An event of the server, after all else has heard of it. */
  handle({ name, data }: RawEvent): void {
    if (name === 'sync.started') this.#syncStarted()
    else if (name === 'sync.finished') this.#syncFinished(asRecord(data)?.stateVersion)
    else if (name === 'conversation.state') this.#statesArrived(data)
    else if (this.#isActive) this.#entryArrived(name, data)
    this.#lastHeardMs = this.#parts.nowMs()
  }

  /** A message exists here alone: on its way, failed, or put in by the app. */
  showLocal(kept: KeptMessage): void {
    if (this.#isActive) this.held.showLocal(kept)
  }

  /** A message was sent from here; `id` is the one it had before. */
  sent(kept: KeptMessage, id: string): void {
    const { conversationID, record } = kept
    if (record.seq > 0 && this.#isActive) this.held.happened(conversationID, { message: record })
    this.held.hideLocal(conversationID, id)
  }

  /** A conversation was deleted from here, with what this device alone knew of it. */
  deleted(conversationID: string): void {
    const held = this.held.get(conversationID)
    if (held === undefined) return
    this.held.setDraft(held.record, undefined)
    if (held.local !== undefined) this.held.hideLocal(conversationID, held.local.msgID)
  }

  /** A message was deleted on this device alone. */
  async deletedHere({ conversationID, msgID }: KeptMessage): Promise<void> {
    this.held.hideLocal(conversationID, msgID)
    if (this.held.get(conversationID)?.record.lastMessage?.msgID !== msgID) return
    const [last] = await this.#parts.messages.run((store) =>
      store.page({ conversationID, direction: 'older', count: 1 }),
    )
    this.held.fallBackTo(conversationID, last?.record)
  }

  /** Conversations by their IDs, in that order, whether in the list or not. Without a connection those that are known here. */
  async find(conversationIDs: readonly string[]): Promise<Held[] | Failure> {
    const isMissing = (conversationID: string): boolean => this.held.get(conversationID) === undefined
    const missing = this.#parts.isOnline() ? conversationIDs.filter(isMissing) : []
    const found = new Map<string, ConversationRecord>()
    for (let start = 0; start < missing.length; start += limits.conversationsPerGet) {
      const asked = missing.slice(start, start + limits.conversationsPerGet)
      const { code, desc, data } = await this.#parts.request('conversation.get', { conversationIDs: asked })
      if (code !== ErrorCode.OK) return failure(code, desc)
      for (const record of toConversations(data)) found.set(record.conversationID, record)
    }
    return conversationIDs.map((conversationID) => this.held.known(conversationID, found.get(conversationID)))
  }

  /** Has a conversation counted anew. */
  refresh(conversationID: string): void {
    this.#stale.add(conversationID)
    void this.#fetchStale()
  }

  #entryArrived(name: string, data: unknown): void {
    const { me } = this.#parts
    if (name === 'message.new') {
      const message = toMessageRecord(data)
      if (message !== undefined && message.seq > 0)
        this.held.happened(conversationIDOf(message, me), { message })
    } else if (name === 'message.changed') {
      const change = toMessageChange(data)
      if (change !== undefined) this.held.happened(conversationIDOf(change, me), { change })
    } else if (name === 'group.notice') {
      const notice = toGroupNotice(data)
      if (notice !== undefined) this.#noticeArrived(notice)
    }
  }

  /** What a group is called changed, or it is one of mine now. */
  #noticeArrived(notice: GroupNotice): void {
    const conversationID = groupConversationID(notice.groupID)
    const isAboutLooks =
      notice.kind === 'info-changed' &&
      notice.changes.some(({ type }) => type === 1 || type === 4) &&
      this.held.get(conversationID) !== undefined
    const isMine =
      (notice.kind === 'member-entered' || notice.kind === 'member-invited') &&
      notice.members.some(({ userID }) => userID === this.#parts.me)
    if (isAboutLooks || isMine) this.refresh(conversationID)
  }

  #syncStarted(): void {
    this.#isCatchingUp = true
    this.#wasAwayLong = this.#parts.nowMs() - this.#lastHeardMs > longPauseMs
    if (this.#parts.hasListeners()) this.#isActive = true
    if (!this.#isActive) return
    this.held.announcer.hold(true)
    this.#parts.tell((listener) => listener.onSyncServerStart?.())
  }

  #syncFinished(stateVersion: unknown): void {
    this.#isCatchingUp = false
    if (typeof stateVersion === 'number') this.#parts.messages.setStateVersion(stateVersion)
    if (!this.#isActive) return
    this.held.announcer.hold(false)
    if (this.#wasListed && !this.#wasAwayLong) {
      void this.#fetchStale()
      this.#parts.tell((listener) => listener.onSyncServerFinish?.())
    } else void this.#fetchList().then((isDone) => this.#tellEnd(isDone))
  }

  /** Fetches the list out of turn. */
  async #sync(): Promise<boolean> {
    this.#parts.tell((listener) => listener.onSyncServerStart?.())
    const isDone = await this.#fetchList()
    this.#tellEnd(isDone)
    return isDone
  }

  #tellEnd(isDone: boolean): void {
    this.#parts.tell((listener) =>
      isDone ? listener.onSyncServerFinish?.() : listener.onSyncServerFailed?.(),
    )
  }

  #fetchList(): Promise<boolean> {
    const listing = (this.#listing ??= this.#fetchPages().finally(() => {
      this.#listing = undefined
    }))
    return listing
  }

  async #fetchPages(): Promise<boolean> {
    const before = this.held.list().map(({ record }) => record)
    const seen = new Set<string>()
    let cursor: string | undefined
    this.held.fetching('all')
    try {
      do {
        const { code, data } = await this.#parts.request('conversation.list', {
          count: limits.conversationsPage,
          ...(cursor !== undefined && { cursor }),
        })
        if (code !== ErrorCode.OK) return false
        this.#groups.names = toNames(data, 'groupNames')
        for (const record of toConversations(data)) {
          seen.add(record.conversationID)
          this.held.install(record)
        }
        const next = asRecord(data)?.nextCursor
        cursor = typeof next === 'string' ? next : undefined
      } while (cursor !== undefined && seen.size < mostFetched)
      this.held.isComplete = cursor === undefined
      this.#wasListed = true
      // Those that are not in it any more.
      for (const { conversationID, isListed } of before)
        if (isListed && cursor === undefined && !seen.has(conversationID)) this.refresh(conversationID)
      for (const conversationID of this.#parts.messages.drafted())
        if (this.held.get(conversationID) === undefined) this.refresh(conversationID)
      this.held.announcer.recounted()
      return true
    } finally {
      this.held.fetched('all')
      this.held.announcer.flush()
    }
  }

  /** Fetches what is stale. One fetching at a time: it takes what is added meanwhile. */
  #fetchStale(): Promise<void> {
    if (!this.#isFetching) this.#fetching = this.#fetchAllStale()
    return this.#fetching
  }

  async #fetchAllStale(): Promise<void> {
    this.#isFetching = true
    try {
      while (this.#stale.size > 0) {
        const conversationIDs = [...this.#stale].slice(0, limits.conversationsPerGet)
        for (const conversationID of conversationIDs) this.#stale.delete(conversationID)
        this.held.fetching(conversationIDs)
        const { code, data } = await this.#parts.request('conversation.get', { conversationIDs })
        if (code === ErrorCode.OK) for (const record of toConversations(data)) this.held.install(record)
        this.held.fetched(conversationIDs)
        if (code === ErrorCode.OK) continue
        // When the connection is back it goes on.
        for (const conversationID of conversationIDs) this.#stale.add(conversationID)
        return
      }
    } finally {
      this.#isFetching = false
      this.held.announcer.flush()
    }
  }

  #statesArrived(data: unknown): void {
    const stateVersion = asRecord(data)?.stateVersion
    const known = this.stateVersion
    if (typeof stateVersion === 'number' && !this.#isCatchingUp && known !== undefined)
      this.#parts.messages.setStateVersion(Math.max(known, stateVersion))
    if (!this.#isActive) return
    const states = toConversationStates(data)
    const memberships: Membership[] = states.map(({ conversationID, groups }) => ({
      conversationID,
      before: this.held.get(conversationID)?.record.groups ?? [],
      after: groups ?? [],
    }))
    for (const state of states) this.held.happened(state.conversationID, { state })
    for (const { conversationID, seqs } of toDeletions(data)) {
      const record = this.held.get(conversationID)?.record
      if (record !== undefined && (record.unreadCount > 0 || seqs.includes(record.lastMessage?.seq ?? 0)))
        this.refresh(conversationID)
    }
    this.#groups.arrived(toGroupsState(data), memberships)
  }
}
