/** Numbers and names are the original's, so that code and stored values keep their meaning. */

export const LogLevelEnum = {
  V2TIM_LOG_NONE: 0,
  V2TIM_LOG_DEBUG: 3,
  V2TIM_LOG_INFO: 4,
  V2TIM_LOG_WARN: 5,
  V2TIM_LOG_ERROR: 6,
} as const
export type LogLevelEnum = (typeof LogLevelEnum)[keyof typeof LogLevelEnum]

export const MessageElemType = {
  V2TIM_ELEM_TYPE_NONE: 0,
  V2TIM_ELEM_TYPE_TEXT: 1,
  V2TIM_ELEM_TYPE_CUSTOM: 2,
  V2TIM_ELEM_TYPE_IMAGE: 3,
  V2TIM_ELEM_TYPE_SOUND: 4,
  V2TIM_ELEM_TYPE_VIDEO: 5,
  V2TIM_ELEM_TYPE_FILE: 6,
  V2TIM_ELEM_TYPE_LOCATION: 7,
  V2TIM_ELEM_TYPE_FACE: 8,
  V2TIM_ELEM_TYPE_GROUP_TIPS: 9,
  V2TIM_ELEM_TYPE_MERGER: 10,
} as const
export type MessageElemType = (typeof MessageElemType)[keyof typeof MessageElemType]

export const MessagePriorityEnum = {
  V2TIM_PRIORITY_DEFAULT: 0,
  V2TIM_PRIORITY_HIGH: 1,
  V2TIM_PRIORITY_NORMAL: 2,
  V2TIM_PRIORITY_LOW: 3,
} as const
export type MessagePriorityEnum = (typeof MessagePriorityEnum)[keyof typeof MessagePriorityEnum]

export const ReceiveMsgOptEnum = {
  V2TIM_RECEIVE_MESSAGE: 0,
  V2TIM_NOT_RECEIVE_MESSAGE: 1,
  V2TIM_RECEIVE_NOT_NOTIFY_MESSAGE: 2,
} as const
export type ReceiveMsgOptEnum = (typeof ReceiveMsgOptEnum)[keyof typeof ReceiveMsgOptEnum]

export const HistoryMsgGetTypeEnum = {
  V2TIM_GET_CLOUD_OLDER_MSG: 1,
  V2TIM_GET_CLOUD_NEWER_MSG: 2,
  V2TIM_GET_LOCAL_OLDER_MSG: 3,
  V2TIM_GET_LOCAL_NEWER_MSG: 4,
} as const
export type HistoryMsgGetTypeEnum = (typeof HistoryMsgGetTypeEnum)[keyof typeof HistoryMsgGetTypeEnum]

export const GetGroupMessageReadMemberListFilter = {
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_READ: 0,
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_UNREAD: 1,
} as const
export type GetGroupMessageReadMemberListFilter =
  (typeof GetGroupMessageReadMemberListFilter)[keyof typeof GetGroupMessageReadMemberListFilter]

export const GroupAddOptEnum = {
  V2TIM_GROUP_ADD_FORBID: 0,
  V2TIM_GROUP_ADD_AUTH: 1,
  V2TIM_GROUP_ADD_ANY: 2,
} as const
export type GroupAddOptEnum = (typeof GroupAddOptEnum)[keyof typeof GroupAddOptEnum]

export const GroupApplicationTypeEnum = {
  V2TIM_GROUP_APPLICATION_GET_TYPE_JOIN: 0,
  V2TIM_GROUP_APPLICATION_GET_TYPE_INVITE: 1,
} as const
export type GroupApplicationTypeEnum =
  (typeof GroupApplicationTypeEnum)[keyof typeof GroupApplicationTypeEnum]

export const GroupMemberFilterTypeEnum = {
  V2TIM_GROUP_MEMBER_FILTER_ALL: 0,
  V2TIM_GROUP_MEMBER_FILTER_OWNER: 1,
  V2TIM_GROUP_MEMBER_FILTER_ADMIN: 2,
  V2TIM_GROUP_MEMBER_FILTER_COMMON: 4,
} as const
export type GroupMemberFilterTypeEnum =
  (typeof GroupMemberFilterTypeEnum)[keyof typeof GroupMemberFilterTypeEnum]

export const GroupMemberRoleTypeEnum = {
  V2TIM_GROUP_MEMBER_UNDEFINED: 0,
  V2TIM_GROUP_MEMBER_ROLE_MEMBER: 200,
  V2TIM_GROUP_MEMBER_ROLE_ADMIN: 300,
  V2TIM_GROUP_MEMBER_ROLE_OWNER: 400,
} as const
export type GroupMemberRoleTypeEnum = (typeof GroupMemberRoleTypeEnum)[keyof typeof GroupMemberRoleTypeEnum]

export const FriendType = { V2TIM_FRIEND_TYPE_SINGLE: 1, V2TIM_FRIEND_TYPE_BOTH: 2 } as const
export type FriendType = (typeof FriendType)[keyof typeof FriendType]

export const FriendResponseTypeEnum = {
  V2TIM_FRIEND_ACCEPT_AGREE: 0,
  V2TIM_FRIEND_ACCEPT_AGREE_AND_ADD: 1,
} as const
export type FriendResponseTypeEnum = (typeof FriendResponseTypeEnum)[keyof typeof FriendResponseTypeEnum]

export const FriendRelationType = {
  V2TIM_FRIEND_RELATION_TYPE_NONE: 0,
  V2TIM_FRIEND_RELATION_TYPE_IN_MY_FRIEND_LIST: 1,
  V2TIM_FRIEND_RELATION_TYPE_IN_OTHER_FRIEND_LIST: 2,
  V2TIM_FRIEND_RELATION_TYPE_BOTH_WAY: 3,
} as const
export type FriendRelationType = (typeof FriendRelationType)[keyof typeof FriendRelationType]

export const FriendApplicationTypeEnum = {
  V2TIM_FRIEND_APPLICATION_COME_IN: 1,
  V2TIM_FRIEND_APPLICATION_SEND_OUT: 2,
  V2TIM_FRIEND_APPLICATION_BOTH: 3,
} as const
export type FriendApplicationTypeEnum =
  (typeof FriendApplicationTypeEnum)[keyof typeof FriendApplicationTypeEnum]

/** `V2TimMessage.status`. The original exports no enum for it. */
export const MessageStatus = {
  SENDING: 1,
  SEND_SUCC: 2,
  SEND_FAIL: 3,
  HAS_DELETED: 4,
  LOCAL_IMPORTED: 5,
  LOCAL_REVOKED: 6,
} as const

/** What `getLoginStatus` answers. The original exports no enum for it. */
export const LoginStatus = { LOGINED: 1, LOGINING: 2, LOGOUT: 3 } as const
export type LoginStatus = (typeof LoginStatus)[keyof typeof LoginStatus]
