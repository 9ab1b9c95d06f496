import { describe, expectTypeOf, it } from 'vitest'

import { createTencentImSDK } from '../plugin.ts'
import type { StringMap, V2TimCallback, V2TimValueCallback } from './callbacks.ts'
import type {
  V2TimConversation,
  V2TimConversationListener,
  V2TimConversationListFilter,
  V2TimConversationOperationResult,
  V2TimConversationResult,
} from './conversations.ts'
import type { V2TimGroupChangeInfo, V2TimGroupMemberChangeInfo, V2TimGroupMemberInfo } from './group-tips.ts'
import type {
  V2TimGroupApplication,
  V2TimGroupApplicationResult,
  V2TimGroupInfo,
  V2TimGroupInfoResult,
  V2TimGroupListener,
  V2TimGroupMember,
  V2TimGroupMemberFullInfo,
  V2TimGroupMemberInfoResult,
  V2TimGroupMemberOperationResult,
} from './groups.ts'
import type { V2TimAdvancedMsgListener, V2TimSDKListener, V2TimSimpleMsgListener } from './listeners.ts'
import type { V2TimMessage, V2TimMessageReceipt, V2TimOfflinePushInfo } from './messages.ts'
import type { V2TimUserFullInfo, V2TimUserInfo, V2TimUserStatus } from './users.ts'

type Assignable<From, To> = [From] extends [To] ? true : false

/** Assignable both ways; what is here beside the original's fields must be optional. */
type Same<One, Other> = Assignable<One, Other> extends true ? Assignable<Other, One> : false

/** As an app may write what it hands over, with `undefined` for what it leaves out. */
type Given<T> = { [K in keyof T]: T[K] | undefined }

const { v2TIMManager } = createTencentImSDK({ log: () => undefined })
type Manager = typeof v2TIMManager
type Conversations = ReturnType<Manager['getConversationManager']>

type Done = Promise<V2TimCallback>
type Answer<T> = Promise<V2TimValueCallback<T>>

