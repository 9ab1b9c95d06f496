import { describe, expectTypeOf, it } from 'vitest'

import type {
  friendshipManagerNames,
  groupManagerNames,
  signalingManagerNames,
  v2TIMManagerNames,
} from '../managers/unsupported-names.ts'
import { createTencentImSDK } from '../plugin.ts'
import type { StringMap, V2TimCallback, V2TimValueCallback } from './callbacks.ts'
import type {
  V2TimGroupApplicationResult,
  V2TimGroupInfo,
  V2TimGroupInfoResult,
  V2TimGroupListener,
  V2TimGroupMemberFullInfo,
  V2TimGroupMemberInfoResult,
  V2TimGroupMemberOperationResult,
} from './groups.ts'
import type { V2TimAdvancedMsgListener, V2TimSDKListener, V2TimSimpleMsgListener } from './listeners.ts'
import type {
  V2TimAllReceiveMessageOptInfo,
  V2TimGroupMessageReadMemberList,
  V2TimMessage,
  V2TimMessageChangeInfo,
  V2TimMessageExtension,
  V2TimMessageExtensionResult,
  V2TimMessageOnlineUrl,
  V2TimMessageReceipt,
  V2TimMessageSearchResult,
  V2TimMsgCreateInfoResult,
  V2TimOfflinePushInfo,
  V2TimReceiveMessageOptInfo,
} from './messages.ts'

const { v2TIMManager } = createTencentImSDK({ log: () => undefined })
type Manager = typeof v2TIMManager
type Messages = ReturnType<Manager['getMessageManager']>
type Conversations = ReturnType<Manager['getConversationManager']>
type Groups = ReturnType<Manager['getGroupManager']>
type OfflinePush = ReturnType<Manager['getOfflinePushManager']>
type Friendship = ReturnType<Manager['getFriendshipManager']>
type Signaling = ReturnType<Manager['getSignalingManager']>

type Assignable<From, To> = [From] extends [To] ? true : false
type Done = Promise<V2TimCallback>
type Answer<T> = Promise<V2TimValueCallback<T>>
type Created = Answer<V2TimMsgCreateInfoResult>
type Sent = Answer<V2TimMessage>
type Listed = Answer<V2TimMessage[]>

/** The original's main manager, as far as it is built. */
interface OriginalManager {
  initSDK: (
    sdkAppID: number,
    logLevel: number,
    listener?: V2TimSDKListener,
    isLogPrint?: boolean,
  ) => Answer<boolean>
  unInitSDK: () => Done
  login: (userID: string, userSig: string) => Done
  logout: () => Done
  getLoginUser: () => Answer<string>
  getLoginStatus: () => Answer<number>
  getVersion: () => Answer<string>
  getServerTime: () => Answer<number>
  sendC2CTextMessage: (userID: string, text: string) => Sent
  sendC2CCustomMessage: (userID: string, customData: string) => Sent
  sendGroupTextMessage: (groupID: string, text: string, priority: number) => Sent
  sendGroupCustomMessage: (groupID: string, customData: string, priority: number) => Sent
  createGroup: (groupName: string, groupType: string, groupID?: string) => Answer<string>
  joinGroup: (groupID: string, message: string) => Done
  quitGroup: (groupID: string) => Done
  dismissGroup: (groupID: string) => Done
  addSimpleMsgListener: (listener: V2TimSimpleMsgListener) => void
  removeSimpleMsgListener: (listener?: V2TimSimpleMsgListener) => void
  addGroupListener: (listener: V2TimGroupListener) => void
  removeGroupListener: (listener?: V2TimGroupListener) => void
  setAPNSListener: () => void
  getMessageManager: () => Messages
  getConversationManager: () => Conversations
  getGroupManager: () => Groups
  getOfflinePushManager: () => OfflinePush
  getFriendshipManager: () => Friendship
  getSignalingManager: () => Signaling
}

/** What goes along with a message. */
interface Sending {
  id: string
  receiver: string
  groupID: string
  onlineUserOnly?: boolean
  isExcludedFromLastMessage?: boolean
  isExcludedFromUnreadCount?: boolean
  needReadReceipt?: boolean
  offlinePushInfo?: V2TimOfflinePushInfo
  localCustomData?: string
  priority?: number
}

