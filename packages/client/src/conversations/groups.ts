import type { ConversationGroupsState } from '@carillon/protocol'

import type { V2TimConversation } from '../api/conversations.ts'
import { groupChangesOf, type Membership } from './group-changes.ts'
import type { HeldConversations } from './held-conversations.ts'
import type { ConversationParts } from './parts.ts'

/** My groups of conversations, of whose changes the app is told. */
export class ConversationGroups {
  /** All names, in the order they were made. */
  names: readonly string[] = []
  readonly #tell: ConversationParts['tell']
  readonly #held: HeldConversations

  constructor({ tell }: Pick<ConversationParts, 'tell'>, held: HeldConversations) {
    this.#tell = tell
    this.#held = held
  }

  /** Groups changed (undefined: they did not), or what is in them. The conversations have changed already. */
  arrived(change: ConversationGroupsState | undefined, memberships: readonly Membership[]): void {
    const before = this.names
    const state = change ?? { names: [...before] }
    this.names = state.names
    const { renamed, created, deleted, added, removed } = groupChangesOf(before, state, memberships)
    if (renamed !== undefined)
      this.#tell((listener) => listener.onConversationGroupNameChanged?.(renamed.from, renamed.to))
    for (const name of created) {
      const list = this.#in(name)
      this.#tell((listener) => listener.onConversationGroupCreated?.(name, list))
    }
    for (const name of deleted) this.#tell((listener) => listener.onConversationGroupDeleted?.(name))
    for (const [name, conversationIDs] of added) {
      const list = this.#views(conversationIDs)
      this.#tell((listener) => listener.onConversationsAddedToGroup?.(name, list))
    }
    for (const [name, conversationIDs] of removed) {
      const list = this.#views(conversationIDs)
      this.#tell((listener) => listener.onConversationsDeletedFromGroup?.(name, list))
    }
  }

  #in(name: string): V2TimConversation[] {
    return this.#held
      .list()
      .filter(({ record }) => record.groups.includes(name))
      .map((held) => this.#held.toView(held))
  }

  #views(conversationIDs: readonly string[]): V2TimConversation[] {
    return conversationIDs.flatMap((conversationID) => this.#held.view(conversationID) ?? [])
  }
}
