/** The database a push bench fills, straight, as an import would be. */
export interface Rows {
  run<Row>(name: string, text: string, values?: unknown[]): Promise<Row[]>
  sdkAppID: number
}

/** A Community of the first sender and so many who sleep. */
export const makeGroup = async ({ run, sdkAppID }: Rows, members: number): Promise<string> => {
  const groupID = '@TGS#_bench'
  const [row] = await run<{ id: number }>(
    'conversation',
    `insert into conversations (sdk_app_id, kind, key) values ($1, 'group', $2) returning conversation_id as id`,
    [sdkAppID, groupID],
  )
  await run(
    'group',
    `insert into groups (sdk_app_id, group_id, type, name, owner, created_by, add_option, conversation_id,
      member_count, created_at, info_changed_at)
    values ($1, $2, 'Community', 'bench', 'sender0', 'sender0', 2, $3, $4, now(), now())`,
    [sdkAppID, groupID, row?.id, members + 1],
  )
  await run(
    'members',
    `with chosen as (select 'sender0' as user_id union all select 'phone' || n from generate_series(0, $4::integer - 1) n),
    inserted as (
      insert into group_members (sdk_app_id, group_id, user_id, role, joined_at)
      select $1, $2, user_id, case user_id when 'sender0' then 400 else 200 end, now() from chosen)
    insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id)
    select $1, user_id, $3, $2 from chosen`,
    [sdkAppID, groupID, row?.id, members],
  )
  await run('analyze', 'analyze')
  return groupID
}

/** Messages from the first sender, each to the next of the other vendor's phones, due now. */
export const fill = async (
  { run, sdkAppID }: Rows,
  { messages, otherPhones }: { messages: number; otherPhones: number },
  onFilled: (messages: number) => void,
): Promise<void> => {
  const [row] = await run<{ id: number }>(
    'conversations',
    `insert into conversations (sdk_app_id, kind, key)
    select $1, 'c2c', least('sender0', 'other' || n) || E'\n' || greatest('sender0', 'other' || n)
    from generate_series(0, $2::integer - 1) n order by n returning conversation_id as id`,
    [sdkAppID, otherPhones],
  )
  const base = row?.id ?? 0
  for (let first = 0; first < messages; first += 50_000) {
    await run(
      'fill',
      `with made as (
        select n, $2::bigint + n % $3::integer as conversation_id, n / $3::integer + 1 as seq, 'other' || n % $3::integer as receiver,
          to_hex($2::bigint + n % $3::integer) || '-bench-' || n as msg_id
        from generate_series($4::integer, $5::integer - 1) n
      ), stored as (
        insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
        select conversation_id, seq, msg_id, $1, 'sender0', 'bench-device', n, now(), json_build_object('msgID', msg_id, 'seq', seq,
          'sdkAppID', $1::bigint, 'sender', json_build_object('userID', 'sender0'), 'receiver', receiver, 'random', n,
          'timestampMs', (extract(epoch from now()) * 1000)::bigint,
          'elements', json_build_array(json_build_object('type', 'text', 'text', 'See you at six? ' || n)))
        from made
      )
      insert into outbox (msg_id, sdk_app_id, conversation_id, seq, created_at, due_at)
      select msg_id, $1, conversation_id, seq, now(), now() from made`,
      [sdkAppID, base, otherPhones, first, Math.min(messages, first + 50_000)],
    )
    onFilled(Math.min(messages, first + 50_000))
  }
}
