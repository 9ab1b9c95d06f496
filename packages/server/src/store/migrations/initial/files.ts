/** Uploaded files and what refers to them. The bytes are in the file storage. */
export const filesStatements = [
  `create table files (
     file_id text primary key,
     sdk_app_id bigint not null references apps on delete cascade,
     owner text not null,
     purpose text not null check (purpose in ('image', 'sound', 'video', 'snapshot', 'file')),
     -- 'deleting': refused, or of no use any more; its bytes go after kept_until, then the row.
     state text not null check (state in ('uploading', 'stored', 'deleting')),
     name text not null,
     media_type text not null default 'application/octet-stream',
     bytes bigint not null,
     width integer,
     height integer,
     -- Of a smaller size that the server made: the picture it was made from, and which size it is.
     original_id text references files on delete set null,
     size text check (size in ('large', 'thumb')),
     -- Sent in a message that is not kept: whoever of the app knows the ID may read it.
     is_open boolean not null default false,
     created_at timestamptz not null,
     -- Stays until then even if no message refers to it; looked at again then.
     kept_until timestamptz not null
   )`,
  `create index files_by_owner on files (sdk_app_id, owner, created_at)`,
  `create index files_by_original on files (original_id) where original_id is not null`,
  `create index files_by_kept_until on files (kept_until)`,
  // Messages that show a file, or hold one that does.
  `create table file_uses (
     file_id text not null references files on delete cascade,
     conversation_id bigint not null,
     seq bigint not null,
     primary key (file_id, conversation_id, seq),
     foreign key (conversation_id, seq) references messages on delete cascade
   )`,
  `create index file_uses_by_message on file_uses (conversation_id, seq)`,
  // Files of the messages inside a merged one, however deep.
  `create table merged_files (
     merged_id text not null references merged_messages on delete cascade,
     file_id text not null references files on delete cascade,
     primary key (merged_id, file_id)
   )`,
  `create index merged_files_by_file on merged_files (file_id)`,
]
