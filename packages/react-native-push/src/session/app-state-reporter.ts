import type { PushChat } from '../chat.ts'
import type { AppState } from '../native/spec.ts'

/** What the server was told last. */
type Reported = 'foreground' | 'background'

/**
 * Tells the server when the app goes to the background and comes back. One report at a time and only
 * the latest state, so that a slow doBackground never lands after the doForeground that follows it.
 */
export class AppStateReporter {
  readonly #chat: PushChat
  readonly #unreadCount: () => Promise<number>
  #desired: Reported | undefined
  #reported: Reported | undefined
  #running: Promise<void> | undefined

  constructor(chat: PushChat, unreadCount: () => Promise<number>) {
    this.#chat = chat
    this.#unreadCount = unreadCount
  }

  /** The app's state is `state` now. Resolves when the server knows, or cannot be told. */
  change(state: AppState): Promise<void> {
    // iOS is 'inactive' on the way to the background, under a call, and in the app switcher.
    this.#desired = state === 'active' ? 'foreground' : 'background'
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** A new login knows nothing of the last one's state: `state` is reported again. */
  restart(state: AppState): Promise<void> {
    this.#reported = undefined
    return this.change(state)
  }

  async #run(): Promise<void> {
    while (this.#desired !== this.#reported) {
      const state = this.#desired
      const unreadCount = state === 'background' ? await this.#unreadCount() : 0
      // The app came back while its unread messages were counted.
      if (state !== this.#desired) continue
      this.#reported = state
      const push = this.#chat.getOfflinePushManager()
      const answer = state === 'background' ? await push.doBackground(unreadCount) : await push.doForeground()
      if (answer.code !== 0 && this.#reported === state) {
        // Not logged in, or no network: the SDK tells the state with its next login; the next change tries again.
        this.#reported = undefined
        if (this.#desired === state) return
      }
    }
  }
}
