/** Users and whom they block. */
export const accountsStatements = [
  `create table users (
     sdk_app_id bigint not null references apps on delete cascade,
     user_id text not null,
     nick_name text,
     face_url text,
     -- UserSigs made before this instant are refused with 70052.
     user_sig_valid_from timestamptz,
     -- Quiet hours and the like for all conversations; see presence of "AllReceiveOption" in protocol.
     all_receive_option jsonb,
     -- Counts the user's private changes (conversations.ts): a device that knows a number asks for what came after it.
     state_version bigint not null default 0,
     -- Names of the user's groups of conversations, in the order they were made.
     conversation_groups text[] not null default '{}',
     created_at timestamptz not null default now(),
     primary key (sdk_app_id, user_id)
   )`,
  // For what begins with a text, in the order of bytes, whatever the collation of the database.
  `create index users_by_beginning on users (sdk_app_id, user_id text_pattern_ops)`,
  `create index users_by_nick_name on users (sdk_app_id, lower(nick_name) text_pattern_ops)`,
  // user_id does not want to hear of blocked_user_id.
  `create table blocks (
     sdk_app_id bigint not null,
     user_id text not null,
     blocked_user_id text not null,
     created_at timestamptz not null default now(),
     primary key (sdk_app_id, user_id, blocked_user_id),
     foreign key (sdk_app_id, user_id) references users on delete cascade
   )`,
]
