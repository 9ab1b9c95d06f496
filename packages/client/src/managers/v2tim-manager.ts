import { ErrorCode } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../api/callbacks.ts'
import type { V2TimGroupListener } from '../api/groups.ts'
import type { V2TimSDKListener, V2TimSimpleMsgListener } from '../api/listeners.ts'
import { MessagePriorityEnum, type LoginStatus } from '../api/enums.ts'
import type { V2TimMessage, V2TimMsgCreateInfoResult } from '../api/messages.ts'
import { okWith } from '../api/results.ts'
import { asRecord } from '../connection/wire.ts'
import type { ClientSession } from '../session/client-session.ts'
import { sdkVersion } from '../version.ts'
import {
  createConversationManager,
  type V2TIMConversationManager,
} from './conversation/conversation-manager.ts'
import { V2TIMGroupManagerCore } from './group/group-manager.ts'
import { createGroup } from './group/create.ts'
import { dismissGroup, joinGroup, quitGroup } from './group/membership.ts'
import { createMessageManager, type MessageManager } from './message/message-manager.ts'
import { V2TIMOfflinePushManager } from './offline-push-manager.ts'
import { silentListeners, unsupported, type Unsupported } from './unsupported.ts'
import {
  friendshipManagerNames,
  groupManagerNames,
  signalingManagerNames,
  v2TIMManagerNames,
} from './unsupported-names.ts'

/** Login, connection, simple messages, and the way to the other managers. */
export class V2TIMManagerCore {
  readonly #session: ClientSession
  readonly #messageManager: V2TIMMessageManager
  readonly #offlinePushManager: V2TIMOfflinePushManager
  readonly #groupManager: V2TIMGroupManager
  readonly #conversationManager: V2TIMConversationManager

