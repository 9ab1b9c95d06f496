import type { PushReport, SelfTestParams, SelfTestResult } from '@carillon/protocol'

/** An answer of the chat SDK. */
export interface ChatCallback {
  code: number
  desc: string
}

/** What the plugin uses of `TencentImSDKPlugin.v2TIMManager`. */
export interface PushChat {
  /** 1 logged in, 2 logging in, 3 logged out. */
  getLoginStatus(): Promise<ChatCallback & { data?: number }>
  getLoginUser(): Promise<ChatCallback & { data?: string }>
  getOfflinePushManager(): {
    setOfflinePushConfig(businessID: number, token: string, isTPNSToken?: boolean): Promise<ChatCallback>
    /** iOS: PushKit's token for calls. An older SDK has none. */
    setVOIP?(certificateID: number, token: string): Promise<ChatCallback>
    doBackground(unreadCount: number): Promise<ChatCallback>
    doForeground(): Promise<ChatCallback>
    /** Tells which pushes were shown and tapped. An older SDK has none. */
    reportPushes?(reports: readonly PushReport[]): Promise<ChatCallback>
    /** Has a notification sent to this very device. */
    selfTest?(test: SelfTestParams): Promise<ChatCallback & { data?: SelfTestResult }>
  }
  getConversationManager?(): {
    getTotalUnreadMessageCount?(): Promise<ChatCallback & { data?: number }>
  }
}

/** The user who is logged in; undefined when nobody is. */
export const loggedInUser = async (chat: PushChat): Promise<string | undefined> => {
  const status = await chat.getLoginStatus()
  if (status.code !== 0 || status.data !== 1) return undefined
  const user = await chat.getLoginUser()
  return user.code === 0 && user.data ? user.data : undefined
}
