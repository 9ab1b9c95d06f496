/** Conversations and what is each user's own of them. */
export const conversationsStatements = [
  `create table conversations (
     conversation_id bigint generated always as identity primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     kind text not null check (kind in ('c2c', 'group')),
     -- c2c: both userIDs in order, with a line feed between, which no userID can hold; group: the groupID
     key text not null,
     -- Place of the last entry of its log: messages and changes of messages share the numbers.
     last_seq bigint not null default 0,
     last_message_at timestamptz,
     -- Of the last entry, be it a message or a change of one: devices that come back look for newer ones.
     last_entry_at timestamptz,
     unique (sdk_app_id, kind, key)
   )`,
  // A user in a conversation, with what is the user's own of it.
  `create table conversation_members (
     sdk_app_id bigint not null,
     user_id text not null,
     conversation_id bigint not null references conversations on delete cascade,
     -- c2c: the other; null in a group
     peer_user_id text,
     -- group: its ID; null in c2c
     group_id text,
     -- ReceiveMsgOptEnum: 0 receive and push, 1 not receive, 2 receive and not push, 3 and 4 the same but for mentions
     receive_option smallint not null default 0 check (receive_option between 0 and 4),
     read_seq bigint not null default 0,
     read_at timestamptz,
     -- c2c: the other has read my messages sent up to this instant
     peer_read_at timestamptz,
     -- Entries up to this place are not shown to the user (any more): cleared, or from before the user came.
     first_seq bigint not null default 0,
     -- Entries up to this place are not sent to the user's devices when they come back, though history has
     -- them: the user joined the group there, or did not want to receive until then.
     synced_from_seq bigint not null default 0,
     -- Not in the list until an entry after this place comes: the user deleted the conversation.
     unlisted_seq bigint not null default 0,
     -- group: last entry before the user came (the last time); entries up to it are at best history.
     joined_seq bigint not null default 0,
     -- Entries after this place are not the user's: set when the user left the group.
     left_seq bigint,
     pinned_at timestamptz,
     -- Bits of V2TIMConversationMarkType
     marks bigint not null default 0,
     custom_data text not null default '',
     conversation_groups text[] not null default '{}',
     -- users.state_version at the last change of this row.
     state_version bigint not null default 0,
     primary key (sdk_app_id, user_id, conversation_id)
   )`,
  // With the user: the members of a message are looked up by both, and the planner may take a large group for a small one.
  `create index conversation_members_by_conversation on conversation_members (conversation_id, user_id)`,
  `create index conversation_members_by_version on conversation_members (sdk_app_id, user_id, state_version)`,
  // Those whom live messages are not sent to: few, and asked for with every message.
  `create index conversation_members_not_receiving on conversation_members (conversation_id)
     where receive_option in (1, 4)`,
]