  constructor(session: ClientSession) {
    this.#session = session
    this.#messageManager = createMessageManager(session)
    this.#offlinePushManager = new V2TIMOfflinePushManager(session)
    this.#conversationManager = createConversationManager(session)
    this.#groupManager = Object.assign(
      new V2TIMGroupManagerCore(session),
      unsupported('getGroupManager()', groupManagerNames),
    )
  }

  /**
   * Prepares the SDK; `data` is true on success. Needs the server's address, see
   * `TencentImSDKPlugin.configure`. `listener` takes the place of an earlier one. The fourth argument
   * of later builds of the original is taken and has no meaning: logs go by `logLevel` alone.
   */
  initSDK(
    sdkAppID: number,
    logLevel: number,
    listener?: V2TimSDKListener,
    _isLogPrint?: boolean,
  ): Promise<V2TimValueCallback<boolean>> {
    return this.#session.init(sdkAppID, logLevel, listener)
  }

  /** Closes the connection and forgets everything but the listeners. The server keeps the login; pushes go on. */
  async unInitSDK(): Promise<V2TimCallback> {
    return this.#session.uninit()
  }

  /**
   * Logs in; the first login of a user makes the account. Afterwards the SDK connects again by itself
   * whenever the connection breaks. Another user who is logged in is logged out first.
   */
  login(userID: string, userSig: string): Promise<V2TimCallback> {
    return this.#session.login(userID, userSig)
  }

  /**
   * Logs out: no messages and no pushes for this device from now on. Resolves 0 without a connection
   * as well; the server is then told as soon as it can be reached.
   */
  logout(): Promise<V2TimCallback> {
    return this.#session.logout()
  }

  /** The user who is logged in; no `data` when nobody is. */
  async getLoginUser(): Promise<V2TimValueCallback<string>> {
    const { loginUser } = this.#session
    return loginUser === undefined ? { code: ErrorCode.OK, desc: 'ok' } : okWith(loginUser)
  }

  /** 1 logged in (also while connecting again), 2 logging in, 3 logged out. */
  async getLoginStatus(): Promise<V2TimValueCallback<LoginStatus>> {
    return okWith(this.#session.loginStatus)
  }

  /** The version of this SDK. */
  async getVersion(): Promise<V2TimValueCallback<string>> {
    return okWith(sdkVersion)
  }

  /** The server's time in seconds since the epoch; while not connected, reckoned from the last login. */
  async getServerTime(): Promise<V2TimValueCallback<number>> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const answer = account.isOnline ? await account.request('server.time', {}) : undefined
    const serverTimeMs = asRecord(answer?.data)?.serverTimeMs
    return okWith(
      Math.floor((typeof serverTimeMs === 'number' ? serverTimeMs : account.estimatedServerTimeMs) / 1000),
    )
  }

  /** Sends a text message with the default push. */
  async sendC2CTextMessage(userID: string, text: string): Promise<V2TimValueCallback<V2TimMessage>> {
    const created = await this.#messageManager.createTextMessage(text)
    return this.#sendCreated(created, { receiver: userID })
  }

  /** Sends a custom message. It is not pushed. */
  async sendC2CCustomMessage(userID: string, customData: string): Promise<V2TimValueCallback<V2TimMessage>> {
    const created = await this.#messageManager.createCustomMessage({ data: customData })
    return this.#sendCreated(created, { receiver: userID })
  }

  /** Sends a text message to a group, with the default push. */
  async sendGroupTextMessage(
    groupID: string,
    text: string,
    priority: number = MessagePriorityEnum.V2TIM_PRIORITY_NORMAL,
  ): Promise<V2TimValueCallback<V2TimMessage>> {
    const created = await this.#messageManager.createTextMessage(text)
    return this.#sendCreated(created, { groupID, priority })
  }

  /** Sends a custom message to a group. It is not pushed. */
  async sendGroupCustomMessage(
    groupID: string,
    customData: string,
    priority: number = MessagePriorityEnum.V2TIM_PRIORITY_NORMAL,
  ): Promise<V2TimValueCallback<V2TimMessage>> {
    const created = await this.#messageManager.createCustomMessage({ data: customData })
    return this.#sendCreated(created, { groupID, priority })
  }

  addSimpleMsgListener(listener: V2TimSimpleMsgListener): void {
    this.#session.simpleListeners.add(listener)
  }

  /** Removes `listener`, or all listeners when none is given. */
  removeSimpleMsgListener(listener?: V2TimSimpleMsgListener): void {
    this.#session.simpleListeners.remove(listener)
  }

  /** Makes a group; `data` is its ID. Mind the order of the arguments. 10021 when the ID is another's, 10025 when it is mine already. */
  createGroup(groupName: string, groupType: string, groupID?: string): Promise<V2TimValueCallback<string>> {
    return createGroup(this.#session, { groupName, groupType, groupID })
  }

  /** Joins a group. Answers 0 also where the owner or an administrator has yet to agree. 10013 for a member. */
  joinGroup(groupID: string, message = ''): Promise<V2TimCallback> {
    return joinGroup(this.#session, groupID, message)
  }

  /** Leaves a group. 10009 for the owner, but in a Work group. */
  quitGroup(groupID: string): Promise<V2TimCallback> {
    return quitGroup(this.#session, groupID)
  }

  /** Ends a group of mine. A Work group cannot be ended (10007). */
  dismissGroup(groupID: string): Promise<V2TimCallback> {
    return dismissGroup(this.#session, groupID)
  }

  addGroupListener(listener: V2TimGroupListener): void {
    this.#session.groupListeners.add(listener)
  }

  /** Removes `listener`, or all listeners when none is given. */
  removeGroupListener(listener?: V2TimGroupListener): void {
    this.#session.groupListeners.remove(listener)
  }

  /** The badge on iOS is the count last given to `doBackground` in any case. */
  setAPNSListener(): void {}

  getMessageManager(): V2TIMMessageManager {
    return this.#messageManager
  }

  getOfflinePushManager(): V2TIMOfflinePushManager {
    return this.#offlinePushManager
  }

  getConversationManager(): V2TIMConversationManager {
    return this.#conversationManager
  }

  getGroupManager(): V2TIMGroupManager {
    return this.#groupManager
  }

  getFriendshipManager(): V2TIMFriendshipManager {
    return friendshipManager
  }

  getSignalingManager(): V2TIMSignalingManager {
    return signalingManager
  }

  async #sendCreated(
    { code, desc, data }: V2TimValueCallback<V2TimMsgCreateInfoResult>,
    to: { receiver?: string; groupID?: string; priority?: number },
  ): Promise<V2TimValueCallback<V2TimMessage>> {
    return data === undefined
      ? { code, desc }
      : this.#messageManager.sendMessage({ id: data.id ?? '', receiver: '', groupID: '', ...to })
  }
}

const friendshipManager = {
  ...unsupported('getFriendshipManager()', friendshipManagerNames),
  ...silentListeners(['addFriendListener', 'removeFriendListener']),
}
const signalingManager = {
  ...unsupported('getSignalingManager()', signalingManagerNames),
  ...silentListeners(['addSignalingListener', 'removeSignalingListener']),
}

/** `getMessageManager()`. */
export type V2TIMMessageManager = MessageManager
/** `getGroupManager()`. Methods not built yet answer 7013. */
export type V2TIMGroupManager = V2TIMGroupManagerCore & Unsupported<(typeof groupManagerNames)[number]>
/** `getFriendshipManager()`. Every method answers 7013 for now. */
export type V2TIMFriendshipManager = typeof friendshipManager
/** `getSignalingManager()`. Every method answers 7013 for now. */
export type V2TIMSignalingManager = typeof signalingManager
/** The SDK. Methods not built yet answer 7013. */
export type V2TIMManager = V2TIMManagerCore & Unsupported<(typeof v2TIMManagerNames)[number]>

/** The manager of one session. */
export const createV2TIMManager = (session: ClientSession): V2TIMManager =>
  Object.assign(new V2TIMManagerCore(session), unsupported('v2TIMManager', v2TIMManagerNames))
