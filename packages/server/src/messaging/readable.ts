/**
 * What of a log a user may read: `e` is the entry, `m` the user's row in the conversation, `$1` the app,
 * `$2` the user.
 */
export const readable = `e.kind = 'message' and e.deleted_at is null and e.seq > m.first_seq
  and (m.left_seq is null or e.seq <= m.left_seq) and (e.visible_to is null or $2 = any(e.visible_to))
  and not exists (select 1 from message_deletions d where d.sdk_app_id = $1 and d.user_id = $2
    and d.conversation_id = e.conversation_id and d.seq = e.seq)`