/** The original's message manager. */
interface OriginalMessages {
  createTextMessage: (text: string) => Created
  createTextAtMessage: (text: string, atUserList: string[]) => Created
  createTargetedGroupMessage: (id: string, receiverList: string[]) => Created
  appendMessage: (createMessageBaseId: string, createMessageAppendId: string) => Sent
  createCustomMessage: (param: { data: string; desc?: string; extension?: string }) => Created
  createImageMessage: (imagePath: string) => Created
  createSoundMessage: (soundPath: string, duration: number) => Created
  createVideoMessage: (path: string, type: string, duration: number, snapshotPath: string) => Created
  createFileMessage: (filePath: string, fileName: string) => Created
  createLocationMessage: (desc: string, longitude: number, latitude: number) => Created
  createFaceMessage: (index: number, data: string) => Created
  createMergerMessage: (
    msgIDList: string[],
    title: string,
    abstractList: string[],
    compatibleText: string,
  ) => Created
  createForwardMessage: (msgID: string) => Created
  sendMessage: (param: Sending & { isSupportMessageExtension?: boolean; cloudCustomData?: string }) => Sent
  sendReplyMessage: (param: Sending & { replyMessage: V2TimMessage }) => Sent
  reSendMessage: (msgID: string, onlineUserOnly?: boolean) => Sent
  setC2CReceiveMessageOpt: (userIDList: string[], opt: number) => Done
  getC2CReceiveMessageOpt: (userIDList: string[]) => Answer<V2TimReceiveMessageOptInfo[]>
  setGroupReceiveMessageOpt: (groupID: string, opt: number) => Done
  setAllReceiveMessageOpt: (
    opt: number,
    startHour: number,
    startMinute: number,
    startSecond: number,
    duration: number,
  ) => Done
  setAllReceiveMessageOptWithTimestamp: (opt: number, startTimeStamp: number, duration: number) => Done
  getAllReceiveMessageOpt: () => Answer<V2TimAllReceiveMessageOptInfo>
  setLocalCustomData: (msgID: string, localCustomData: string) => Done
  setLocalCustomInt: (msgID: string, localCustomInt: number) => Done
  getC2CHistoryMessageList: (userID: string, count: number, lastMsgID?: string) => Listed
  getGroupHistoryMessageList: (groupID: string, count: number, lastMsgID?: string) => Listed
  getHistoryMessageList: (
    count: number,
    getType?: number,
    userID?: string,
    groupID?: string,
    lastMsgSeq?: number,
    lastMsgID?: string,
    messageTypeList?: number[],
  ) => Listed
  revokeMessage: (msgID: string) => Done
  modifyMessage: (message: V2TimMessage) => Answer<V2TimMessageChangeInfo>
  markC2CMessageAsRead: (userID: string) => Done
  markGroupMessageAsRead: (groupID: string) => Done
  markAllMessageAsRead: () => Done
  deleteMessageFromLocalStorage: (msgID: string) => Done
  deleteMessages: (msgIDs: string[]) => Done
  clearC2CHistoryMessage: (userID: string) => Done
  clearGroupHistoryMessage: (groupID: string) => Done
  insertGroupMessageToLocalStorage: (data: string, groupID: string, sender: string) => Sent
  insertC2CMessageToLocalStorage: (data: string, userID: string, sender: string) => Sent
  searchLocalMessages: (searchParam: {
    conversationID?: string
    keywordList: string[]
    type: number
    userIDList?: string[]
    messageTypeList?: number[]
    searchTimePosition?: number
    searchTimePeriod?: number
    pageIndex?: number
    pageSize?: number
  }) => Answer<V2TimMessageSearchResult>
  findMessages: (messageIDList: string[]) => Listed
  sendMessageReadReceipts: (messageIDList: string[]) => Done
  getMessageReadReceipts: (messageIDList: string[]) => Answer<V2TimMessageReceipt[]>
  getGroupMessageReadMemberList: (
    messageID: string,
    filter: number,
    nextSeq?: number,
    count?: number,
  ) => Answer<V2TimGroupMessageReadMemberList>
  downloadMergerMessage: (msgID: string) => Listed
  setMessageExtensions: (
    msgID: string,
    extensions: V2TimMessageExtension[],
  ) => Answer<V2TimMessageExtensionResult[]>
  getMessageExtensions: (msgID: string) => Answer<V2TimMessageExtension[]>
  deleteMessageExtensions: (msgID: string, keys: string[]) => Answer<V2TimMessageExtensionResult[]>
  getMessageOnlineUrl: (msgID: string) => Answer<V2TimMessageOnlineUrl>
  downloadMessage: (msgID: string, messageType: number, imageType: number, isSnapshot: boolean) => Done
  addAdvancedMsgListener: (listener: V2TimAdvancedMsgListener) => void
  removeAdvancedMsgListener: (listener?: V2TimAdvancedMsgListener) => void
}

