import type { MessageRecord, Platform, VendorId } from '@carillon/protocol'

import type { LoginState } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import { outboxInsertFrom } from '../outbox/insert.ts'

const run = async (db: Db, name: string, text: string, values: unknown[] = []): Promise<unknown[]> =>
  await db.query({ name: `seed.${name}`, text }, values)

/** Fills a test's database. App 1 with users ann and bob is made by `app`. */
export const seed = {
  async app(db: Db): Promise<void> {
    await run(db, 'app', `insert into apps (sdk_app_id, name) values (1, 'test')`)
    await run(
      db,
      'users',
      `insert into users (sdk_app_id, user_id) values (1, 'ann'), (1, 'bob'), (1, 'eve')`,
    )
  },

  async certificate(db: Db, vendor: VendorId = 'fcm', sdkAppID = 1): Promise<number> {
    const [row] = await run(
      db,
      'certificate',
      `insert into certificates (sdk_app_id, vendor, name, sealed_fields) values ($1, $2, 'test', '')
       returning certificate_id as id`,
      [sdkAppID, vendor],
    )
    return (row as { id: number }).id
  },

  async device(
    db: Db,
    device: {
      deviceID: string
      userID?: string
      platform?: Platform
      loginState?: LoginState
      lastSeenAtMs?: number
      deviceName?: string
    },
  ): Promise<void> {
    await run(
      db,
      'device',
      `insert into devices (sdk_app_id, device_id, user_id, platform, device_name, login_state, last_seen_at)
       values (1, $1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0))`,
      [
        device.deviceID,
        device.userID ?? 'bob',
        device.platform ?? 'android',
        device.deviceName ?? null,
        device.loginState ?? 'logged-in',
        device.lastSeenAtMs ?? Date.now(),
      ],
    )
  },

  /** The conversation of ann and bob. */
  async conversation(db: Db): Promise<number> {
    const [row] = await run(
      db,
      'conversation',
      `insert into conversations (sdk_app_id, kind, key) values (1, 'c2c', E'ann\\nbob')
       on conflict (sdk_app_id, kind, key) do update set last_seq = 0 returning conversation_id as id`,
    )
    return (row as { id: number }).id
  },

  /** Stores a message in the conversation of ann and bob, with its outbox row when a lease is given. */
  async message(
    db: Db,
    record: MessageRecord,
    lease?: { owner: string | null; untilMs: number | null },
  ): Promise<number> {
    const conversationID = await seed.conversation(db)
    const values = [conversationID, record.seq, record.msgID, record.timestampMs, JSON.stringify(record)]
    await run(
      db,
      'message',
      `insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
       values ($1, $2, $3, 1, 'ann', 'ann-phone', 1, to_timestamp($4::float8 / 1000.0), $5)`,
      values,
    )
    if (lease)
      await run(
        db,
        'outbox',
        `with stored as (select $1::text as msg_id, 1::bigint as sdk_app_id, $2::bigint as conversation_id,
           $3::bigint as seq, to_timestamp($4::float8 / 1000.0) as created_at)
         ${outboxInsertFrom('stored', '$5', '$6')}`,
        [record.msgID, conversationID, record.seq, record.timestampMs, lease.owner, lease.untilMs],
      )
    return conversationID
  },

  async cursor(db: Db, deviceID: string, conversationID: number, seq: number): Promise<void> {
    await run(
      db,
      'cursor',
      `insert into device_cursors (sdk_app_id, device_id, user_id, conversation_id, seq) values (1, $1, 'bob', $2, $3)`,
      [deviceID, conversationID, seq],
    )
  },
}

/** Outbox rows as they stand. */
export const outboxRows = async (
  db: Db,
): Promise<{ msgID: string; leaseOwner: string | null; leaseUntilMs: number | null; dueAtMs: number }[]> =>
  await db.query({
    name: 'seed.outboxRows',
    text: `select msg_id as "msgID", lease_owner as "leaseOwner", lease_until as "leaseUntilMs", due_at as "dueAtMs" from outbox order by msg_id`,
  })
