/** Apps, their keys, and certificates. */
export const tenantsStatements = [
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
]
