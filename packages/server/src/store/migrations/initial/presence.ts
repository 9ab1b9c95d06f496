/** Devices, logins, and how far each device has acknowledged. */
export const presenceStatements = [
  // One row a device and user who logged in on it; at most one row a device is 'logged-in'.
  `create table devices (
     sdk_app_id bigint not null references apps on delete cascade,
     device_id text not null,
     user_id text not null,
     platform text not null,
     device_name text,
     -- As the app told it at its last login.
     app_version text,
     -- BCP 47, as the app's system gave it: the language of default texts.
     language text,
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
]
