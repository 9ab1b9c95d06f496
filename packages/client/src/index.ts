export type * from './api/callbacks.ts'
export type * from './api/conversations.ts'
export type * from './api/elements.ts'
export {
  FriendApplicationTypeEnum,
  FriendRelationType,
  FriendResponseTypeEnum,
  FriendType,
  GetGroupMessageReadMemberListFilter,
  GroupAddOptEnum,
  GroupApplicationTypeEnum,
  GroupMemberFilterTypeEnum,
  GroupMemberRoleTypeEnum,
  HistoryMsgGetTypeEnum,
  LoginStatus,
  LogLevelEnum,
  MessageElemType,
  MessagePriorityEnum,
  MessageStatus,
  ReceiveMsgOptEnum,
} from './api/enums.ts'
export type * from './api/group-tips.ts'
export type * from './api/groups.ts'
export type * from './api/listeners.ts'
export type * from './api/messages.ts'
export type * from './api/users.ts'
export type { OpenLocalStore, StoreAccount } from './store/open.ts'
export type {
  ConversationDraft,
  KeptConversation,
  KeptMessage,
  LocalPaths,
  LocalStore,
  MessagePlace,
  PageQuery,
} from './store/types.ts'
export type { DownloadTarget, FileAccess, FilePart, LocalFile } from './files/types.ts'
export type {
  V2TIMFriendshipManager,
  V2TIMGroupManager,
  V2TIMManager,
  V2TIMMessageManager,
  V2TIMSignalingManager,
} from './managers/v2tim-manager.ts'
export type { V2TIMConversationManager } from './managers/conversation/conversation-manager.ts'
export type { V2TIMOfflinePushManager } from './managers/offline-push-manager.ts'
export type { ClientOptions } from './options.ts'
export type { Clock } from './platform/clock.ts'
export type { WebSocketConstructor, WebSocketLike } from './platform/globals.ts'
export type { LogKind, LogSink } from './platform/logger.ts'
export { memoryStorage, type KeyValueStorage } from './platform/storage.ts'
export { createTencentImSDK, TencentImSDKPlugin, type TencentImSDK } from './plugin.ts'
