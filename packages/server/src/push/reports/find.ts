import type { Receipt } from '@carillon/channels'

import type { Db } from '../../store/db.ts'
import { entryOf, type ReceiptSource, type ReceiptSubject } from './entries.ts'

/** A receipt about a message, and under which certificate it came in. */
export interface MessageReceipt {
  source: ReceiptSource
  receipt: Receipt & { msgID: string }
}

/** The push a receipt is about, and what the journal knows of it. */
export interface FoundSubject extends ReceiptSubject {
  /** `stage reason` of what was heard of it before. */
  noted: readonly string[]
  /** The vendor's class it went out in. */
  class: string | null
}

const heardStages = [...new Set(Object.values(entryOf).map(({ stage }) => stage))]

// A group message has tens of thousands of rows, so the messages of a batch are read once for all its
// receipts. Where the device has another token by now, the vendor's ID serves if it names one push alone.
const findStatement = {
  name: 'receipts.find',
  text: `with r as (
    select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::text[])
      as r (place, msg_id, request_id, token, certificate_id, sdk_app_id, vendor)),
  pushed as materialized (
    select j.msg_id, j.sdk_app_id, j.certificate_id, j.user_id, j.device_id, min(j.at) as sent_at,
      max(j.vendor_request_id) filter (where j.stage = 'accepted') as request_id,
      max(j.detail->>'class') as class,
      array_agg(distinct j.stage || ' ' || j.reason) filter (where j.stage = any($8::text[])) as noted
    from journal j
    where j.msg_id = any($2::text[]) and j.certificate_id = any($5::int[])
      and j.stage = any('{sent,accepted}'::text[] || $8::text[])
    group by 1, 2, 3, 4, 5
    having bool_or(j.stage = 'sent')),
  alone as (
    select msg_id, certificate_id, request_id, min(user_id) as user_id, min(device_id) as device_id
    from pushed where request_id is not null group by 1, 2, 3 having count(*) = 1)
  select r.place, p.user_id as "userID", p.device_id as "deviceID", p.sent_at as "sentAtMs",
    coalesce(p.noted, '{}') as noted, p.class, 0 as rank
  from r
  join push_tokens t on t.sdk_app_id = r.sdk_app_id and t.vendor = r.vendor and md5(t.token) = md5(r.token)
    and t.token = r.token
  join pushed p on p.msg_id = r.msg_id and p.sdk_app_id = r.sdk_app_id
    and p.certificate_id = r.certificate_id and p.user_id = t.user_id and p.device_id = t.device_id
  union all
  select r.place, p.user_id, p.device_id, p.sent_at, coalesce(p.noted, '{}'), p.class, 1
  from r
  join alone a on a.msg_id = r.msg_id and a.certificate_id = r.certificate_id and a.request_id = r.request_id
  join pushed p on p.msg_id = a.msg_id and p.sdk_app_id = r.sdk_app_id
    and p.certificate_id = a.certificate_id and p.user_id = a.user_id and p.device_id = a.device_id
  order by place, rank`,
}

/**
 * Finds the pushes receipts are about: sent by the certificate they came in under, to the token they name.
 * By the index in `receipts`; what is not there is about no push of ours.
 */
export const findSubjects = async (
  db: Db,
  receipts: readonly MessageReceipt[],
): Promise<ReadonlyMap<number, FoundSubject>> => {
  if (receipts.length === 0) return new Map()
  const rows = await db.query<FoundSubject & { place: number }>(findStatement, [
    receipts.map((_, index) => index),
    receipts.map(({ receipt }) => receipt.msgID),
    receipts.map(({ receipt }) => receipt.vendorRequestID ?? null),
    receipts.map(({ receipt }) => receipt.token),
    receipts.map(({ source }) => source.certificateID),
    receipts.map(({ source }) => source.sdkAppID),
    receipts.map(({ source }) => source.vendor),
    heardStages,
  ])
  const found = new Map<number, FoundSubject>()
  // Best first: the token names the push more surely than the vendor's ID.
  for (const { place, ...subject } of rows) if (!found.has(place)) found.set(place, subject)
  return found
}
