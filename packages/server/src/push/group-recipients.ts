/**
 * SQL for those who are to have a group's message, as an array of userIDs: who was a member when it was
 * sent and has not left before it, and is among its targets where it has some. `m` is the message's row.
 */
export const groupRecipients = `array(
  select g.user_id from conversation_members g
  where g.conversation_id = m.conversation_id and g.user_id <> m.sender and g.joined_seq < m.seq
    and (g.left_seq is null or g.left_seq >= m.seq) and (m.visible_to is null or g.user_id = any(m.visible_to)))`
