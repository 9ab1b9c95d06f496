/** The log of conversations. */
export const messagesStatements = [
  `create table messages (
     conversation_id bigint not null references conversations on delete cascade,
     seq bigint not null,
     msg_id text not null,
     sdk_app_id bigint not null,
     sender text not null,
     sender_device_id text not null,
     random bigint not null,
     sent_at timestamptz not null,
     -- 'change': an entry that changes earlier messages; its record is a MessageChange
     kind text not null default 'message' check (kind in ('message', 'change')),
     -- Only these users may see it; null for all who are in the conversation.
     visible_to text[],
     -- Counts as unread for those who have not read so far.
     counts_as_unread boolean not null default true,
     -- Deleted for everyone: it keeps its place and is shown to nobody.
     deleted_at timestamptz,
     -- json, not jsonb: what apps send may hold the character U+0000, which jsonb refuses
     record json not null,
     primary key (conversation_id, seq)
   )`,
  `create index messages_by_id on messages using hash (msg_id)`,
  `create index messages_by_time on messages using brin (sent_at)`,
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
  // A message a user deleted for himself.
  `create table message_deletions (
     sdk_app_id bigint not null,
     user_id text not null,
     conversation_id bigint not null references conversations on delete cascade,
     seq bigint not null,
     -- users.state_version of the deletion.
     state_version bigint not null,
     primary key (sdk_app_id, user_id, conversation_id, seq)
   )`,
  `create index message_deletions_by_version on message_deletions (sdk_app_id, user_id, state_version)`,
  // The messages inside a merged one, as they were when it was sent.
  `create table merged_messages (
     merged_id text primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     -- Merged messages inside merged messages: 1 for none inside.
     layers integer not null,
     records json not null,
     created_at timestamptz not null
   )`,
  `create table message_extensions (
     conversation_id bigint not null,
     seq bigint not null,
     key text not null,
     value text not null,
     -- Raised by each change; a deleted key keeps its row, so that versions never repeat.
     version bigint not null,
     is_deleted boolean not null default false,
     changed_by text not null,
     primary key (conversation_id, seq, key),
     foreign key (conversation_id, seq) references messages on delete cascade
   )`,
  // Who has confirmed to have read a message.
  `create table message_reads (
     conversation_id bigint not null,
     seq bigint not null,
     user_id text not null,
     read_at timestamptz not null,
     primary key (conversation_id, seq, user_id),
     foreign key (conversation_id, seq) references messages on delete cascade
   )`,
]
