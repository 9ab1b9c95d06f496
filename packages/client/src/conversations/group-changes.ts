import type { ConversationGroupsState } from '@carillon/protocol'

/** What a change means for my groups of conversations. */
export interface GroupChanges {
  renamed: { from: string; to: string } | undefined
  created: string[]
  deleted: string[]
  /** By name: conversations that came and went, of groups that were there before and are now. */
  added: ReadonlyMap<string, readonly string[]>
  removed: ReadonlyMap<string, readonly string[]>
}

/** The groups a conversation is in, before and after. */
export interface Membership {
  conversationID: string
  before: readonly string[]
  after: readonly string[]
}

/** Finds out what became of groups of conversations. */
export const groupChangesOf = (
  namesBefore: readonly string[],
  { names, renamed }: ConversationGroupsState,
  memberships: readonly Membership[],
): GroupChanges => {
  const current = (name: string): string => (name === renamed?.from ? renamed.to : name)
  const known = namesBefore.map(current)
  const stayed = names.filter((name) => known.includes(name))
  const added = new Map<string, string[]>()
  const removed = new Map<string, string[]>()
  for (const { conversationID, before, after } of memberships) {
    const was = before.map(current)
    for (const name of stayed) {
      if (was.includes(name) === after.includes(name)) continue
      const changed = after.includes(name) ? added : removed
      changed.set(name, [...(changed.get(name) ?? []), conversationID])
    }
  }
  return {
    renamed: renamed !== undefined && namesBefore.includes(renamed.from) ? renamed : undefined,
    created: names.filter((name) => !known.includes(name)),
    deleted: known.filter((name) => !names.includes(name)),
    added,
    removed,
  }
}
