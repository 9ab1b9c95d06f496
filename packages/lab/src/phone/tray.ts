import type { DeliveredPush } from '../emulator/device.ts'
import type { PhoneEvent, PushServiceName, RemovedBy, ShownNotification } from './types.ts'

/** Mi Push keeps at most this many of an app's notifications; the oldest goes. */
const maxXiaomiNotifications = 10

/** A notification that is to be shown. */
export interface NotificationDraft {
  vendor: PushServiceName
  title: string
  body: string
  /** The same slot of the same vendor is written over. */
  slot: string
  channelID: string
  audible: boolean
  onLockScreen: boolean
  push: DeliveredPush
}

/** The notifications on the screen. */
export class Tray {
  readonly #emit: (event: PhoneEvent) => void
  #shown: ShownNotification[] = []
  #lastID = 0

  constructor(emit: (event: PhoneEvent) => void) {
    this.#emit = emit
  }

  get notifications(): readonly ShownNotification[] {
    return this.#shown
  }

  /** Shows it, over the one in the same slot if there is one. */
  show(draft: NotificationDraft, atMs: number): ShownNotification {
    const before = this.#shown.find(({ vendor, slot }) => vendor === draft.vendor && slot === draft.slot)
    if (before === undefined) this.#lastID += 1
    const notification: ShownNotification = {
      ...draft,
      id: before?.id ?? this.#lastID,
      messageID: draft.push.messageID,
      atMs,
      revision: (before?.revision ?? 0) + 1,
    }
    this.#shown = [...this.#shown.filter((other) => other !== before), notification]
    this.#emit({ type: before === undefined ? 'notification-shown' : 'notification-replaced', notification })
    const ofXiaomi = this.#shown.filter(({ vendor }) => vendor === 'xiaomi')
    for (const surplus of ofXiaomi.slice(0, Math.max(0, ofXiaomi.length - maxXiaomiNotifications))) {
      this.remove(surplus, 'overflow')
    }
    return notification
  }

  /** @returns whether it was there */
  remove({ id }: ShownNotification, by: RemovedBy): boolean {
    const notification = this.#shown.find((other) => other.id === id)
    if (notification === undefined) return false
    this.#shown = this.#shown.filter((other) => other !== notification)
    this.#emit({ type: 'notification-removed', notification, by })
    return true
  }

  clear(by: RemovedBy): void {
    for (const notification of this.#shown) this.remove(notification, by)
  }
}
