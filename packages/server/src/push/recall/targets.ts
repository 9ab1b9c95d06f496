import type { Platform, VendorId } from '@carillon/protocol'

import type { LoginState } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import type { TokenState } from '../planner/types.ts'

/** A device whose screen may show the notification of a message. */
export interface RecallTarget {
  userID: string
  deviceID: string
  certificateID: number
  vendor: VendorId
  /** What the notification was headed with; null when the journal does not know any more. */
  title: string | null
  /** Undefined when the device can be addressed no more. */
  address: { token: string; language: string | null; isHarmonyOS: boolean } | undefined
}

// What was tapped is gone from the screen; what was recalled before needs no second time, and what was begun is
// another's, unless that one has ended.
const targetsStatement = {
  name: 'recall.targets',
  text: `with pushed as (
    select j.sdk_app_id, j.user_id, j.device_id,
      (array_agg(j.certificate_id order by j.at desc, j.journal_id desc) filter (where j.stage = 'sent'))[1]
        as certificate_id,
      (array_agg(j.vendor order by j.at desc, j.journal_id desc) filter (where j.stage = 'sent'))[1] as vendor,
      (array_agg(j.detail->'notification'->>'title' order by j.at desc, j.journal_id desc)
        filter (where j.stage = 'queued'))[1] as title
    from journal j where j.msg_id = $1
    group by 1, 2, 3
    having bool_or(j.stage = 'accepted' or j.reason in ('outcome-unknown', 'no-answer'))
      and not bool_or(j.stage in ('tapped', 'recalled', 'unrecalled') or (j.reason = 'recalling' and not $2)))
  select p.user_id as "userID", p.device_id as "deviceID", p.certificate_id as "certificateID", p.vendor,
    p.title, t.token, t.state as "tokenState", d.login_state as "loginState", d.language, d.platform
  from pushed p
  left join devices d
    on d.sdk_app_id = p.sdk_app_id and d.device_id = p.device_id and d.user_id = p.user_id
  left join push_tokens t on t.sdk_app_id = p.sdk_app_id and t.device_id = p.device_id
    and t.user_id = p.user_id and t.certificate_id = p.certificate_id
  where p.certificate_id is not null
  order by p.user_id, p.device_id`,
}

interface TargetRow extends Omit<RecallTarget, 'address'> {
  token: string | null
  tokenState: TokenState | null
  loginState: LoginState | null
  language: string | null
  platform: Platform | null
}

const lockStatement = {
  name: 'recall.lock',
  text: `select pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'recall', $1::text), 0))`,
}

/**
 * Finds the devices that were pushed a message, and how they can be addressed now. To be called in a transaction
 * that also writes down which are begun: no other node then begins them.
 * @param isResumed also those that were begun
 */
export const claimRecallTargets = async (
  db: Db,
  msgID: string,
  isResumed: boolean,
): Promise<RecallTarget[]> => {
  await db.query(lockStatement, [msgID])
  const rows = await db.query<TargetRow>(targetsStatement, [msgID, isResumed])
  return rows.map(({ token, tokenState, loginState, language, platform, ...target }) => ({
    ...target,
    // After a logout, or with another user's token, nothing may reach the phone.
    address:
      token !== null && tokenState === 'live' && loginState === 'logged-in'
        ? { token, language, isHarmonyOS: platform === 'harmony' }
        : undefined,
  }))
}
