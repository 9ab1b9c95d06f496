/** Push tokens, outbox and journal. */
export const pushStatements = [
  // The last token each device reported for each user at each vendor, and what became of it. A phone may
  // have the push services of two makers, and an iPhone a token for calls beside that for notifications.
  // The unique index makes a token one user's at a time.
  `create table push_tokens (
     sdk_app_id bigint not null,
     device_id text not null,
     user_id text not null,
     certificate_id integer not null references certificates,
     vendor text not null,
     token text not null,
     -- Reported with a certificate for VoIP: for calls alone
     is_voip boolean not null default false,
     registered_at timestamptz not null,
     -- 'dead' by the vendor's word, 'moved' to another user or device, 'cleared' by the app
     state text not null default 'live' check (state in ('live', 'dead', 'moved', 'cleared')),
     state_since timestamptz not null,
     dead_code text,
     primary key (sdk_app_id, device_id, user_id, vendor, is_voip),
     foreign key (sdk_app_id, device_id, user_id) references devices on delete cascade
   )`,
  `create unique index push_tokens_one_owner on push_tokens (sdk_app_id, vendor, md5(token)) where state = 'live'`,
  // Receipts name tokens, also of such as have moved or died since.
  `create index push_tokens_by_token on push_tokens (sdk_app_id, vendor, md5(token))`,
  // What vendors with a daily share have been asked to show, by class: of the app as a whole (device_id '')
  // and of each device. The day is the vendor's, in whole days since the epoch.
  `create table push_quota (
     certificate_id integer not null,
     class_name text not null,
     device_id text not null,
     day integer not null,
     count integer not null,
     primary key (certificate_id, class_name, device_id, day)
   )`,
  `create index push_quota_by_day on push_quota (day)`,
  // Devices are many, apps few: what apps have used is read often.
  `create index push_quota_of_apps on push_quota (day) where device_id = ''`,
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
  // For who reads on from where he was: rows lie in the order of their numbers.
  `create index journal_by_id on journal using brin (journal_id) with (pages_per_range = 32, autosummarize = on)`,
  // What a server was taking back from phones when it ended.
  `create index journal_recalling on journal (at) where reason = 'recalling'`,
  `create index journal_by_device on journal (sdk_app_id, device_id, at)`,
  `create index journal_by_user on journal (sdk_app_id, user_id, at)`,
  // Who asks what was lost for one reason: most rows are of no loss.
  `create index journal_losses on journal (sdk_app_id, reason, at)
     where stage in ('refused', 'suppressed', 'expired', 'dropped')`,
  `create table journal_default partition of journal default`,
]
