import {
  createTencentImSDK,
  LogLevelEnum,
  type SendMessageParam,
  type TencentImSDK,
  type V2TimMessage,
  type V2TimOfflinePushInfo,
} from '@carillon/client'

import { waitUntil, type WaitLimits } from './wait.ts'

/** What can be given with a message beside its text. */
export interface SendOptions {
  offlinePushInfo?: V2TimOfflinePushInfo
  onlineUserOnly?: boolean
}

/** What a client without a phone around it says it runs on. */
export type ClientPlatform = 'linux' | 'web' | 'windows' | 'android' | 'ios'

/** A user at a computer: the real client, logged in. */
export class DesktopClient implements AsyncDisposable {
  readonly userID: string
  readonly sdk: TencentImSDK
  /** Messages the client was given, in their order. */
  readonly received: V2TimMessage[] = []
  /** How often it was told that it was logged out from elsewhere. */
  kicks = 0

  private constructor(userID: string, sdk: TencentImSDK) {
    this.userID = userID
    this.sdk = sdk
  }

  /**
   * Connects and logs in.
   * @throws when the server refuses, with its code
   */
  static async logIn(given: {
    server: string
    sdkAppID: number
    userID: string
    userSig: string
    platform?: ClientPlatform
  }): Promise<DesktopClient> {
    const { server, sdkAppID, userID, userSig, platform = 'linux' } = given
    const sdk = createTencentImSDK({ server, platform, deviceName: `${userID}'s computer` })
    const client = new DesktopClient(userID, sdk)
    sdk.v2TIMManager
      .getMessageManager()
      .addAdvancedMsgListener({ onRecvNewMessage: (message) => client.received.push(message) })
    const kicked = (): void => {
      client.kicks += 1
    }
    expectOK(
      'initSDK',
      await sdk.v2TIMManager.initSDK(sdkAppID, LogLevelEnum.V2TIM_LOG_NONE, { onKickedOffline: kicked }),
    )
    expectOK('login', await sdk.v2TIMManager.login(userID, userSig))
    return client
  }

  /** Sends text. @returns the message as stored @throws when it was not sent, with the code */
  async sendText(receiver: string, text: string, options: SendOptions = {}): Promise<V2TimMessage> {
    const created = await this.sdk.v2TIMManager.getMessageManager().createTextMessage(text)
    expectOK('createTextMessage', created)
    return await this.#send(created.data?.id, receiver, options)
  }

  /** Sends a custom message. @throws when it was not sent, with the code */
  async sendCustom(
    receiver: string,
    custom: { data: string; desc?: string; extension?: string },
    options: SendOptions = {},
  ): Promise<V2TimMessage> {
    const created = await this.sdk.v2TIMManager.getMessageManager().createCustomMessage(custom)
    expectOK('createCustomMessage', created)
    return await this.#send(created.data?.id, receiver, options)
  }

  /** A message that matches, past or coming. */
  async waitForMessage(
    matches: (message: V2TimMessage) => boolean,
    limits?: WaitLimits,
  ): Promise<V2TimMessage> {
    return await waitUntil(`a message for ${this.userID}`, () => this.received.find(matches), limits)
  }

  async logOut(): Promise<void> {
    expectOK('logout', await this.sdk.v2TIMManager.logout())
  }

  /** Ends the connection without a logout. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.sdk.v2TIMManager.unInitSDK()
  }

  async #send(id: string | undefined, receiver: string, options: SendOptions): Promise<V2TimMessage> {
    const params: SendMessageParam = { id: id ?? '', receiver, groupID: '', ...options }
    const sent = await this.sdk.v2TIMManager.getMessageManager().sendMessage(params)
    expectOK('sendMessage', sent)
    if (!sent.data) throw new Error('sendMessage answered 0 without a message')
    return sent.data
  }
}

const expectOK = (what: string, { code, desc }: { code: number; desc: string }): void => {
  if (code !== 0) throw new Error(`${what} answered ${code}: ${desc}`)
}
