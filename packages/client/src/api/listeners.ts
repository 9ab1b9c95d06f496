import type {
  V2TimMessage,
  V2TimMessageDownloadProgress,
  V2TimMessageExtension,
  V2TimMessageReceipt,
} from './messages.ts'
import type { V2TimUserFullInfo, V2TimUserInfo, V2TimUserStatus } from './users.ts'

/** Of the connection and of oneself. The original's type wants all members; here each may be absent. */
export interface V2TimSDKListener {
  /** A connection to the server is being made. */
  onConnecting?(): void
  /** The server is connected and the user logged in on the connection. */
  onConnectSuccess?(): void
  /** The connection failed or was lost. Another attempt follows by itself unless `onKickedOffline` or `onUserSigExpired` comes. */
  onConnectFailed?(code: number, error: string): void
  /** This login was ended from elsewhere: the user logged in on another device of the same kind, or an administrator ended it. Log in again to go on. */
  onKickedOffline?(): void
  /** The UserSig is not valid any more: log in with a new one. */
  onUserSigExpired?(): void
  onSelfInfoUpdated?(info: V2TimUserFullInfo): void
  onUserStatusChanged?(userStatusList: V2TimUserStatus[]): void
}

/** Messages of one text or custom element. Use either this or `V2TimAdvancedMsgListener`. */
export interface V2TimSimpleMsgListener {
  onRecvC2CTextMessage?(msgID: string, sender: V2TimUserInfo, text: string): void
  onRecvC2CCustomMessage?(msgID: string, sender: V2TimUserInfo, customData: string): void
  onRecvGroupTextMessage?(msgID: string, groupID: string, sender: V2TimUserInfo, text: string): void
  onRecvGroupCustomMessage?(msgID: string, groupID: string, sender: V2TimUserInfo, customData: string): void
}

/** All that happens to messages. */
export interface V2TimAdvancedMsgListener {
  /** A message for me, or one of mine from another of my devices (`isSelf`). Not those sent here. */
  onRecvNewMessage?(message: V2TimMessage): void
  /** A message has new content, here or elsewhere. */
  onRecvMessageModified?(message: V2TimMessage): void
  /** How much of a message's files is uploaded, 0 to 100. */
  onSendMessageProgress?(message: V2TimMessage, progress: number): void
  onRecvC2CReadReceipt?(receiptList: V2TimMessageReceipt[]): void
  /** Taken back, by whom and why. Not on the device that took it back. */
  onRecvMessageRevoked?(msgID: string, operateUser?: V2TimUserInfo, reason?: string): void
  onRecvMessageReadReceipts?(receiptList: V2TimMessageReceipt[]): void
  onRecvMessageExtensionsChanged?(msgID: string, extensions: V2TimMessageExtension[]): void
  onRecvMessageExtensionsDeleted?(msgID: string, extensionKeys: string[]): void
  /** How far a download is, and at its end where the file lies or why it failed. */
  onMessageDownloadProgressCallback?(messageProgress: V2TimMessageDownloadProgress): void
}
