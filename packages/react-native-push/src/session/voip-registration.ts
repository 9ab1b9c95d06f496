import type { PushChat } from '../chat.ts'
import { failed, messageOf, PushErrorCode } from '../errors.ts'
import type { NativeCarillonPush } from '../native/spec.ts'
import type { Timer } from '../timer.ts'
import { TokenReporter } from './token-reporter.ts'

/** What it is made from. */
interface VoipParts {
  native: NativeCarillonPush
  chat: PushChat
  timer: Timer
  onFault: (what: string) => void
}

/**
 * PushKit's token for calls: asked for where the app has a VoIP certificate, and reported beside the token
 * for notifications. That it fails keeps no notification away, so it is a fault and not `init`'s answer.
 */
export class VoipRegistration {
  readonly #parts: VoipParts
  readonly #reporter: TokenReporter
  #certificateID: number | undefined

  constructor(parts: VoipParts) {
    this.#parts = parts
    const { chat, timer } = parts
    this.#reporter = new TokenReporter(chat, timer, async ({ certificateID, token }) => {
      const manager = chat.getOfflinePushManager()
      return (
        (await manager.setVOIP?.(certificateID, token)) ??
        failed(PushErrorCode.UNSUPPORTED, 'the chat SDK has no setVOIP: update @carillon/client.')
      )
    })
  }

  /** Asks PushKit for the token and reports it; without a certificate none is reported from here on. */
  async register(certificateID: number | undefined): Promise<void> {
    this.#certificateID = certificateID
    if (certificateID === undefined) return this.#reporter.forget()
    try {
      const token = await this.#parts.native.getVoipToken()
      // None yet: it comes as an event. Meanwhile the app may have taken everything back.
      if (token === '' || this.#certificateID !== certificateID) return
      await this.#report(certificateID, token, { again: true })
    } catch (error) {
      this.#parts.onFault(`PushKit gave no token for calls: ${messageOf(error)}`)
    }
  }

  /** PushKit gave a token, or with '' took it back. */
  async changed(token: string): Promise<void> {
    if (this.#certificateID !== undefined) await this.#report(this.#certificateID, token)
  }

  /** As `TokenReporter.waitForLogin`. */
  waitForLogin(): void {
    this.#reporter.waitForLogin()
  }

  /** Somebody else may have logged in. */
  refresh(): void {
    void this.#reporter.refresh()
  }

  /** The server has taken back all tokens of this phone: none is reported until `register`. */
  cleared(): void {
    this.#certificateID = undefined
    this.#reporter.forget()
  }

  close(): void {
    this.#reporter.close()
  }

  async #report(certificateID: number, token: string, { again = false } = {}): Promise<void> {
    const report = { certificateID, token }
    const { code, desc } = await (again ? this.#reporter.report(report) : this.#reporter.update(report))
    // Nobody is logged in: the next login needs no warning.
    if (code !== 0 && code !== PushErrorCode.NOT_LOGGED_IN) this.#parts.onFault(desc)
  }
}
