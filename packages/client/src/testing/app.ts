import type { V2TimSDKListener } from '../api/listeners.ts'
import type { V2TimMessage } from '../api/messages.ts'
import type { V2TIMManager } from '../managers/v2tim-manager.ts'
import type { ClientOptions } from '../options.ts'
import { createTencentImSDK } from '../plugin.ts'
import { FakeGateway } from './fake-gateway.ts'

export const sdkAppID = 1400000001

/** A gateway, an SDK that knows where it is, and what the app has heard. */
export class App implements AsyncDisposable {
  readonly gateway: FakeGateway
  readonly tim: V2TIMManager
  /** Names of the SDK listener's callbacks in their order. */
  readonly heard: string[] = []
  readonly received: V2TimMessage[] = []
  readonly listener: V2TimSDKListener

  private constructor(gateway: FakeGateway, options: ClientOptions) {
    this.gateway = gateway
    this.tim = createTencentImSDK({
      server: gateway.url,
      random: () => 0,
      log: () => undefined,
      ...options,
    }).v2TIMManager
    this.listener = {
      onConnecting: () => void this.heard.push('connecting'),
      onConnectSuccess: () => void this.heard.push('success'),
      onConnectFailed: (code) => void this.heard.push(`failed ${code}`),
      onKickedOffline: () => void this.heard.push('kicked'),
      onUserSigExpired: () => void this.heard.push('sig expired'),
    }
    this.tim.getMessageManager().addAdvancedMsgListener({
      onRecvNewMessage: (message) => void this.received.push(message),
    })
  }

  static async start(options: ClientOptions = {}): Promise<App> {
    const app = new App(await FakeGateway.start(), options)
    const answer = await app.tim.initSDK(sdkAppID, 0, app.listener)
    if (answer.code !== 0) throw new Error(answer.desc)
    return app
  }

  /** An app with alice logged in. */
  static async loggedIn(options: ClientOptions = {}): Promise<App> {
    const app = await App.start(options)
    const answer = await app.tim.login('alice', 'sig')
    if (answer.code !== 0) throw new Error(answer.desc)
    return app
  }

  /** Sends text to bob. */
  async send(text: string): ReturnType<V2TIMManager['sendC2CTextMessage']> {
    return this.tim.sendC2CTextMessage('bob', text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tim.unInitSDK()
    await this.gateway[Symbol.asyncDispose]()
  }
}
