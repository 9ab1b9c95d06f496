import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'

/** Entries of a conversation's log a user has just read: after one place, up to another. */
export interface ReadRange {
  conversationID: number
  afterSeq: number
  untilSeq: number
}

const lowerStatement = {
  name: 'badges.lower',
  text: `with read as (
    select count(*) as count
    from unnest($3::bigint[], $4::bigint[], $5::bigint[]) k (conversation_id, after_seq, until_seq)
    join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2
      and m.conversation_id = k.conversation_id and m.receive_option = 0
    join messages e on e.conversation_id = k.conversation_id and e.seq > k.after_seq and e.seq <= k.until_seq
      and e.kind = 'message' and e.counts_as_unread and e.sender <> $2
      and e.deleted_at is null and (e.visible_to is null or $2 = any(e.visible_to))
    where not exists (select 1 from message_deletions d where d.sdk_app_id = $1 and d.user_id = $2
      and d.conversation_id = e.conversation_id and d.seq = e.seq)
  )
  update devices d set reported_unread_count =
    greatest(0, d.reported_unread_count + d.pushes_since_report - read.count)::integer
  from read
  where d.sdk_app_id = $1 and d.user_id = $2 and read.count > 0
    and d.reported_unread_count + d.pushes_since_report > 0`,
}

/**
 * Takes what a user has just read from the badges of the user's devices, so that the next push shows no
 * more than is unread. A device's badge counts at most what is unread, so it does so afterwards; the
 * next report of the app takes its place anyway.
 */
export const lowerBadges = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  ranges: readonly ReadRange[],
): Promise<void> => {
  const read = ranges.filter(({ afterSeq, untilSeq }) => untilSeq > afterSeq)
  if (read.length === 0) return
  await db.query(lowerStatement, [
    sdkAppID,
    userID,
    read.map((range) => range.conversationID),
    read.map((range) => range.afterSeq),
    read.map((range) => range.untilSeq),
  ])
}
