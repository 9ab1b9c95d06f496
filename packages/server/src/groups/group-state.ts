import { GroupRole, type GroupType } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { GroupChange } from './group-changes.ts'
import type { GroupKey } from './types.ts'

/**
 * A group as it is kept in memory: who is in it, and who may speak. Most members are ordinary ones
 * without a name card, so only their IDs are kept: about 60 bytes a member.
 */
export class GroupState implements GroupKey {
  readonly sdkAppID: number
  readonly groupID: string
  readonly groupType: GroupType
  readonly conversationID: number
  groupName: string
  isAllMuted: boolean
  readonly #memberIDs: Set<string>
  readonly #special: Map<string, { role: GroupRole; nameCard: string }>
  readonly #mutes: Map<string, number>
  #list: readonly string[] | undefined

  constructor(given: {
    key: GroupKey
    groupType: GroupType
    groupName: string
    conversationID: number
    isAllMuted: boolean
    memberIDs: readonly string[]
    special: readonly { userID: string; role: GroupRole; nameCard: string }[]
    mutes: readonly { userID: string; untilMs: number }[]
  }) {
    this.sdkAppID = given.key.sdkAppID
    this.groupID = given.key.groupID
    this.groupType = given.groupType
    this.groupName = given.groupName
    this.conversationID = given.conversationID
    this.isAllMuted = given.isAllMuted
    this.#memberIDs = new Set(given.memberIDs)
    this.#special = new Map(given.special.map(({ userID, role, nameCard }) => [userID, { role, nameCard }]))
    this.#mutes = new Map(given.mutes.map(({ userID, untilMs }) => [userID, untilMs]))
  }

  get memberCount(): number {
    return this.#memberIDs.size
  }

  /** All members. The same list until one comes or goes; never changed in place. */
  get members(): readonly string[] {
    return (this.#list ??= [...this.#memberIDs])
  }

  /** A member's role; undefined for who is none. */
  roleOf(userID: string): GroupRole | undefined {
    return this.#memberIDs.has(userID) ? (this.#special.get(userID)?.role ?? GroupRole.Member) : undefined
  }

  /** '' for none. */
  nameCardOf(userID: string): string {
    return this.#special.get(userID)?.nameCard ?? ''
  }

  /** Whether a member may not speak at this instant. Who is in charge may while all others are muted. */
  isMuted(userID: string, nowMs: number): boolean {
    if ((this.#mutes.get(userID) ?? 0) > nowMs) return true
    return this.isAllMuted && this.roleOf(userID) === GroupRole.Member
  }

  /** The owner and the administrators. */
  inCharge(): string[] {
    return [...this.#special]
      .filter(([userID, { role }]) => role > GroupRole.Member && this.#memberIDs.has(userID))
      .map(([userID]) => userID)
  }

  /** Takes a change over. A change that is in it already does no harm. */
  apply(change: GroupChange): void {
    switch (change.kind) {
      case 'added':
        for (const userID of change.userIDs) this.#memberIDs.add(userID)
        this.#list = undefined
        break
      case 'removed':
        for (const userID of change.userIDs) {
          this.#memberIDs.delete(userID)
          this.#special.delete(userID)
        }
        this.#list = undefined
        break
      case 'member':
        this.#special.set(change.userID, {
          role: change.role ?? this.#special.get(change.userID)?.role ?? GroupRole.Member,
          nameCard: change.nameCard ?? this.nameCardOf(change.userID),
        })
        break
      case 'muted':
        if (change.untilMs > 0) this.#mutes.set(change.userID, change.untilMs)
        else this.#mutes.delete(change.userID)
        break
      case 'group':
        this.isAllMuted = change.isAllMuted ?? this.isAllMuted
        this.groupName = change.groupName ?? this.groupName
        break
      case 'reload':
        break
      default:
        change satisfies never
    }
  }
}

interface StateRow {
  groupType: GroupType
  groupName: string
  conversationID: number
  isAllMuted: boolean
  /** One ID a line: no userID holds a line feed, and one long text is read ten times as fast as rows. */
  memberIDs: string | null
  special: { userID: string; role: GroupRole; nameCard: string }[] | null
  mutes: { userID: string; untilMs: number }[] | null
}

const loadStatement = {
  name: 'groups.loadState',
  text: `select g.type as "groupType", g.name as "groupName", g.conversation_id as "conversationID",
    g.is_all_muted as "isAllMuted",
    (select string_agg(user_id, E'\\n' order by member_number) from group_members m
     where m.sdk_app_id = g.sdk_app_id and m.group_id = g.group_id) as "memberIDs",
    (select json_agg(json_build_object('userID', user_id, 'role', role, 'nameCard', name_card))
     from group_members m where m.sdk_app_id = g.sdk_app_id and m.group_id = g.group_id
       and (role <> 200 or name_card <> '')) as special,
    (select json_agg(json_build_object('userID', user_id, 'untilMs', extract(epoch from muted_until) * 1000))
     from group_mutes t where t.sdk_app_id = g.sdk_app_id and t.group_id = g.group_id
       and muted_until > to_timestamp($3::float8 / 1000.0)) as mutes
  from groups g where g.sdk_app_id = $1 and g.group_id = $2`,
}

/** Reads a group with its members; undefined when there is none. One query. */
export const loadGroupState = async (
  db: Db,
  key: GroupKey,
  nowMs: number,
): Promise<GroupState | undefined> => {
  const [row] = await db.query<StateRow>(loadStatement, [key.sdkAppID, key.groupID, nowMs])
  if (!row) return undefined
  const { memberIDs, special, mutes, ...fields } = row
  return new GroupState({
    key: { sdkAppID: key.sdkAppID, groupID: key.groupID },
    ...fields,
    memberIDs: memberIDs === null ? [] : memberIDs.split('\n'),
    special: special ?? [],
    mutes: mutes ?? [],
  })
}