describe('types of the original', () => {
  it('conversations go both ways', () => {
    expectTypeOf<
      Same<
        V2TimConversation,
        {
          conversationID: string
          type?: number
          userID?: string
          groupID?: string
          showName?: string
          faceUrl?: string
          groupType?: string
          unreadCount?: number
          lastMessage?: V2TimMessage
          draftText?: string
          draftTimestamp?: number
          isPinned?: boolean
          recvOpt?: number
          groupAtInfoList?: { seq: string; atType: number }[]
          orderkey?: number
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimConversationResult,
        { nextSeq?: string; isFinished?: boolean; conversationList?: V2TimConversation[] }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimConversationOperationResult,
        { conversationID?: string; resultCode?: number; resultInfo?: string }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        Given<{
          conversationType?: number
          nextSeq?: number
          count?: number
          markType?: number
          groupName?: string
        }>,
        V2TimConversationListFilter
      >
    >().toEqualTypeOf<true>()
  })

  it('users, callbacks and maps go both ways', () => {
    expectTypeOf<
      Same<
        V2TimUserFullInfo,
        {
          userID?: string
          nickName?: string
          faceUrl?: string
          selfSignature?: string
          gender?: number
          allowType?: number
          customInfo?: StringMap
          role?: number
          level?: number
          birthday?: number
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimUserInfo, { userID: string; nickName?: string; faceUrl?: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimUserStatus, { userID?: string; statusType?: number; customStatus?: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<Same<StringMap, { [key: string]: string }>>().toEqualTypeOf<true>()
    expectTypeOf<Same<V2TimCallback, { code: number; desc: string }>>().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimValueCallback<string>, { code: number; desc: string; data?: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        Given<{
          title?: string
          desc?: string
          disablePush?: boolean
          iOSSound?: string
          ignoreIOSBadge?: boolean
          androidOPPOChannelID?: string
          androidVIVOClassification?: string
          androidSound?: string
          ext?: string
        }>,
        V2TimOfflinePushInfo
      >
    >().toEqualTypeOf<true>()
  })

  it('groups go both ways', () => {
    expectTypeOf<
      Same<
        V2TimGroupInfo,
        {
          groupID: string
          groupType: string
          groupName?: string
          notification?: string
          introduction?: string
          faceUrl?: string
          isAllMuted?: boolean
          isSupportTopic?: boolean
          owner?: string
          createTime?: number
          groupAddOpt?: number
          lastInfoTime?: number
          lastMessageTime?: number
          memberCount?: number
          onlineCount?: number
          role?: number
          recvOpt?: number
          joinTime?: number
          customInfo?: StringMap
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimGroupInfoResult, { resultCode?: number; resultMessage?: string; groupInfo?: V2TimGroupInfo }>
    >().toEqualTypeOf<true>()
    expectTypeOf<Same<V2TimGroupMember, { userID: string; role: number }>>().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimGroupMemberInfo,
        { userID?: string; nickName?: string; nameCard?: string; friendRemark?: string; faceUrl?: string }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimGroupMemberFullInfo,
        {
          userID?: string
          nickName?: string
          nameCard?: string
          friendRemark?: string
          faceUrl?: string
          role?: number
          muteUntil?: number
          joinTime?: number
          customInfo?: StringMap
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimGroupMemberInfoResult, { nextSeq?: string; memberInfoList?: V2TimGroupMemberFullInfo[] }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimGroupMemberOperationResult, { memberID?: string; result?: number }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimGroupMemberChangeInfo, { userID?: string; muteTime?: number }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimGroupChangeInfo, { type?: number; value?: string; key?: string; boolValue?: boolean }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimGroupApplication,
        {
          groupID: string
          fromUser?: string
          fromUserNickName?: string
          fromUserFaceUrl?: string
          toUser?: string
          addTime?: number
          requestMsg?: string
          handleMsg?: string
          type: number
          handleStatus: number
          handleResult: number
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimGroupApplicationResult,
        { unreadCount?: number; groupApplicationList?: V2TimGroupApplication[] }
      >
    >().toEqualTypeOf<true>()
  })

  it('calls about conversations take and give what the original’s do', () => {
    type Results = Answer<V2TimConversationOperationResult[]>
    type Page = Answer<V2TimConversationResult>
    expectTypeOf<Conversations['getConversationList']>().toEqualTypeOf<
      (count: number, nextSeq: string) => Page
    >()
    expectTypeOf<Conversations['getConversationListByFilter']>().toEqualTypeOf<
      (filter: V2TimConversationListFilter) => Page
    >()
    expectTypeOf<Conversations['getConversationListByConversaionIds']>().toEqualTypeOf<
      (conversationIDList: string[]) => Answer<V2TimConversation[]>
    >()
    expectTypeOf<Conversations['getConversation']>().toEqualTypeOf<
      (conversationID: string) => Answer<V2TimConversation>
    >()
    expectTypeOf<Conversations['deleteConversation']>().toEqualTypeOf<(conversationID: string) => Done>()
    expectTypeOf<Conversations['pinConversation']>().toEqualTypeOf<
      (conversationID: string, isPinned: boolean) => Done
    >()
    expectTypeOf<Conversations['setConversationDraft']>().toEqualTypeOf<
      (conversationID: string, draftText?: string) => Done
    >()
    expectTypeOf<Conversations['getTotalUnreadMessageCount']>().toEqualTypeOf<() => Answer<number>>()
    expectTypeOf<Conversations['markConversation']>().toEqualTypeOf<
      (markType: number, enableMark: boolean, conversationIDList: string[]) => Results
    >()
    expectTypeOf<Conversations['setConversationCustomData']>().toEqualTypeOf<
      (customData: string, conversationIDList: string[]) => Results
    >()
    expectTypeOf<Conversations['createConversationGroup']>().toEqualTypeOf<
      (groupName: string, conversationIDList: string[]) => Results
    >()
    expectTypeOf<Conversations['addConversationsToGroup']>().toEqualTypeOf<
      (groupName: string, conversationIDList: string[]) => Results
    >()
    expectTypeOf<Conversations['deleteConversationsFromGroup']>().toEqualTypeOf<
      (groupName: string, conversationIDList: string[]) => Results
    >()
    expectTypeOf<Conversations['getConversationGroupList']>().toEqualTypeOf<() => Answer<string[]>>()
    expectTypeOf<Conversations['deleteConversationGroup']>().toEqualTypeOf<(groupName: string) => Done>()
    expectTypeOf<Conversations['renameConversationGroup']>().toEqualTypeOf<
      (oldName: string, newName: string) => Done
    >()
  })

  it('listeners of the original can be added', () => {
    type Conversation = (list: V2TimConversation[]) => void
    expectTypeOf<
      Assignable<
        {
          onSyncServerStart?: () => void
          onSyncServerFinish?: () => void
          onSyncServerFailed?: () => void
          onNewConversation?: Conversation
          onConversationChanged?: Conversation
          onTotalUnreadMessageCountChanged?: (totalUnreadCount: number) => void
          onConversationGroupCreated?: (groupName: string, list: V2TimConversation[]) => void
          onConversationGroupDeleted?: (groupName: string) => void
          onConversationGroupNameChanged?: (oldName: string, newName: string) => void
          onConversationsAddedToGroup?: (groupName: string, list: V2TimConversation[]) => void
          onConversationsDeletedFromGroup?: (groupName: string, list: V2TimConversation[]) => void
        },
        V2TimConversationListener
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        {
          onRecvNewMessage?: (message: V2TimMessage) => void
          onRecvMessageModified?: (message: V2TimMessage) => void
          onSendMessageProgress?: (message: V2TimMessage, progress: number) => void
          onRecvC2CReadReceipt?: (receipts: V2TimMessageReceipt[]) => void
          onRecvMessageRevoked?: (msgID: string) => void
          onRecvMessageReadReceipts?: (receipts: V2TimMessageReceipt[]) => void
        },
        V2TimAdvancedMsgListener
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        {
          onRecvC2CTextMessage?: (msgID: string, sender: V2TimUserInfo, text: string) => void
          onRecvGroupTextMessage?: (
            msgID: string,
            groupID: string,
            sender: V2TimUserInfo,
            text: string,
          ) => void
        },
        V2TimSimpleMsgListener
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        {
          onMemberEnter?: (groupID: string, memberList: V2TimGroupMemberInfo[]) => void
          onMemberLeave?: (groupID: string, member: V2TimGroupMemberInfo) => void
          onGroupDismissed?: (groupID: string, opUser: V2TimGroupMemberInfo) => void
          onGroupInfoChanged?: (groupID: string, changeInfos: V2TimGroupChangeInfo[]) => void
          onQuitFromGroup?: (groupID: string) => void
        },
        V2TimGroupListener
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Assignable<
        {
          onConnecting: () => void
          onConnectSuccess: () => void
          onConnectFailed: (code: number, error: string) => void
          onKickedOffline: () => void
          onUserSigExpired: () => void
          onSelfInfoUpdated: (info: V2TimUserFullInfo) => void
          onUserStatusChanged: (userStatusList: V2TimUserStatus[]) => void
        },
        V2TimSDKListener
      >
    >().toEqualTypeOf<true>()
  })
})
