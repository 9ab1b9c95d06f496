import type { GroupRole } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { GroupKey } from './types.ts'

/** A change of who is in a group and may speak there, as every node's memory takes it over. */
export type GroupChange =
  | { kind: 'added'; userIDs: readonly string[] }
  | { kind: 'removed'; userIDs: readonly string[] }
  | { kind: 'member'; userID: string; role?: GroupRole; nameCard?: string }
  | { kind: 'muted'; userID: string; untilMs: number }
  /** The group itself changed in what the memory holds of it. */
  | { kind: 'group'; isAllMuted?: boolean; groupName?: string }
  /** The group was made or dismissed. */
  | { kind: 'reload' }

/** A change with its place and number. */
export interface GroupNotification extends GroupKey {
  /** Made by the one who notifies, who waits for its echo. */
  id: string
  change: GroupChange
}

/** The NOTIFY channel on which every node hears of changes, in the order of their commits. */
export const groupChannel = 'carillon_groups'

const notifyStatement = { name: 'groups.notify', text: 'select pg_notify($1, $2)' }

/** A payload has at most 8,000 bytes; a userID in JSON at most 67. */
const usersPerNotification = 100

/** Tells every node, when the transaction commits. */
export const notifyGroupChange = async (db: Db, notification: GroupNotification): Promise<void> => {
  for (const change of inPieces(notification.change))
    await db.query(notifyStatement, [groupChannel, JSON.stringify({ ...notification, change })])
}

const inPieces = (change: GroupChange): GroupChange[] => {
  if (change.kind !== 'added' && change.kind !== 'removed') return [change]
  const pieces: GroupChange[] = []
  for (let start = 0; start < change.userIDs.length; start += usersPerNotification)
    pieces.push({ ...change, userIDs: change.userIDs.slice(start, start + usersPerNotification) })
  return pieces
}

/** Reads a notification; undefined for what is not one of ours. */
export const parseGroupNotification = (payload: string): GroupNotification | undefined => {
  try {
    const found = JSON.parse(payload) as Partial<GroupNotification>
    if (
      typeof found.sdkAppID === 'number' &&
      typeof found.groupID === 'string' &&
      typeof found.id === 'string' &&
      typeof found.change?.kind === 'string'
    )
      return found as GroupNotification
  } catch {
    // Somebody else's words on our channel.
  }
  return undefined
}
