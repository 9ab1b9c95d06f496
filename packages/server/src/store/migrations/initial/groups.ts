/** Groups, their members, and who waits to become one. */
export const groupsStatements = [
  `create table groups (
     sdk_app_id bigint not null references apps on delete cascade,
     group_id text not null,
     type text not null check (type in ('Work', 'Public', 'Meeting', 'AVChatRoom', 'Community')),
     name text not null,
     introduction text not null default '',
     notification text not null default '',
     face_url text not null default '',
     -- null when it has none
     owner text,
     -- Who made it, with a number of that user's choice: the same again is the same group.
     created_by text not null,
     creation_random bigint,
     -- GroupAddOptEnum: 0 nobody may apply, 1 with approval, 2 at once
     add_option smallint not null check (add_option between 0 and 2),
     is_all_muted boolean not null default false,
     is_support_topic boolean not null default false,
     custom_info jsonb not null default '{}',
     -- null: as many as the app's settings allow for the type
     max_member_count integer,
     member_count integer not null default 0,
     conversation_id bigint not null references conversations,
     -- Entries of the conversation up to this place are of an earlier group with the same ID.
     base_seq bigint not null default 0,
     created_at timestamptz not null,
     info_changed_at timestamptz not null,
     primary key (sdk_app_id, group_id)
   )`,
  `create unique index groups_made_once on groups (sdk_app_id, created_by, creation_random) where creation_random is not null`,
  `create index groups_by_conversation on groups (conversation_id)`,
  // For what begins with a text, in the order of bytes, whatever the collation of the database.
  `create index groups_by_beginning on groups (sdk_app_id, group_id text_pattern_ops)`,
  `create index groups_by_name on groups (sdk_app_id, lower(name) text_pattern_ops)`,
  // Dismissing a group takes its members along; their conversation_members rows stay.
  `create table group_members (
     sdk_app_id bigint not null,
     group_id text not null,
     user_id text not null,
     -- The order in which they came: pages are read along it.
     member_number bigint generated always as identity,
     role smallint not null check (role in (200, 300, 400)),
     name_card text not null default '',
     custom_info jsonb not null default '{}',
     joined_at timestamptz not null,
     primary key (sdk_app_id, group_id, user_id),
     foreign key (sdk_app_id, group_id) references groups on delete cascade,
     foreign key (sdk_app_id, user_id) references users on delete cascade
   )`,
  `create index group_members_by_user on group_members (sdk_app_id, user_id)`,
  `create index group_members_in_order on group_members (sdk_app_id, group_id, member_number)`,
  `create index group_members_in_charge on group_members (sdk_app_id, group_id, member_number) where role > 200`,
  // Apart from the members: in most types a mute outlives leaving and coming back.
  `create table group_mutes (
     sdk_app_id bigint not null,
     group_id text not null,
     user_id text not null,
     muted_until timestamptz not null,
     primary key (sdk_app_id, group_id, user_id),
     foreign key (sdk_app_id, group_id) references groups on delete cascade
   )`,
  // One row an applicant and group; applying again takes the place of what was before.
  `create table group_applications (
     sdk_app_id bigint not null,
     group_id text not null,
     from_user text not null,
     -- '' when somebody applies for himself
     to_user text not null default '',
     -- GroupApplicationTypeEnum: 0 join, 1 invitation
     type smallint not null check (type in (0, 1)),
     request_message text not null,
     added_at timestamptz not null,
     handled_by text,
     is_agreed boolean,
     handle_message text not null default '',
     primary key (sdk_app_id, group_id, from_user, to_user),
     foreign key (sdk_app_id, group_id) references groups on delete cascade,
     foreign key (sdk_app_id, from_user) references users on delete cascade
   )`,
]
