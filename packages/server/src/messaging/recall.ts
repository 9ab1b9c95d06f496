import { ErrorCode, GroupRole, hasLoneSurrogate, type MessageRecord } from '@carillon/protocol'

import type { MessageCallbacks } from '../callbacks/types.ts'
import type { ServerEvents } from '../events.ts'
import { forgetFileUses } from '../files/index.ts'
import { placeOf } from '../message-id.ts'
import type { UserKey } from '../presence/types.ts'
import type { PushEngine } from '../push/types.ts'
import type { Db } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import { changeMessage, noSuchMessage, type ChangeParts } from './changes.ts'
import { findReadable, updateMessage } from './log-queries.ts'
import { refusedSend, type GroupSends } from './types.ts'

/** What a recall needs. */
export interface RecallParts extends ChangeParts {
  tenants: Pick<Tenants, 'app'>
  push: Pick<PushEngine, 'recall'>
  callbacks: Pick<MessageCallbacks, 'afterRecall'>
  events: Pick<ServerEvents, 'fault'>
}

/**
 * Takes a message back for everyone: its sender may, and in a group the owner and the administrators,
 * within the time the app sets. A message that is recalled already stays so.
 */
export const recallMessage = async (
  parts: RecallParts,
  user: UserKey,
  { msgID, reason }: { msgID: string; reason?: string },
): Promise<{ ok: true } | { ok: false; code: number; desc: string }> => {
  const app = await parts.tenants.app(user.sdkAppID)
  if (!app) return refusedSend(ErrorCode.SDKAPPID_NOT_FOUND, `There is no app ${user.sdkAppID} any more.`)
  if (reason !== undefined && hasLoneSurrogate(reason))
    return refusedSend(ErrorCode.MSG_FORMAT, 'reason: holds half of a surrogate pair, which is no text')
  const [found] = await findReadable(parts.database, user, [msgID])
  if (!found) return (await isOfGroup(parts.database, msgID)) ? noSuchGroupMessage : noSuchMessage
  const refusal = await checkRight(parts.groups, user, found.record)
  if (refusal) return refusal
  const { recallWindowMs } = app.settings.messaging
  const changed = await changeMessage<MessageRecord>(parts, user, msgID, async (db, message) => {
    const { record } = message
    if (record.recalled) return { kind: 'nothing', data: record }
    const nowMs = parts.clock.now()
    if (nowMs - record.timestampMs > recallWindowMs) return { kind: 'refuse', ...tooLate(record) }
    const recalled = recalledRecord(record, user.userID, reason, nowMs)
    await updateMessage(db, message, recalled)
    await forgetFileUses(db, message)
    const content = { kind: 'recalled' as const, msgID, ...(reason === undefined ? {} : { reason }) }
    return { kind: 'change', content, data: recalled }
  })
  if (!changed.ok) return changed
  if (changed.change) {
    parts.callbacks.afterRecall(user, changed.data)
    // The message is recalled whatever becomes of its pushes.
    parts.push
      .recall(changed.data)
      .catch((error: unknown) => parts.events.fault({ where: 'messaging.recall', error }))
  }
  return { ok: true }
}

const noSuchGroupMessage = refusedSend(
  ErrorCode.GROUP_REVOKE_MSG_NOT_FOUND,
  'There is no such message in the group, or it is not yours to see.',
)

const kindStatement = {
  name: 'recall.kind',
  text: `select kind from conversations where conversation_id = $1`,
}

/** Whether a message ID names a place in a group's conversation. */
const isOfGroup = async (db: Db, msgID: string): Promise<boolean> => {
  const [row] = await db.query<{ kind: string }>(kindStatement, [placeOf(msgID)?.conversationID ?? 0])
  return row?.kind === 'group'
}

/** What is left of a message that was taken back. */
const recalledRecord = (
  { cloudCustomData: _cloudCustomData, offlinePushInfo: _offlinePushInfo, ...record }: MessageRecord,
  byUserID: string,
  reason: string | undefined,
  atMs: number,
): MessageRecord => ({
  ...record,
  elements: [],
  recalled: { byUserID, ...(reason === undefined ? {} : { reason }), atMs },
})

const tooLate = ({ groupID }: MessageRecord): { code: number; desc: string } => ({
  code: groupID === undefined ? ErrorCode.MSG_REVOKE_TIME_LIMIT : ErrorCode.GROUP_REVOKE_MSG_TIME_LIMIT,
  desc: 'The message is too old to be recalled. The time is set with: carillon app settings messaging.recallWindowMs=...',
})

const checkRight = async (
  groups: GroupSends,
  user: UserKey,
  { sender, groupID, elements }: MessageRecord,
): Promise<{ ok: false; code: number; desc: string } | undefined> => {
  if (elements.some(({ type }) => type === 'group-tips'))
    return refusedSend(ErrorCode.GROUP_REVOKE_MSG_DENY, 'Group tips cannot be recalled.')
  if (sender.userID === user.userID) return undefined
  if (groupID === undefined)
    return refusedSend(ErrorCode.MSG_REVOKE_NOT_FOUND, 'Only its sender can recall a one-to-one message.')
  const role = await groups.roleOf({ ...user, groupID })
  return role === GroupRole.Admin || role === GroupRole.Owner
    ? undefined
    : refusedSend(
        ErrorCode.GROUP_REVOKE_MSG_DENY,
        'Only its sender, the owner and the administrators can recall a group message.',
      )
}
