import type { Platform, VendorId } from '@carillon/protocol'

import type { LoginState, UserKey } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import type { TokenState } from '../planner/types.ts'
import type { ReadMark } from '../types.ts'

/** A notification that may stand on the screen of a device whose user has read its message elsewhere. */
export interface ClearTarget {
  deviceID: string
  conversationID: number
  seq: number
  msgID: string
  certificateID: number
  vendor: VendorId
  /** It raised the number on the icon. */
  raisesBadge: boolean
  /** Undefined when the device can be addressed no more. */
  address: { token: string; isHarmonyOS: boolean; badgeCount: number } | undefined
}

/** What was sent longer ago is left where it is. */
const farthestBackMs = 3 * 86_400_000
/** Of one conversation's messages at most so many, the newest: their names fit into one push. */
const messagesPerConversation = 50

// By user and time and not by message: a message to many has tens of thousands of rows. What was tapped, or
// never shown, is not on the screen; what was recalled shows nothing of the message any more.
const targetsStatement = {
  name: 'clear.targets',
  text: `with read as materialized (
    select m.msg_id, m.conversation_id, m.seq, m.sent_at,
      m.counts_as_unread and coalesce(m.record->'offlinePushInfo'->>'ignoreIOSBadge', '') <> 'true' as raises_badge
    from unnest($3::bigint[], $4::bigint[], $5::bigint[]) k (conversation_id, after_seq, read_seq)
    cross join lateral (
      select * from messages m where m.conversation_id = k.conversation_id and m.seq > k.after_seq
        and m.seq <= k.read_seq and m.kind = 'message' and m.sender <> $2
        and m.sent_at > to_timestamp($6::float8 / 1000.0)
      order by m.seq desc limit $7) m),
  pushed as (
    select j.device_id, j.msg_id, r.conversation_id, r.seq, r.raises_badge,
      (array_agg(j.certificate_id order by j.at desc, j.journal_id desc) filter (where j.stage = 'sent'))[1]
        as certificate_id,
      (array_agg(j.vendor order by j.at desc, j.journal_id desc) filter (where j.stage = 'sent'))[1] as vendor
    from journal j join read r on r.msg_id = j.msg_id
    where j.sdk_app_id = $1 and j.user_id = $2 and j.at >= (select min(sent_at) from read)
    group by 1, 2, 3, 4, 5
    having bool_or(j.stage = 'accepted' or j.reason in ('outcome-unknown', 'no-answer'))
      and not bool_or(j.stage in ('tapped', 'dropped', 'recalled', 'cleared', 'uncleared')))
  select p.device_id as "deviceID", p.msg_id as "msgID", p.conversation_id as "conversationID", p.seq,
    p.raises_badge as "raisesBadge", p.certificate_id as "certificateID", p.vendor, t.token,
    t.state as "tokenState", d.login_state as "loginState", d.platform,
    d.reported_unread_count + d.pushes_since_report as "badgeCount"
  from pushed p
  left join devices d on d.sdk_app_id = $1 and d.device_id = p.device_id and d.user_id = $2
  left join push_tokens t on t.sdk_app_id = $1 and t.device_id = p.device_id and t.user_id = $2
    and t.certificate_id = p.certificate_id
  where p.certificate_id is not null
  order by p.device_id, p.conversation_id, p.seq`,
}

interface TargetRow extends Omit<ClearTarget, 'address'> {
  token: string | null
  tokenState: TokenState | null
  loginState: LoginState | null
  platform: Platform | null
  badgeCount: number | null
}

/** Finds what a user's devices were pushed of messages that the user has read just now. */
export const findClearTargets = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  marks: readonly ReadMark[],
  nowMs: number,
): Promise<ClearTarget[]> => {
  const rows = await db.query<TargetRow>(targetsStatement, [
    sdkAppID,
    userID,
    marks.map(({ conversationID }) => conversationID),
    marks.map(({ afterSeq }) => afterSeq),
    marks.map(({ readSeq }) => readSeq),
    nowMs - farthestBackMs,
    messagesPerConversation,
  ])
  return rows.map(({ token, tokenState, loginState, platform, badgeCount, ...target }) => ({
    ...target,
    // After a logout, or with another user's token, nothing may reach the phone.
    address:
      token !== null && tokenState === 'live' && loginState === 'logged-in'
        ? { token, isHarmonyOS: platform === 'harmony', badgeCount: badgeCount ?? 0 }
        : undefined,
  }))
}
