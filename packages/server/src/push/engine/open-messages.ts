import { placeOf } from '../../message-id.ts'
import type { OpenMessage } from './open-message.ts'

/** The messages that are being worked on, by msgID, found by their conversation as well, and counted. */
export class OpenMessages extends Map<string, OpenMessage> {
  readonly #conversations = new Map<number, Set<OpenMessage>>()
  #recipients = 0
  #claimed = 0

  /** Recipients of all of them together. */
  get recipients(): number {
    return this.#recipients
  }

  /** Those that came from the outbox. */
  get claimed(): number {
    return this.#claimed
  }

  override set(msgID: string, open: OpenMessage): this {
    this.delete(msgID)
    this.#recipients += open.message.recipients.length
    if (open.origin !== 'fresh') this.#claimed += 1
    const place = placeOf(msgID)
    if (place !== undefined) {
      const others = this.#conversations.get(place.conversationID)
      if (others) others.add(open)
      else this.#conversations.set(place.conversationID, new Set([open]))
    }
    return super.set(msgID, open)
  }

  override delete(msgID: string): boolean {
    const open = this.get(msgID)
    if (open === undefined) return false
    this.#recipients -= open.message.recipients.length
    if (open.origin !== 'fresh') this.#claimed -= 1
    const place = placeOf(msgID)
    if (place !== undefined) {
      const others = this.#conversations.get(place.conversationID)
      others?.delete(open)
      if (others?.size === 0) this.#conversations.delete(place.conversationID)
    }
    return super.delete(msgID)
  }

  override clear(): void {
    this.#conversations.clear()
    this.#recipients = 0
    this.#claimed = 0
    super.clear()
  }

  /** The conversations they are of. */
  conversationIDs(): number[] {
    return [...this.#conversations.keys()]
  }

  /** Those of an app's conversations up to a place in each. */
  upTo(sdkAppID: number, places: readonly { conversationID: number; readSeq: number }[]): OpenMessage[] {
    return places.flatMap(({ conversationID, readSeq }) =>
      [...(this.#conversations.get(conversationID) ?? [])].filter(
        (open) => open.sdkAppID === sdkAppID && (placeOf(open.msgID)?.seq ?? Infinity) <= readSeq,
      ),
    )
  }
}
