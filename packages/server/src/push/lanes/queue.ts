import type { LanePush } from './types.ts'

// Of one message, ext, options and deadline are the same for all; the rest may differ a device.
const batchKey = ({ notification }: LanePush): string =>
  [
    notification.msgID,
    notification.badgeCount ?? '',
    notification.isHarmonyOS === true ? 'harmony' : '',
    notification.title,
    notification.body,
  ].join('\n')

/** The pushes that wait in a lane, first come first served. */
export class LaneQueue<Push extends LanePush> {
  #pushes: Push[] = []

  get length(): number {
    return this.#pushes.length
  }

  add(push: Push): void {
    this.#pushes.push(push)
  }

  /** For a push that has had its wait already. */
  addFirst(push: Push): void {
    this.#pushes.unshift(push)
  }

  takeFirst(): Push | undefined {
    return this.#pushes.shift()
  }

  /** Takes up to `count` pushes whose notification equals that of `push`, wherever they stand. */
  takeEqual(push: Push, count: number): Push[] {
    if (count <= 0) return []
    const key = batchKey(push)
    const taken: Push[] = []
    this.#pushes = this.#pushes.filter((candidate) => {
      if (taken.length >= count || batchKey(candidate) !== key) return true
      taken.push(candidate)
      return false
    })
    return taken
  }

  takeAll(): Push[] {
    return this.#pushes.splice(0)
  }
}
