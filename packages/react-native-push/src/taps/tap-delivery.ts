import { messageOf } from '../errors.ts'
import type { NativeCarillonPush } from '../native/spec.ts'
import type { PushClickAction } from '../params/types.ts'
import { normaliseTap } from './normalise.ts'

const rememberedTaps = 128

/**
 * Takes taps from the phone and hands each to the app once. While the app has no action for them they
 * stay with the phone, which keeps them over a start of the app.
 */
export class TapDelivery {
  readonly #native: NativeCarillonPush
  readonly #onFault: (what: string) => void
  /** A phone that starts the same intent again may queue its tap again. */
  readonly #seen = new Set<string>()
  #action: PushClickAction | undefined
  #tail: Promise<void> = Promise.resolve()

  constructor(native: NativeCarillonPush, onFault: (what: string) => void) {
    this.#native = native
    this.#onFault = onFault
  }

  /** From now on taps go to `action`; those that waited go first. Undefined lets them wait. */
  setAction(action: PushClickAction | undefined): Promise<void> {
    this.#action = action
    return this.deliver()
  }

  /** Hands over what waits. */
  deliver(): Promise<void> {
    this.#tail = this.#tail.then(() => this.#take())
    return this.#tail
  }

  async #take(): Promise<void> {
    const action = this.#action
    if (action === undefined) return
    try {
      for (const tap of await this.#native.takeTaps()) {
        if (this.#seen.has(tap.tapID)) continue
        this.#remember(tap.tapID)
        // An app that throws at one tap still gets the others.
        try {
          action(normaliseTap(tap))
        } catch (error) {
          this.#onFault(`pushClickAction threw: ${messageOf(error)}`)
        }
      }
    } catch (error) {
      this.#onFault(`The taps could not be taken from the phone: ${messageOf(error)}`)
    }
  }

  #remember(tapID: string): void {
    this.#seen.add(tapID)
    if (this.#seen.size <= rememberedTaps) return
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest)
      break
    }
  }
}