/** The original's group manager, as far as it is built. */
interface OriginalGroups {
  createGroup: (param: {
    groupType: string
    groupName: string
    groupID?: string
    notification?: string
    introduction?: string
    faceUrl?: string
    isAllMuted?: boolean
    isSupportTopic?: boolean
    addOpt: number
    memberList?: { userID: string; role: number }[]
  }) => Answer<string>
  getJoinedGroupList: () => Answer<V2TimGroupInfo[]>
  getGroupsInfo: (groupIDList: string[]) => Answer<V2TimGroupInfoResult[]>
  setGroupInfo: (info: V2TimGroupInfo) => Done
  getGroupOnlineMemberCount: (groupID: string) => Answer<number>
  getGroupMemberList: (
    groupID: string,
    filter: number,
    nextSeq: string,
    count?: number,
    offset?: number,
  ) => Answer<V2TimGroupMemberInfoResult>
  getGroupMembersInfo: (groupID: string, memberList?: string[]) => Answer<V2TimGroupMemberFullInfo[]>
  setGroupMemberInfo: (groupID: string, userID: string, nameCard?: string, customInfo?: StringMap) => Done
  muteGroupMember: (groupID: string, userID: string, seconds: number) => Done
  inviteUserToGroup: (groupID: string, userList: string[]) => Answer<V2TimGroupMemberOperationResult[]>
  kickGroupMember: (groupID: string, memberList: string[], reason?: string) => Done
  setGroupMemberRole: (groupID: string, userID: string, role: number) => Done
  transferGroupOwner: (groupID: string, userID: string) => Done
  getGroupApplicationList: () => Answer<V2TimGroupApplicationResult>
  acceptGroupApplication: (
    groupID: string,
    fromUser: string,
    toUser: string,
    reason?: string,
    addTime?: number,
    type?: number,
  ) => Done
  refuseGroupApplication: (
    groupID: string,
    fromUser: string,
    toUser: string,
    type?: number,
    addTime?: number,
    reason?: string,
  ) => Done
}

/** The original's offline push manager. */
interface OriginalOfflinePush {
  setOfflinePushConfig: (businessID: number, token: string, isTPNSToken?: boolean) => Done
  doBackground: (unreadCount: number) => Done
  doForeground: () => Done
}

/** Methods of the original's conversation manager; `types.test.ts` compares them. */
type ConversationMethods =
  | 'getConversationList'
  | 'getConversationListByFilter'
  | 'getConversationListByConversaionIds'
  | 'getConversation'
  | 'deleteConversation'
  | 'pinConversation'
  | 'setConversationDraft'
  | 'getTotalUnreadMessageCount'
  | 'markConversation'
  | 'setConversationCustomData'
  | 'createConversationGroup'
  | 'addConversationsToGroup'
  | 'deleteConversationsFromGroup'
  | 'getConversationGroupList'
  | 'deleteConversationGroup'
  | 'renameConversationGroup'
  | 'addConversationListener'
  | 'removeConversationListener'

/** Methods of a manager that neither the original has nor a list of what is not built or our own. */
type Beyond<Built, Original, Others extends PropertyKey = never> = Exclude<
  keyof Built,
  keyof Original | Others
>

describe('the managers of the original', () => {
  it('take and give what the original’s do', () => {
    expectTypeOf<Assignable<Manager, OriginalManager>>().toEqualTypeOf<true>()
    expectTypeOf<Assignable<Messages, OriginalMessages>>().toEqualTypeOf<true>()
    expectTypeOf<Assignable<Groups, OriginalGroups>>().toEqualTypeOf<true>()
    expectTypeOf<Assignable<OfflinePush, OriginalOfflinePush>>().toEqualTypeOf<true>()
  })

  it('are compared method by method: one that is built belongs here', () => {
    type NotBuilt = typeof v2TIMManagerNames
    expectTypeOf<Beyond<Manager, OriginalManager, NotBuilt[number]>>().toEqualTypeOf<never>()
    expectTypeOf<Beyond<Messages, OriginalMessages>>().toEqualTypeOf<never>()
    expectTypeOf<keyof Conversations>().toEqualTypeOf<ConversationMethods>()
    expectTypeOf<Beyond<Groups, OriginalGroups, (typeof groupManagerNames)[number]>>().toEqualTypeOf<never>()
    type Own = 'setVOIP' | 'selfTest' | 'getPushStory' | 'reportPushes'
    expectTypeOf<Beyond<OfflinePush, OriginalOfflinePush, Own>>().toEqualTypeOf<never>()
  })

  it('friends and signals are not built: all their methods say so, their listeners are taken', () => {
    type OfFriends = (typeof friendshipManagerNames)[number] | 'addFriendListener' | 'removeFriendListener'
    expectTypeOf<keyof Friendship>().toEqualTypeOf<OfFriends>()
    type OfSignals =
      | (typeof signalingManagerNames)[number]
      | 'addSignalingListener'
      | 'removeSignalingListener'
    expectTypeOf<keyof Signaling>().toEqualTypeOf<OfSignals>()
  })
})
