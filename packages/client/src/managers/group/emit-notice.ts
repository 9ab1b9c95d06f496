import type { GroupNotice } from '@carillon/protocol'

import type { V2TimGroupListener } from '../../api/groups.ts'
import { toChangeInfo, toMemberInfo } from './convert.ts'

/** Calls a group listener for what happened. A kind that a newer server knows is left out. */
export const emitGroupNotice = (listener: V2TimGroupListener, notice: GroupNotice): void => {
  const { groupID } = notice
  switch (notice.kind) {
    case 'created':
      return listener.onGroupCreated?.(groupID)
    case 'dismissed':
      return listener.onGroupDismissed?.(groupID, toMemberInfo(notice.operator))
    case 'member-entered':
      return listener.onMemberEnter?.(groupID, notice.members.map(toMemberInfo))
    case 'member-left':
      return listener.onMemberLeave?.(groupID, toMemberInfo(notice.member))
    case 'member-invited':
      return listener.onMemberInvited?.(
        groupID,
        toMemberInfo(notice.operator),
        notice.members.map(toMemberInfo),
      )
    case 'member-kicked':
      return listener.onMemberKicked?.(
        groupID,
        toMemberInfo(notice.operator),
        notice.members.map(toMemberInfo),
      )
    case 'member-info-changed':
      return listener.onMemberInfoChanged?.(
        groupID,
        notice.changes.map(({ userID, muteSeconds }) => ({ userID, muteTime: muteSeconds })),
      )
    case 'info-changed':
      return listener.onGroupInfoChanged?.(groupID, notice.changes.map(toChangeInfo))
    case 'application-received':
      return listener.onReceiveJoinApplication?.(groupID, toMemberInfo(notice.applicant), notice.message)
    case 'application-processed':
      return listener.onApplicationProcessed?.(
        groupID,
        toMemberInfo(notice.operator),
        notice.isAgreed,
        notice.message,
      )
    case 'admins-granted':
      return listener.onGrantAdministrator?.(
        groupID,
        toMemberInfo(notice.operator),
        notice.members.map(toMemberInfo),
      )
    case 'admins-revoked':
      return listener.onRevokeAdministrator?.(
        groupID,
        toMemberInfo(notice.operator),
        notice.members.map(toMemberInfo),
      )
    case 'quit':
      return listener.onQuitFromGroup?.(groupID)
    default:
      notice satisfies never
  }
}
