import type { V2TimConversation } from '../api/conversations.ts'
import type { ConversationParts } from './parts.ts'

/** What the announcer asks of the list. */
export interface Announced {
  /** A conversation as the app sees it; undefined when it is not in the list. */
  view(conversationID: string): V2TimConversation | undefined
  /** Undefined while not all conversations are known. */
  totalUnread(): number | undefined
}

/** Tells the app of conversations: what happens in one breath is told at once, a conversation once. */
export class Announcer {
  readonly #tell: ConversationParts['tell']
  readonly #list: Announced
  /** Conversations the app was told of. */
  readonly #known = new Set<string>()
  readonly #changed = new Set<string>()
  #isScheduled = false
  #isHeld = false
  #lastTotal = 0

  constructor(tell: ConversationParts['tell'], list: Announced) {
    this.#tell = tell
    this.#list = list
  }

  /** A conversation has changed. */
  changed(conversationID: string): void {
    this.#changed.add(conversationID)
    this.#schedule()
  }

  /** What is unread in all may have changed, though no conversation has. */
  recounted(): void {
    this.#schedule()
  }

  /** Waits with what there is to tell, or tells it. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    if (!isHeld) this.flush()
  }

  /** Tells what there is to tell. */
  flush(): void {
    this.#isScheduled = false
    if (this.#isHeld) return
    const added: V2TimConversation[] = []
    const changed: V2TimConversation[] = []
    for (const conversationID of this.#changed) {
      const view = this.#list.view(conversationID)
      if (view === undefined) this.#known.delete(conversationID)
      else if (this.#known.has(conversationID)) changed.push(view)
      else {
        this.#known.add(conversationID)
        added.push(view)
      }
    }
    this.#changed.clear()
    if (added.length > 0) this.#tell((listener) => listener.onNewConversation?.(added))
    if (changed.length > 0) this.#tell((listener) => listener.onConversationChanged?.(changed))
    this.#tellTotal()
  }

  #tellTotal(): void {
    const total = this.#list.totalUnread()
    if (total === undefined || total === this.#lastTotal) return
    this.#lastTotal = total
    this.#tell((listener) => listener.onTotalUnreadMessageCountChanged?.(total))
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isHeld) return
    this.#isScheduled = true
    void Promise.resolve().then(() => {
      if (this.#isScheduled) this.flush()
    })
  }
}
