import {
  ErrorCode,
  limits,
  utf8Bytes,
  type PushReport,
  type SelfTestParams,
  type SelfTestResult,
  type UserPushStory,
} from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../api/callbacks.ts'
import { failure } from '../api/results.ts'
import type { Answer } from '../connection/request-queue.ts'
import { invalid } from '../messages/check.ts'
import type { ClientSession } from '../session/client-session.ts'

/** More is shown as this many. */
const mostUnread = 1_000_000

/** Tells the server how this device is reached while the app sleeps, and when it sleeps. */
export class V2TIMOfflinePushManager {
  readonly #session: ClientSession

  constructor(session: ClientSession) {
    this.#session = session
  }

  /**
   * Binds the vendor's push token to this device and user. `businessID` is the certificate ID of the
   * server; `token` '' unbinds. Call it after each login. `isTPNSToken` is taken and has no meaning.
   */
  async setOfflinePushConfig(
    businessID: number,
    token: string,
    _isTPNSToken = false,
  ): Promise<V2TimCallback> {
    return await this.#bind('businessID', businessID, token)
  }

  /**
   * iOS: binds PushKit's token for calls, beside the one of `setOfflinePushConfig`; messages with
   * `iOSPushType` 1 go to it. `certificateID` is that of a VoIP certificate; `token` '' unbinds this token
   * alone. Call it after each login; the push plugin does it by itself where it is given the certificate.
   */
  async setVOIP(certificateID: number, token: string): Promise<V2TimCallback> {
    return await this.#bind('certificateID', certificateID, token, true)
  }

  /** The app went to the background: from now on messages are pushed too. `unreadCount` is the badge's base. */
  async doBackground(unreadCount: number): Promise<V2TimCallback> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const count = unreadCount ?? 0
    if (!Number.isInteger(count) || count < 0) {
      return invalid(`unreadCount: expected a whole number from 0, got ${String(unreadCount)}`)
    }
    return toCallback(await account.setBackground({ unreadCount: Math.min(count, mostUnread) }))
  }

  /**
   * Has a notification sent to this very device, in front or not, the way every push goes, and answers how
   * far it came within ten seconds. Once in ten seconds. The push plugin's `selfTest` calls it.
   */
  async selfTest(test: SelfTestParams): Promise<V2TimValueCallback<SelfTestResult>> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const { code, desc, data } = await account.request('push.selfTest', test)
    return code === ErrorCode.OK ? { code, desc, data: data as SelfTestResult } : { code, desc }
  }

  /**
   * What became of the push of a message, hop by hop: of one you sent, on the recipients' devices (without
   * what would tell who they are); of one you got, on your own. 6017 when it is neither, or there is none.
   * At most 30 a minute.
   */
  async getPushStory(msgID: string): Promise<V2TimValueCallback<UserPushStory>> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    if (typeof msgID !== 'string' || msgID === '' || msgID.length > 128) {
      return invalid('msgID: expected the msgID of a message, 1 to 128 characters')
    }
    const { code, desc, data } = await account.request('push.story', { msgID })
    return code === ErrorCode.OK ? { code, desc, data: data as UserPushStory } : { code, desc }
  }

  /**
   * Tells the server what this phone knows of pushes: that they were shown, or tapped. `atMs` is of this
   * phone's clock. The push plugin calls it by itself.
   */
  async reportPushes(reports: readonly PushReport[]): Promise<V2TimCallback> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    if (reports.length === 0 || reports.length > limits.pushReports) {
      return invalid(`reports: expected 1 to ${limits.pushReports} reports, got ${reports.length}`)
    }
    const aheadMs = account.serverAheadMs
    const corrected = reports.map((report) =>
      report.atMs === undefined
        ? report
        : { ...report, atMs: Math.max(0, Math.round(report.atMs + aheadMs)) },
    )
    return toCallback(await account.request('push.report', { reports: corrected }))
  }

  /** The app is in front again: nothing is pushed while it is connected. */
  async doForeground(): Promise<V2TimCallback> {
    const account = this.#session.requireAccount()
    return 'code' in account ? account : toCallback(await account.setBackground(undefined))
  }

  async #bind(name: string, certificateID: number, token: string, isVoIP = false): Promise<V2TimCallback> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const given: unknown = token ?? ''
    if (!Number.isInteger(certificateID) || certificateID < 0 || certificateID > 0xffff_ffff) {
      return invalid(`${name}: expected the number of a certificate, got ${String(certificateID)}`)
    }
    if (typeof given !== 'string') return invalid(`token: expected a string, got ${typeof given}`)
    if (utf8Bytes(given) > limits.pushTokenBytes || /[^\x20-\x7e]/.test(given)) {
      return failure(
        ErrorCode.TOKEN_INVALID,
        `token: expected printable ASCII of at most ${limits.pushTokenBytes} bytes, as the vendor's SDK gave it`,
      )
    }
    return toCallback(await account.setPushConfig({ certificateID, token: given, ...(isVoIP && { isVoIP }) }))
  }
}

const toCallback = ({ code, desc }: Answer): V2TimCallback => ({ code, desc })
