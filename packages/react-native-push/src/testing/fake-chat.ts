import type { PushReport, SelfTestParams, SelfTestResult } from '@carillon/protocol'

import type { ChatCallback, PushChat } from '../chat.ts'

const ok: ChatCallback = { code: 0, desc: '' }

/** A chat SDK for tests: keeps the calls in their order as text. */
export class FakeChat implements PushChat {
  userID: string | undefined = 'alice'
  readonly calls: string[] = []
  /** Answers of the next calls, before they succeed again. */
  readonly answers: ChatCallback[] = []
  unreadCount = 0
  /** Reports of shown and tapped pushes, one entry a call. */
  readonly reports: PushReport[][] = []
  /** The server's self test; undefined for an SDK that has none. */
  selfTest: ((test: SelfTestParams) => Promise<ChatCallback & { data?: SelfTestResult }>) | undefined
  /** While set, every call to the server waits for it. */
  gate: Promise<void> | undefined

  getLoginStatus(): Promise<ChatCallback & { data: number }> {
    return Promise.resolve({ ...ok, data: this.userID === undefined ? 3 : 1 })
  }

  getLoginUser(): Promise<ChatCallback & { data: string }> {
    return Promise.resolve({ ...ok, data: this.userID ?? '' })
  }

  getOfflinePushManager() {
    return {
      ...(this.selfTest === undefined ? {} : { selfTest: this.selfTest }),
      setOfflinePushConfig: (businessID: number, token: string) =>
        this.#call(`config ${businessID} ${token}`),
      setVOIP: (certificateID: number, token: string) => this.#call(`voip ${certificateID} ${token}`),
      doBackground: (unreadCount: number) => this.#call(`background ${unreadCount}`),
      doForeground: () => this.#call('foreground'),
      reportPushes: (reports: readonly PushReport[]) => {
        this.reports.push([...reports])
        return Promise.resolve(this.answers.shift() ?? ok)
      },
    }
  }

  getConversationManager() {
    return {
      getTotalUnreadMessageCount: () => Promise.resolve({ ...ok, data: this.unreadCount }),
    }
  }

  /** The calls since the last look, without app-state reports when `only` is 'config'. Calls not made as alice begin with the user. */
  taken(only?: 'config'): string[] {
    const calls = this.calls.splice(0)
    return only === undefined ? calls : calls.filter((call) => call.includes(only))
  }

  async #call(what: string): Promise<ChatCallback> {
    this.calls.push(`${this.userID}: ${what}`.replace(/^alice: /, ''))
    await this.gate
    return this.answers.shift() ?? ok
  }
}
