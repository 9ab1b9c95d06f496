import type { MessageContent } from '@carillon/protocol'

import { loadGroupState } from '../groups/group-state.ts'
import { createGroupFacts } from '../groups/index.ts'
import { OperatorError } from '../operator-error.ts'
import {
  explainedRecipients,
  explainPush,
  type ExplainedDevice,
  type ExplainParts,
} from '../push/explain/explain.ts'
import type { Admin } from './index.ts'

/** A message that is not sent: from whom, to whom or to which group. */
export interface DryMessage {
  sdkAppID: number
  from: string
  to: { receiver: string; groupID?: never } | { groupID: string; receiver?: never }
  content: MessageContent
}

/** What would become of it. */
export interface DryRun {
  devices: ExplainedDevice[]
  /** Who would get it. */
  recipients: number
  /** How many of them `devices` is about: of a large group the first. */
  explained: number
}

/** What a dry run is made with; of a group it asks the database alone. */
export interface DryRunParts extends Omit<ExplainParts, 'groupFacts'> {
  admin: Pick<Admin, 'user'>
}

/**
 * Tells what would become of a message on each device of its recipients, without sending it.
 * @throws OperatorError for a sender, recipient or group that the app does not have
 */
export const explainMessage = async (
  { admin, ...parts }: DryRunParts,
  { sdkAppID, from, to, content }: DryMessage,
): Promise<DryRun> => {
  const { db, nowMs } = parts
  const sender = await admin.user(sdkAppID, from)
  if (to.receiver !== undefined) await admin.user(sdkAppID, to.receiver)
  const group =
    to.groupID === undefined ? undefined : await loadGroupState(db, { sdkAppID, groupID: to.groupID }, nowMs)
  if (to.groupID !== undefined && group === undefined)
    throw new OperatorError(
      'CRL_GROUP_NOT_FOUND',
      `App ${sdkAppID} has no group ${JSON.stringify(to.groupID)}. Capital letters count.`,
    )
  const members = group?.members.filter((userID) => userID !== from)
  const devices = await explainPush(
    { ...parts, groupFacts: createGroupFacts({ find: async () => await Promise.resolve(group) }) },
    {
      sdkAppID,
      sender: { userID: sender.userID, ...(sender.nickName === null ? {} : { nickName: sender.nickName }) },
      address: to,
      content,
      ...(members === undefined ? {} : { members }),
    },
  )
  const recipients = members?.length ?? 1
  return { devices: devices ?? [], recipients, explained: Math.min(recipients, explainedRecipients) }
}
