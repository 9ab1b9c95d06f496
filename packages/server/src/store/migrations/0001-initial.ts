import { sql, type Kysely } from 'kysely'

/** Tenants, accounts, devices, tokens, messages, outbox and journal. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table apps (
     sdk_app_id bigint primary key,
     name text not null,
     settings jsonb not null default '{}',
     created_at timestamptz not null default now()
   )`,
  // An app may have several keys while one is rotated out.
  `create table app_keys (
     key_id bigint generated always as identity primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     sealed_secret_key bytea not null,
     created_at timestamptz not null default now()
   )`,
  `create index app_keys_by_app on app_keys (sdk_app_id)`,
  `create table users (
     sdk_app_id bigint not null references apps on delete cascade,
     user_id text not null,
     nick_name text,
     face_url text,
     -- UserSigs made before this instant are refused with 70052.
     user_sig_valid_from timestamptz,
     created_at timestamptz not null default now(),
     primary key (sdk_app_id, user_id)
   )`,
  // One row a device and user who logged in on it; at most one row a device is 'logged-in'.
  `create table devices (
     sdk_app_id bigint not null references apps on delete cascade,
     device_id text not null,
     user_id text not null,
     platform text not null,
     device_name text,
     -- 'other-user': someone else logged in on the device since
     login_state text not null check (login_state in ('logged-in', 'logged-out', 'kicked', 'other-user')),
     last_seen_at timestamptz not null,
     reported_unread_count integer not null default 0,
     -- Pushes that raised the badge since; starts over with each report.
     pushes_since_report integer not null default 0,
     primary key (sdk_app_id, device_id, user_id)
   )`,
  `create unique index devices_one_user on devices (sdk_app_id, device_id) where login_state = 'logged-in'`,
  `create index devices_by_user on devices (sdk_app_id, user_id)`,
  // A report of the same number counts too, so the reset cannot hang on a change of the value.
  `create function devices_unread_reported() returns trigger language plpgsql as
     'begin new.pushes_since_report := 0; return new; end'`,
  `create trigger devices_unread_reported before update of reported_unread_count on devices
     for each row execute function devices_unread_reported()`,
  `create table certificates (
     certificate_id integer generated always as identity (start with 10001) primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     vendor text not null,
     name text not null,
     sealed_fields bytea not null,
     -- Raised by each change: lanes and access tokens of an older revision are dropped.
     revision integer not null default 1,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     deleted_at timestamptz
   )`,
  `create index certificates_by_app on certificates (sdk_app_id)`,
  // The last token each device reported for each user, and what became of it. The unique index makes
  // a token one user's at a time.
  `create table push_tokens (
     sdk_app_id bigint not null,
     device_id text not null,
     user_id text not null,
     certificate_id integer not null references certificates,
     vendor text not null,
     token text not null,
     registered_at timestamptz not null,
     -- 'dead' by the vendor's word, 'moved' to another user or device, 'cleared' by the app
     state text not null default 'live' check (state in ('live', 'dead', 'moved', 'cleared')),
     state_since timestamptz not null,
     dead_code text,
     primary key (sdk_app_id, device_id, user_id),
     foreign key (sdk_app_id, device_id, user_id) references devices on delete cascade
   )`,
  `create unique index push_tokens_one_owner on push_tokens (sdk_app_id, vendor, md5(token)) where state = 'live'`,
  `create table conversations (
     conversation_id bigint generated always as identity primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     kind text not null check (kind in ('c2c')),
     -- c2c: both userIDs in order, with a line feed between, which no userID can hold
     key text not null,
     last_seq bigint not null default 0,
     last_message_at timestamptz,
     unique (sdk_app_id, kind, key)
   )`,
  `create table conversation_members (
     sdk_app_id bigint not null,
     user_id text not null,
     conversation_id bigint not null references conversations on delete cascade,
     peer_user_id text not null,
     primary key (sdk_app_id, user_id, conversation_id)
   )`,
  `create table messages (
     conversation_id bigint not null references conversations on delete cascade,
     seq bigint not null,
     msg_id text not null,
     sdk_app_id bigint not null,
     sender text not null,
     sender_device_id text not null,
     random bigint not null,
     sent_at timestamptz not null,
     -- json, not jsonb: what apps send may hold the character U+0000, which jsonb refuses
     record json not null,
     primary key (conversation_id, seq)
   )`,
  `create index messages_by_id on messages using hash (msg_id)`,
  // uint32 randoms meet again in time, so the guard against duplicates forgets (settings: messaging.duplicateWindowMs).
  `create table message_randoms (
     sdk_app_id bigint not null,
     sender text not null,
     conversation_id bigint not null,
     random bigint not null,
     seq bigint not null,
     msg_id text not null,
     sent_at timestamptz not null,
     primary key (sdk_app_id, sender, conversation_id, random)
   )`,
  `create index message_randoms_by_time on message_randoms using brin (sent_at)`,
  // How far each device has acknowledged each conversation.
  `create table device_cursors (
     sdk_app_id bigint not null,
     device_id text not null,
     user_id text not null,
     conversation_id bigint not null,
     seq bigint not null,
     primary key (sdk_app_id, device_id, user_id, conversation_id)
   )`,
  `create index device_cursors_by_user on device_cursors (sdk_app_id, user_id, conversation_id)`,
  // One row a message that is not yet settled on every device.
  `create table outbox (
     msg_id text primary key,
     sdk_app_id bigint not null,
     conversation_id bigint not null,
     seq bigint not null,
     created_at timestamptz not null,
     -- Not taken before this instant: retries that wait long are parked here.
     due_at timestamptz not null,
     lease_owner text,
     lease_until timestamptz,
     attempts integer not null default 0,
     -- Certificates a parked row waits for: when one of them works again the row is due at once.
     waiting_certificate_ids integer[]
   )`,
  `create index outbox_due on outbox (due_at)`,
  `create index outbox_waiting on outbox using gin (waiting_certificate_ids) where waiting_certificate_ids is not null`,
  `create table journal (
     at timestamptz not null,
     journal_id bigint generated always as identity,
     sdk_app_id bigint not null,
     msg_id text not null,
     user_id text not null,
     device_id text not null,
     stage text not null,
     reason text not null,
     certificate_id integer,
     vendor text,
     vendor_request_id text,
     vendor_code text,
     vendor_text text,
     detail jsonb
   ) partition by range (at)`,
  `create index journal_by_message on journal (msg_id)`,
  `create index journal_by_device on journal (sdk_app_id, device_id, at)`,
  `create table journal_default partition of journal default`,
]
