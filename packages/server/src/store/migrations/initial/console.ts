/** The console's people, their sessions and links, and what they changed. */
export const consoleStatements = [
  `create table console_people (
     person_id bigint generated always as identity primary key,
     name text not null,
     role text not null check (role in ('owner', 'operator', 'support')),
     -- Absent until the person has chosen one.
     password_hash text,
     created_at timestamptz not null default now()
   )`,
  `create unique index console_people_by_name on console_people (lower(name))`,
  // Tokens are kept as hashes: who reads the table cannot sign in with it.
  `create table console_sessions (
     token_hash bytea primary key,
     person_id bigint not null references console_people on delete cascade,
     created_at timestamptz not null,
     last_used_at timestamptz not null
   )`,
  `create index console_sessions_by_person on console_sessions (person_id)`,
  `create table console_links (
     token_hash bytea primary key,
     -- 'set-up': choose name and password. 'sign-in': signed in at once.
     kind text not null check (kind in ('set-up', 'sign-in')),
     -- Of the person that is made; of one that exists person_id tells.
     role text check (role in ('owner', 'operator', 'support')),
     person_id bigint references console_people on delete cascade,
     expires_at timestamptz not null
   )`,
  `create table console_audit (
     audit_id bigint generated always as identity primary key,
     at timestamptz not null,
     -- The name as it was: the person may be gone.
     person text not null,
     action text not null,
     target text not null,
     detail jsonb
   )`,
]
