import type {
  GroupApplicationRecord,
  GroupInfoChange,
  GroupLookup,
  GroupMemberRecord,
  GroupMemberResult,
  GroupRecord,
  TipUser,
} from '@carillon/protocol'

import type { V2TimGroupChangeInfo, V2TimGroupMemberInfo } from '../../api/group-tips.ts'
import type {
  V2TimGroupApplication,
  V2TimGroupInfo,
  V2TimGroupInfoResult,
  V2TimGroupMemberFullInfo,
  V2TimGroupMemberOperationResult,
} from '../../api/groups.ts'

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** A group of the server as the app sees it. */
export const toGroupInfo = (group: GroupRecord): V2TimGroupInfo => ({
  groupID: group.groupID,
  groupType: group.groupType,
  groupName: group.groupName,
  notification: group.notification,
  introduction: group.introduction,
  faceUrl: group.faceUrl,
  isAllMuted: group.isAllMuted,
  isSupportTopic: group.isSupportTopic,
  ...(group.owner !== undefined && { owner: group.owner }),
  createTime: seconds(group.createTimeMs),
  groupAddOpt: group.addOption,
  lastInfoTime: seconds(group.lastInfoTimeMs),
  ...(group.lastMessageTimeMs !== undefined && { lastMessageTime: seconds(group.lastMessageTimeMs) }),
  memberCount: group.memberCount,
  role: group.mine?.role ?? 0,
  ...(group.mine !== undefined && {
    recvOpt: group.mine.receiveOption,
    joinTime: seconds(group.mine.joinTimeMs),
  }),
  customInfo: { ...group.customInfo },
})

/** What a look-up of one group gave. */
export const toGroupInfoResult = (lookup: GroupLookup): V2TimGroupInfoResult =>
  'group' in lookup
    ? { resultCode: 0, resultMessage: 'ok', groupInfo: toGroupInfo(lookup.group) }
    : {
        resultCode: lookup.code,
        resultMessage: lookup.desc,
        groupInfo: { groupID: lookup.groupID, groupType: '' },
      }

/** A member as listeners name it. */
export const toMemberInfo = (user: TipUser): V2TimGroupMemberInfo => ({
  userID: user.userID,
  ...(user.nickName !== undefined && { nickName: user.nickName }),
  ...(user.nameCard !== undefined && { nameCard: user.nameCard }),
  ...(user.faceUrl !== undefined && { faceUrl: user.faceUrl }),
})

/** A member with all there is to know. */
export const toMemberFullInfo = (member: GroupMemberRecord): V2TimGroupMemberFullInfo => ({
  ...toMemberInfo(member),
  role: member.role,
  muteUntil: member.mutedUntilMs === undefined ? 0 : Math.ceil(member.mutedUntilMs / 1000),
  joinTime: seconds(member.joinTimeMs),
  customInfo: { ...member.customInfo },
})

export const toOperationResult = ({
  userID,
  result,
}: GroupMemberResult): V2TimGroupMemberOperationResult => ({ memberID: userID, result })

export const toChangeInfo = (change: GroupInfoChange): V2TimGroupChangeInfo => ({ ...change })

export const toApplication = (application: GroupApplicationRecord): V2TimGroupApplication => ({
  groupID: application.groupID,
  fromUser: application.fromUser.userID,
  ...(application.fromUser.nickName !== undefined && { fromUserNickName: application.fromUser.nickName }),
  ...(application.fromUser.faceUrl !== undefined && { fromUserFaceUrl: application.fromUser.faceUrl }),
  toUser: application.toUserID,
  addTime: seconds(application.addTimeMs),
  requestMsg: application.requestMessage,
  handleMsg: application.handleMessage,
  handledMsg: application.handleMessage,
  type: application.type,
  handleStatus: application.handleStatus,
  handleResult: application.handleResult,
})
